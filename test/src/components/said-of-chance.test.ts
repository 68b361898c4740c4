// @vitest-environment jsdom
import { expect, test } from "vitest";
import { costAvoidance } from "../../../src/components/cost-avoidance.ts";
import { spine } from "../../../src/components/council/spine.ts";
import { valuePlane } from "../../../src/components/value/plane.ts";
import { goldenRows } from "./golden-rows.ts";

test("draws are split by corner only where a verdict may be given, and are no chances of the truth", () => {
  const words = (is_judged: boolean) => {
    const rows = goldenRows("cost-effectiveness").map((row) => ({
      ...{ ...row, is_judged },
      ...{ better_dearer: 70, better_cheaper: 14, worse_dearer: 15, worse_cheaper: 1 },
    }));
    return valuePlane(rows as never[], { width: 800, root: "." }).textContent;
  };
  expect(words(false)).not.toContain("Of 100");
  expect(words(true)).toMatch(/Of 100 draws around what was seen.*no chances of what is true\./);
});

test("what chance would call is said of whole councils, beside how many are called so", () => {
  const row = {
    ...{ authority_code: "X1", figure: "on_time", section: "waiting", place: 1, title: "On time" },
    ...{ short_title: "On time", unit: "per cent", decimals: 1, better: "higher", meaning: "" },
    ...{ source: "DfE", period: "2024", value: 56, first_period: "2019", first_value: 7 },
    ...{
      neighbours: 10,
      behind: 9,
      ahead: 1,
      median: 50,
      lowest: 0,
      highest: 100,
      low: 20,
      high: 80,
    },
  };
  const words = (byChance: { together: number; called: number } | null) =>
    spine([row] as never[], { width: 800, name: "A", title: "T", clear: 8, byChance, root: ".." })
      .textContent;
  expect(words({ together: 33, called: 34 })).toMatch(
    /34 in 100 councils are called better or worse; with councils dealt out .* 33 would be: the word may be chance\./,
  );
  expect(words({ together: 33, called: 60 })).not.toContain("may be chance");
  expect(words(null)).not.toContain("in 100");
});

test("what returns may have saved has a range and no 95% interval of its own", () => {
  const rows = goldenRows("cost-avoidance").filter((row) => row.authority_code === "all");
  const { textContent } = costAvoidance(rows as never[], { width: 800 });
  expect(textContent).not.toMatch(/\(95% interval £/);
  expect(textContent).toContain("it is no 95% interval of the product");
  expect(textContent).toContain("may have been the cheaper ones");
});
