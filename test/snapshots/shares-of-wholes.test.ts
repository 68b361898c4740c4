import { readdirSync, readFileSync } from "node:fs";
import { csvParse, group, sum } from "d3";
import { describe, expect, test } from "vitest";
import { shareBases } from "../../pipelines/disclosure/share-bases.ts";
import { OF_SHOWN } from "../../pipelines/measures/define/counts.ts";

const SAMPLE = new URL("sample/", import.meta.url);
const read = (file: string) => csvParse(readFileSync(new URL(file, import.meta.url), "utf8"));

/** Columns whose rows are the parts of a whole, and the decimals of their shares. */
const WHOLES: Record<string, { by: string[]; decimals: number }> = {
  "extract-placements": { by: ["authority_code", "period"], decimals: 1 },
  "need-and-cost": { by: ["authority_code", "financial_year", "need_third"], decimals: 0 },
  "placement-moves": { by: ["authority_code", "period", "from_group"], decimals: 1 },
  "plan-timeliness": { by: ["authority_code", "period", "clock", "is_open"], decimals: 1 },
  "requests-by-history": { by: ["authority_code"], decimals: 1 },
};
/** Shares of groups that have an outcome, which are no parts of one whole. */
const NO_PARTS = ["fair-access"];

const rowsOf = (table: string) =>
  read(`sample/${table}.csv`)
    .filter(({ time }) => time !== "over a year")
    .map((row) => ({ ...row, is_open: String(row.time?.startsWith("open")) }) as typeof row);

describe("shares of the parts of a whole", () => {
  test("every published table of counts, wholes and shares is looked at here", () => {
    const tables = readdirSync(SAMPLE)
      .filter((file) => file.endsWith(".csv"))
      .filter((file) => {
        const { columns } = read(`sample/${file}`);
        return ["child_count", "all_count", "share"].every((name) => columns.includes(name));
      })
      .map((file) => file.replace(".csv", ""));
    expect(tables).toEqual([...Object.keys(WHOLES), ...NO_PARTS].sort());
  });

  test.each(Object.entries(WHOLES))("of %s come to no more than a hundred", (table, whole) => {
    const wholes = [...group(rowsOf(table), (row) => whole.by.map((column) => row[column]).join())];
    expect(wholes.length).toBeGreaterThan(1);
    for (const [name, rows] of wholes) {
      const shares = sum(rows, ({ share }) => Number(share || 0));
      const rounding = (rows.length * 10 ** -whole.decimals) / 2 + 1e-9;
      expect(shares, name).toBeLessThanOrEqual(100 + rounding);
      if (rows.every(({ share }) => share)) {
        expect(Math.abs(shares - 100), name).toBeLessThanOrEqual(rounding);
      }
      const all = rows.find(({ all_count }) => all_count)?.all_count;
      if (!all) continue;
      const shown = sum(rows, ({ child_count }) => Number(child_count || 0));
      // Each part and the whole are to the nearest five, so each is two from its own at most.
      expect(shown, name).toBeLessThanOrEqual(Number(all) + 2 * (rows.length + 1));
    }
  });

  test.each(Object.entries(WHOLES))(
    "of %s are of the counts that stand beside them",
    (table, { by, decimals }) => {
      const number = (cell: string | undefined) => (cell ? Number(cell) : null);
      const rows = rowsOf(table).map((row) => ({
        whole: by.map((column) => row[column]).join(),
        share: number(row.share),
        child_count: number(row.child_count),
        all_count: number(row.all_count),
      }));
      const bases = shareBases(rows, ({ whole }) => whole);
      for (const { whole, share, child_count } of rows.filter((row) => row.share !== null)) {
        const off = Math.abs((100 * child_count!) / bases.get(whole)! - share!);
        expect(off, whole).toBeLessThanOrEqual(10 ** -decimals / 2 + 1e-9);
      }
    },
  );

  test("say that they are of the sum of the parts", () => {
    const said = read("dictionary.csv").filter(({ column }) => column === "share");
    for (const table of Object.keys(WHOLES)) {
      const words = said.find((row) => row.table?.replaceAll("_", "-") === table);
      expect(words?.meaning, table).toContain(OF_SHOWN);
    }
  });
});

describe("what shares are taken of", () => {
  const part = (child_count: number | null, all_count: number | null) => ({
    child_count,
    all_count,
  });
  const baseOf = (...parts: ReturnType<typeof part>[]) => shareBases(parts, () => "whole");

  test("is the sum of the parts where all are shown, also where it is not the whole", () => {
    expect(baseOf(part(20, 30), part(15, 30)).get("whole")).toBe(35);
    expect(baseOf(part(10, 25), part(10, 25)).get("whole")).toBe(20);
  });

  test("is the whole where a part is hidden, or the shown parts where they come to more", () => {
    expect(baseOf(part(20, 30), part(null, 30)).get("whole")).toBe(30);
    expect(baseOf(part(20, 30), part(15, 30), part(null, 30)).get("whole")).toBe(35);
  });

  test("is nothing where the whole is too small to be shown", () => {
    expect(baseOf(part(5, null)).get("whole")).toBeNull();
  });
});
