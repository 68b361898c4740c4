// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { FairAccess } from "../../../pipelines/measures/fair-access/measure.ts";
import { fairAccessFigure } from "../../../src/components/fair-access.ts";

const group = (group_name: string, gap: number, half: number): FairAccess => ({
  ...{ authority_code: "all", authority_name: "All authorities", outcome: "refused" },
  ...{ group_kind: "need", group_name, child_count: 50, all_count: 100 },
  ...{ share: 40 + gap, lower: 30 + gap, upper: 50 + gap },
  ...{
    everyone: 40,
    gap,
    gap_lower: gap - half,
    gap_upper: gap + half,
    as_of: "2026-08",
    symbol: null,
  },
});
const hidden: FairAccess = {
  ...group("Hidden", 0, 1),
  ...{ child_count: null, share: null, lower: null, upper: null, symbol: "c" },
  ...{ everyone: null, gap: null, gap_lower: null, gap_upper: null },
};
const words = (rows: FairAccess[]) =>
  fairAccessFigure(rows, { width: 800, outcome: "refused", root: "." }).textContent;

test("the widest gap is one of as many as are shown, of which some stand out by chance", () => {
  expect(
    words([group("A", 12, 5), group("B", -9, 4), group("C", 20, 25), group("Not known", 30, 2)]),
  ).toContain(
    "About 40% of requests were refused; 52.0% of the group “A”. Of 3 gaps of known groups shown, 2 have intervals that leave out zero, and none of these is wider; by chance alone about 1 in 20 would. Children of whom it is not known stand apart as well, by need (70.0%).",
  );
});

test("where no gap stands out it is said of the groups that are shown alone", () => {
  expect(words([group("A", 2, 5), hidden])).toContain(
    "About 40% of requests were refused; of 1 known group that is shown, none has a gap whose interval leaves out zero.",
  );
});

test("where only those of whom it is not known can be shown they are not called too few", () => {
  expect(words([group("Not known", 25, 4), hidden])).toContain(
    "About 40% of requests were refused; no known group can be shown. Children of whom it is not known stand apart, by need (65.0%).",
  );
});
