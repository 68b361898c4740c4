import { cumulativeIncidence, incidenceAt } from "../../../pipelines/statistics/competing-risks.ts";
import { coxModel } from "../../../pipelines/statistics/cox.ts";
import { fineGray } from "../../../pipelines/statistics/fine-gray.ts";
import { grayTest } from "../../../pipelines/statistics/gray-test.ts";
import { kaplanMeier, survivalAt } from "../../../pipelines/statistics/kaplan-meier.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const terms = ["trial", "excluded"];

export const competingRisksAdapter: Adapter = (files) => {
  const { times } = files.json<{ times: number | number[] }>("params.json");
  const children = files.rows("spells.csv").map((row) => ({
    trial: row.trial!,
    time: number(row, "weeks"),
    cause: number(row, "status"),
    x: terms.map((term) => number(row, term)),
  }));
  const arms = ["0", "1"].map((arm) => children.filter(({ trial }) => trial === arm));
  const named = (values: readonly number[]) =>
    Object.fromEntries(terms.map((term, j) => [term, values[j]!]));
  const ofCause = (cause: number) =>
    children.map(({ time, x, cause: why }) => ({ time, x, event: why === cause }));
  const fine = expectValue(fineGray(children, 1));
  const at = [times].flat();
  return {
    n: children.length,
    events: Object.fromEntries(
      [...new Set(children.map(({ cause }) => cause))]
        .sort()
        .map((cause) => [String(cause), children.filter((own) => own.cause === cause).length]),
    ),
    aalen_johansen: arms.flatMap((arm, trial) => {
      const steps = expectValue(cumulativeIncidence(arm));
      return at.map((time) => {
        const { eventFree, causes } = incidenceAt(steps, time);
        const [one, two] = causes;
        return {
          trial,
          time,
          p_event_free: eventFree,
          cif_1: one!.probability,
          se_1: one!.se,
          lo_1: one!.ci?.lo ?? null,
          hi_1: one!.ci?.hi ?? null,
          cif_2: two!.probability,
          se_2: two!.se,
        };
      });
    }),
    one_minus_km_cause1: arms.flatMap((arm, trial) => {
      const steps = expectValue(
        kaplanMeier(arm.map(({ time, cause }) => ({ time, event: cause === 1 }))),
      );
      return at.map((time) => ({ trial, time, naive: 1 - survivalAt(steps, time).survival }));
    }),
    gray_test: [1, 2].map((cause) => {
      const { chiSquared, p } = expectValue(grayTest(arms, cause));
      return { cause: String(cause), stat: chiSquared, p };
    }),
    fine_gray_cause1: { coef: named(fine.coefficients), se: named(fine.se) },
    cause_specific: {
      cause1: named(expectValue(coxModel(ofCause(1))).coefficients),
      cause2: named(expectValue(coxModel(ofCause(2))).coefficients),
    },
  };
};
