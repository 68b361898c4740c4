import { describe, expect, it } from "vitest";
import { instrumentSchema } from "../../loaders/contract/instrument.ts";
import { safeCell, safeRows, title } from "../../loaders/contract/safe-cell.ts";
import { evaluationSchema } from "../../pipelines/trials/designs/designs.ts";
import { safeRows as shown } from "../../src/components/safe-rows.ts";

const FORMULAS = ["=1+1", "+44", "-2+3", "@sum(a1)", "\t=1", "\r=1", '=HYPERLINK("http://a")'];
const PLAIN = ["Kent", "a=b", "", " =1", "1-5", "'=1", "−2"];

describe("text that a spreadsheet would take for a formula", () => {
  it("has an apostrophe before it, and other text is as it was", () => {
    for (const text of FORMULAS) expect(safeCell(text)).toBe(`'${text}`);
    for (const text of PLAIN) expect(safeCell(text)).toBe(text);
  });

  it("is made safe in files and in a page's downloads alike; numbers are left", () => {
    const rows = [...FORMULAS, ...PLAIN].map((text) => ({ text, n: -1.5, gap: null, is: true }));
    expect(shown(rows)).toEqual(safeRows(rows));
    expect(safeRows(rows)[0]).toEqual({ text: "'=1+1", n: -1.5, gap: null, is: true });
  });

  it("may not be a title or a name in a file that others write", () => {
    for (const text of FORMULAS) expect(title().safeParse(text).success).toBe(false);
    for (const text of PLAIN) expect(title().safeParse(text).success).toBe(true);
    const titled = { title: "=1+1" };
    for (const schema of [instrumentSchema, evaluationSchema]) {
      const said = schema.safeParse(titled).error?.issues.find(({ path }) => path[0] === "title");
      expect(said?.message).toContain("a formula");
    }
  });
});
