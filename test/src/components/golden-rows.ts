import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { releases } from "../../../pipelines/measures/index.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";

export type Row = Record<string, unknown>;

const of = (name: string) => {
  const measure = releases.find((release) => release.name === name);
  if (!measure) throw new Error(`there is no published table ${name}`);
  return measure;
};

/** Rows of a golden file with the types that its measure gives its columns. */
export function goldenRows(name: string, folder = "sample"): Row[] {
  const { columns } = of(name);
  const text = readFileSync(projectFile(`test/snapshots/${folder}/${name}.csv`), "utf8");
  return csvParse(text).map((line) =>
    Object.fromEntries(
      Object.entries(columns).map(([column, type]) => {
        const written = line[column] ?? "";
        const readings = [
          written === "" ? null : written,
          written,
          Number(written),
          written === "true",
        ];
        return [column, readings.find((reading) => type.safeParse(reading).success)];
      }),
    ),
  );
}

/** The rows as they are where every figure is hidden: what may be null is, and the symbol says c. */
export function hidden(name: string, rows: readonly Row[], kept: readonly string[] = []): Row[] {
  const { columns } = of(name);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(columns).map(([column, type]) => {
        if (column === "symbol") return [column, "c"];
        const isFigure = typeof row[column] === "number" && !kept.includes(column);
        return [column, isFigure && type.safeParse(null).success ? null : row[column]];
      }),
    ),
  );
}

/** The rows with the sign of every figure that has one turned, and bounds changed over. */
export const reversed = (rows: readonly Row[], ...figures: readonly string[]): Row[] =>
  rows.map((row) => {
    const turned = { ...row };
    for (const figure of figures) {
      const other = figure.replace(/lower|upper/, (end) => (end === "lower" ? "upper" : "lower"));
      turned[figure] = typeof row[other] === "number" ? 0 - (row[other] as number) : row[other];
    }
    return turned;
  });

/** The rows of one authority as those of as many authorities as England has. */
export const ofMany = (rows: readonly Row[], authorities = 150): Row[] =>
  Array.from({ length: authorities }, (_, i) => {
    const number = String(i + 1).padStart(3, "0");
    return rows.map((row) => ({
      ...row,
      authority_code: `E10000${number}`,
      authority_name: `Council ${number}`,
    }));
  }).flat();
