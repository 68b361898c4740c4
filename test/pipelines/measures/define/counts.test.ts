import { describe, expect, it } from "vitest";
import { SumsOfChildren } from "../../../../pipelines/disclosure/sums-of-children.ts";
import { countsOfChildren } from "../../../../pipelines/measures/define/counts.ts";

const cells = [
  { authority_code: "A", band: "low", child_count: 30, all_count: 30 },
  { authority_code: "A", band: "high", child_count: 0, all_count: 30 },
];

/** What the audit finds told where 30 of 30 are shown and the other row is blank. */
async function toldOf(isNoneHidden: boolean) {
  const counts = countsOfChildren("bands", ["authority_code", "band"], { isNoneHidden });
  const sums = new SumsOfChildren();
  counts.audit(sums, [
    { ...cells[0]!, share: 100 },
    { ...cells[1]!, child_count: null, share: null, symbol: "c" },
  ]);
  return (await sums.audit()).told;
}

describe("a row of none", () => {
  it("stands as nought where a table hides 1 to 4 alone, and a blank is then told to be few", async () => {
    const { rows } = countsOfChildren("bands", ["authority_code", "band"]).protect(cells);
    expect(rows[1]).toMatchObject({ child_count: 0, share: 0, symbol: null });
    expect(await toldOf(false)).toHaveLength(1);
  });

  it("is blank with its share where a table hides none as a few, and a blank may then be none", async () => {
    const { rows } = countsOfChildren("bands", ["authority_code", "band"], {
      isNoneHidden: true,
    }).protect(cells);
    expect(rows[1]).toMatchObject({ child_count: null, share: null, symbol: "c" });
    expect(await toldOf(true)).toEqual([]);
  });
});
