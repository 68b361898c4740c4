import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, makeBench, SPEND_HEADER, spendRows } from "../bench.ts";
import { book } from "../book.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const rows = spendRows(12);
const texts = (cells: readonly (readonly string[])[]) =>
  cells.map((row) => row.map((text) => ({ text })));
const pounds = () => bench.warehouse.one("select sum(amount_gbp) as pounds from loaded_spend");
const came = (path: string) =>
  bench.load(path).then(
    () => null,
    (error: { problem: { came: string } }) => error.problem.came,
  );

describe("of columns of one name", () => {
  it.each([
    ["after", 5],
    ["before", 0],
    ["between", 3],
    ["at some distance before", 1],
  ])("an empty one %s the full one is passed over", async (_, at) => {
    const wide = [[...SPEND_HEADER], ...rows].map((row, i) =>
      row.toSpliced(at, 0, i === 0 ? "Amount GBP" : ""),
    );
    const report = await bench.load(bench.write("a.xlsx", book({ Costs: texts(wide) })));
    expect(await pounds()).toEqual({ pounds: 1200.78 });
    expect(report.untaken).toEqual({});
  });

  it("two that both hold something are asked about, though all but one cell is blank", async () => {
    const wide = [[...SPEND_HEADER], ...rows].map((row, i) => [
      ...row,
      i === 0 ? "amount_gbp" : i === 7 ? "1" : "",
    ]);
    expect(await came(bench.write("a.csv", wide.join("\n")))).toBe("two, in columns E and F");
  });

  it("figures that are the same are one, and figures that differ are asked about", async () => {
    const file = (second: string) =>
      bench.write(
        `${second}.csv`,
        `time_period,time_identifier,geographic_level,country_code,country_name,new_la_code,school_type,pupils,pupils
202425,Academic year,National,E92000001,England,,Total,12,${second}
`,
      );
    expect(await came(file("13"))).toBe("two, in columns H and I");
    expect(await came(file("12"))).toBeNull();
    expect(await came(file(""))).toBeNull();
    expect(
      await bench.warehouse.rows("select distinct figures['pupils'] as pupils from loaded_ees"),
    ).toEqual([{ pupils: "12" }]);
  });

  it("also where the loader is told by what the first row of the column holds", async () => {
    const { sightings } = await import("../../../../pipelines/load/recognise/sighting.ts");
    const { singleHeaders } = await import("../../../../pipelines/load/read/formats/header.ts");
    const rows = [
      ["kind", "version", "version"],
      ["a", "2026.1", ""],
    ].map((cells, i) => ({
      cells,
      row: i + 1,
      end: 0,
    }));
    const table = { file: { name: "a.csv" }, heads: [{ delimiter: ",", rows }] };
    const [first] = sightings(table as never, singleHeaders);
    expect(first?.firstRow).toEqual({ kind: "a", version: "2026.1" });
  });
});
