import { readdirSync, readFileSync } from "node:fs";
import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { publishedDictionary } from "../../../pipelines/dictionary/published.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";

const GOLDEN = "test/src/components/golden";
const columns = publishedDictionary(releases);
const goldenOf = (table: string) =>
  csvParse(readFileSync(projectFile(`test/snapshots/sample/${table}.csv`), "utf8"));

describe("what is said of published columns", () => {
  it("is never that they must not be shown", () => {
    const said = columns.filter(({ meaning }) =>
      /not rounded|not to be shown/i.test(meaning ?? ""),
    );
    expect(said.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  });

  it("of a count of children is that it is rounded, and it is", () => {
    // Planned children are nobody's, and ends of a forecast's band are of draws.
    const counts = columns.filter(
      ({ table, column, unit }) =>
        unit === "children" && table !== "trial-power" && !/_(lower|upper)$/.test(column),
    );
    expect(counts.length).toBeGreaterThan(30);
    const unsaid = counts.filter(({ meaning }) => !/nearest five/.test(meaning ?? ""));
    expect(unsaid.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
    for (const { table, column } of counts) {
      const off = goldenOf(table).filter((row) => Number(row[column]) % 5 !== 0);
      expect(off.length, `${table}.${column}`).toBe(0);
    }
  });

  it("of pounds in the prices of another year is by which index, wherever they stand", () => {
    const priced = columns.filter(({ meaning }) => /in whose prices/.test(meaning ?? ""));
    expect(priced.length).toBeGreaterThan(0);
    for (const { table } of priced) {
      const levels = goldenOf(table).map((row) => row.price_index);
      expect(levels.filter((words) => !/^\d{4}-\d\d [\d.]+, .*; \S/.test(words!))).toEqual([]);
    }
    const pages = readdirSync(projectFile(GOLDEN)).filter((name) => name.endsWith(".md"));
    const texts = pages.map((name) => readFileSync(projectFile(`${GOLDEN}/${name}`), "utf8"));
    const said = [
      ...texts,
      goldenOf("headlines")
        .map(({ basis }) => basis)
        .join("\n"),
    ].flatMap((text) => text.match(/prices of \d{4}-\d\d.{0,14}/g) ?? []);
    expect(said.length).toBeGreaterThan(1);
    for (const words of said) expect(words).toMatch(/index/);
  });

  it("of a 95% interval holds the figure that it is of", () => {
    const FIGURES = ["estimate", "change_mean", "share", "value"];
    const NAMED = { "of the difference": "difference", "of what is adjusted": "adjusted" };
    const intervals = columns.filter(
      ({ column, meaning }) => column === "lower" && /95% interval/.test(meaning ?? ""),
    );
    const held = intervals.flatMap(({ table, meaning }) => {
      const named = Object.entries(NAMED).find(([words]) => meaning!.endsWith(words));
      const figure =
        named?.[1] ??
        FIGURES.find((name) => columns.some((one) => one.table === table && one.column === name));
      if (figure === undefined) return [];
      const beyond = goldenOf(table).filter(
        (row) =>
          row.lower !== "" &&
          row[figure] !== "" &&
          !(Number(row.lower) <= Number(row[figure]) && Number(row[figure]) <= Number(row.upper)),
      );
      expect(beyond.length, table).toBe(0);
      return [table];
    });
    expect(held.length).toBeGreaterThan(5);
  });

  it("of a finding that there is evidence stands beside an interval that leaves nought out as it is shown", () => {
    const graded = columns.filter(({ column }) => column === "grade").map(({ table }) => table);
    expect(graded.length).toBeGreaterThan(3);
    const rows = [
      ...graded.flatMap((table) => goldenOf(table)),
      ...csvParse(
        readFileSync(
          projectFile("test/snapshots/invented-figures/evaluation-outcomes.csv"),
          "utf8",
        ),
      ),
    ].filter(({ grade }) => grade!.startsWith("evidence"));
    for (const { grade, lower, upper, outcome } of rows)
      expect(grade!.endsWith("rise") ? Number(lower) : -Number(upper), outcome).toBeGreaterThan(0);
  });

  it("of how many were lost is what the flow of children says", () => {
    const at = (row: { evaluation: string; comparison: string }, side: string, step: string) =>
      Number(
        goldenOf("evaluation-flow").find(
          (one) =>
            one.evaluation === row.evaluation &&
            one.comparison === row.comparison &&
            one.side === side &&
            one.step === step,
        )!.child_count,
      );
    const ofAll = goldenOf("need-estimates").flatMap((row) => {
      const said = /\((\d+) in 100 of the children due are not in it, on the side that lost more\)/;
      const [, lost] = said.exec(row.security_why!) ?? [];
      // Of a placebo no flow is published.
      return lost === undefined || row.is_placebo === "true" ? [] : [{ ...row, lost }];
    }) as unknown as (Parameters<typeof at>[0] & Record<string, string>)[];
    expect(new Set(ofAll.map(({ outcome }) => outcome)).size).toBeGreaterThan(5);
    for (const row of ofAll) {
      expect(row.subgroup).toBe("");
      const shares = ["trial", "comparison"].map(
        (side) => 1 - Number(row[`${side}_n`]) / at(row, side, "due"),
      );
      // Numbers of children are to the nearest five.
      expect(Math.abs(Number(row.lost) - 100 * Math.max(...shares))).toBeLessThan(1.5);
    }
  });

  it("of a start that is assumed is that it is, wherever it stands", () => {
    const names = readdirSync(projectFile(GOLDEN));
    const textOf = (name: string) => readFileSync(projectFile(`${GOLDEN}/${name}`), "utf8");
    // Every drawn design in the golden files assumes its start.
    const drawn = names.filter(
      (name) => name.endsWith(".svg") && /trial\s+starts/.test(textOf(name)),
    );
    expect(drawn.length).toBeGreaterThan(1);
    for (const name of drawn) expect(textOf(name), name).toMatch(/trial starts \(assumed\)/);
    const dated = names
      .filter((name) => name.endsWith(".md"))
      .flatMap(
        (name) =>
          textOf(name).match(
            /(, from \d+ \w+ 20\d\d|years? (before and \d+ )?after the start).{0,20}/g,
          ) ?? [],
      );
    expect(dated.length).toBeGreaterThan(1);
    for (const words of dated) expect(words).toMatch(/assumed/);
  });

  it("of a run chart's limits is not that they are an interval", () => {
    const charted = new Set(
      columns.filter(({ column }) => column === "cause").map((one) => one.table),
    );
    const limits = columns.filter(
      ({ table, column }) => charted.has(table) && /(^|_)(lower|upper)$/.test(column),
    );
    expect(limits.length).toBeGreaterThan(0);
    for (const { meaning } of limits) expect(meaning).toMatch(/limit of the chart.*no interval/);
  });
});
