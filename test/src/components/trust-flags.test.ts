import { expect, test } from "vitest";
import type { TrustStatement } from "../../../pipelines/measures/trust-statements/measure.ts";
import { trustSentences } from "../../../src/components/trust-flags.ts";

const said = (threat: TrustStatement["threat"], is_flagged: boolean): TrustStatement => ({
  ...{ authority_code: "X1", authority_name: "Northmere", instrument: "a", version: "1" },
  ...{ instrument_title: "A", looked: "", found: "", sure: "", meaning: "" },
  ...{ threat, is_flagged, is_judged: true, is_settled: true },
});

test("a flag that cannot move a score is not said to have moved one", () => {
  const limits = [said("lateness", true), said("floor_ceiling", true), said("lateness", true)];
  expect(trustSentences([...limits, said("heaping", false)])).toBe(
    "Of 4 statements that could be judged, none says that scores may have moved although no need changed. Flagged for another reason, that change is seen less fully: readings that came late or children overdue for one (2) and many children at the least or the most need (1).",
  );
});

test("what may have moved scores is named", () => {
  expect(trustSentences([said("heaping", true), said("lateness", false)])).toBe(
    "Of 2 statements that could be judged, these say that scores may have moved although no need changed: scores drawn to a cut-off (1).",
  );
});

test("what the figures do not settle is not counted as clear", () => {
  const open = { ...said("agreement", false), is_settled: false };
  expect(trustSentences([open, open, said("heaping", false)])).toBe(
    "Of 3 statements that could be judged, none says that scores may have moved although no need changed; 2 do not settle it (views that differ).",
  );
});
