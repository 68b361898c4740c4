import {
  type RandomisationOptions,
  type RandomisedUnit,
  randomisationTest,
} from "../../../pipelines/statistics/randomisation-inference.ts";
import {
  randomisationInterval,
  randomisationPAt,
} from "../../../pipelines/statistics/randomisation-interval.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const anySize = { minimumAssignments: 1 };
const difference: RandomisationOptions = { statistic: "difference", ...anySize };

export const randomisationInferenceAdapter: Adapter = (files) => {
  const rows = files.rows("authorities.csv");
  const { alpha } = files.json<{ alpha: number }>("params.json");
  const units = (value: (pre: number, post: number) => number): RandomisedUnit[] =>
    rows.map((row) => {
      const [pre, post] = [number(row, "pre"), number(row, "post")];
      return { treated: row.treated === "1", value: value(pre, post), baseline: pre };
    });
  const change = units((pre, post) => post - pre);
  const after = units((_, post) => post);
  const run = (of: RandomisedUnit[]) => {
    const test = expectValue(randomisationTest(of, difference));
    return {
      stat: test.statistic,
      p_two: test.p,
      p_less: test.pLess,
      p_greater: test.pGreater,
      null_mean: test.nullMean,
      null_sd: test.nullSd,
    };
  };
  const studentised = expectValue(randomisationTest(change, anySize));
  const adjusted = expectValue(randomisationTest(after, { statistic: "adjusted", ...anySize }));
  const { lo, hi } = expectValue(
    randomisationInterval(change, { level: 1 - alpha, ...difference }),
  );
  return {
    did_studentised: { t: studentised.statistic, p_two: studentised.p },
    N: studentised.units,
    treated: studentised.treated,
    assignments: studentised.assignments,
    min_p: 1 / studentised.assignments,
    post_difference: run(after),
    did: run(change),
    ancova: { stat: adjusted.statistic, p_two: adjusted.p },
    ci_inversion: { alpha, lo, hi },
    p_at: Object.fromEntries(
      [-4, -2, 0, 2].map((at) => [`${at}`, expectValue(randomisationPAt(change, at, difference))]),
    ),
  };
};
