import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readFigure } from "../../loaders/contract/figure.ts";
import { unload } from "../../pipelines/load/unload.ts";
import { makeBench } from "../pipelines/load/bench.ts";
import { shippedInstruments } from "../shipped.ts";
import { emptyWarehouse, written } from "./published.ts";

const CASES = "../shared/cases";

const HEAD =
  "time_period,time_identifier,geographic_level,country_code,old_la_code,new_la_code,la_name,sen_type,age,pupils,percent";
const table = (change: (row: number, column: number, cell: string) => string = (_, __, c) => c) =>
  `${[HEAD]
    .concat(
      Array.from({ length: 12 }, (_, i) =>
        [
          "202425",
          "Academic year",
          "Local authority",
          "E92000001",
          "919",
          "E10000015",
          "Hertfordshire",
        ]
          .concat([`Kind ${i}`, i % 4 ? String(i) : "Total", String(1000 + i), `${i}.5`])
          .map((cell, j) => change(i, j, cell))
          .join(","),
      ),
    )
    .join("\n")}\n`;
const figuresOf = async (content: string) => {
  const { warehouse, load, build } = await emptyWarehouse();
  const report = await load(await written("table.csv", content));
  await build("ees_figures");
  const rows = await warehouse.rows<{ kind: string; indicator: string; value: number | null }>(
    "select filters ->> 'sen_type' as kind, indicator, value from ees_figures order by all",
  );
  return { rows, notes: Object.values(report.notes).flat() };
};

describe("a column's role", () => {
  let whole: Awaited<ReturnType<typeof figuresOf>>;
  beforeAll(async () => {
    whole = await figuresOf(table());
  });

  it.each(["oops", "about 5", "-99", "1e+05", "c", "Total", "All"])(
    "is not changed by one cell %s, nor is any other cell",
    async (spoilt) => {
      const after = await figuresOf(table((i, j, cell) => (i === 5 && j === 9 ? spoilt : cell)));
      const others = ({ rows }: typeof whole) =>
        rows.filter(({ kind, indicator }) => kind !== "Kind 5" || indicator !== "pupils");
      expect(others(after)).toEqual(others(whole));
      expect(whole.rows).toHaveLength(24);
      const isRefused = readFigure(spoilt).kind === "unknown";
      expect(after.rows).toHaveLength(isRefused ? 23 : 24);
      expect(after.notes[0]).toBe("has the figures pupils, percent and the filters age, sen_type");
      expect(after.notes.slice(1).join()).toMatch(
        isRefused ? /^has 1 cell of pupils refused/ : /^$/,
      );
    },
  );

  it("leaves a cell that is no figure out of its row, and lists it until the load is taken back", async () => {
    const bench = await makeBench();
    const csv = table((i, j, cell) => (j === 9 && (i === 5 || i === 8) ? `odd ${i}` : cell));
    bench.write("in/table.csv", csv);
    await bench.load(join(bench.folder, "in"));
    const listed = () =>
      bench.warehouse.rows(
        'select "row", cell, "column", value from refused_cells join loads using (load_id) order by all',
      );
    expect(await listed()).toEqual([
      { row: 6, cell: "J7", column: "pupils", value: "odd 5" },
      { row: 9, cell: "J10", column: "pupils", value: "odd 8" },
    ]);
    await unload(bench.warehouse, "1", { reason: "try", signedBy: "A" }, shippedInstruments());
    expect(await listed()).toEqual([]);
    bench.remove();
  });

  it.each([
    ["col_name,col_type,label\nage,Filter,Age\npupils,Measure,P\n", /measure/],
    ["col_name\tcol_type\tlabel\nage\tFilter\tAge\n", /other marks/],
    ["col_name,col_type,label\nage,Filter,Age\npupils,,P\n", /a blank/],
    ["col_name,col_type,label\nage,Filter,Age\npupils,Indicator,P\n", /none for "percent"/],
  ])("is not guessed where the meta file is wrong", async (meta, said) => {
    const bench = await makeBench();
    bench.write("in/table.meta.csv", meta);
    bench.write("in/table.csv", table());
    const error = await bench.load(join(bench.folder, "in")).catch((e: unknown) => e);
    bench.remove();
    expect(String(error)).toMatch(said);
    expect(String(error)).toContain("table.meta.csv");
  });
});

describe.skipIf(!existsSync(CASES))("the cases (where they are at hand)", () => {
  const valuesOf = async (name: string, indicator: string) => {
    const { warehouse, load, build } = await emptyWarehouse();
    await load(await written("case.csv", readFileSync(`${CASES}/${name}`, "utf8")));
    await build("ees_figures");
    return Object.fromEntries(
      (
        await warehouse.rows<{ area: string; value: number | null; symbol: string | null }>(
          `select area_code as area, value, symbol from ees_figures where indicator = '${indicator}' order by area`,
        )
      ).map(({ area, value, symbol }) => [area, value ?? symbol]),
    );
  };

  it("numbers as R writes them are figures", async () => {
    expect(await valuesOf("01-r-scientific-notation/sen_figures.csv", "pupil_count")).toEqual({
      E10000015: 100000,
      E10000020: 3000,
      E10000025: 25999,
      E92000001: 1600000,
    });
  });

  it("~ is low and : is not available", async () => {
    expect(
      await valuesOf("04-legacy-tilde-symbol/absence_legacy.csv", "pupil_count"),
    ).toMatchObject({ E10000015: "low", E10000020: "x" });
  });

  it("an unknown col_type is told", async () => {
    const error = await emptyWarehouse()
      .then(({ load }) => load(`${CASES}/18-wrong-meta-type`))
      .catch((e: unknown) => e);
    expect(String(error)).toMatch(/measure[\s\S]*absence.meta.csv/);
  });
});
