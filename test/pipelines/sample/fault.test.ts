import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { assessments } from "../../../loaders/assessments.ts";
import { authorities } from "../../../loaders/authorities.ts";
import { characteristics } from "../../../loaders/characteristics.ts";
import { trimCell } from "../../../loaders/contract/cells.ts";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { enrolments } from "../../../loaders/enrolments.ts";
import { placements } from "../../../loaders/placements.ts";
import { requests } from "../../../loaders/requests.ts";
import { spend } from "../../../loaders/spend.ts";
import { support } from "../../../loaders/support.ts";
import { generateSample } from "../../../pipelines/sample/sample.ts";
import { shippedInstruments } from "../../shipped.ts";

const sample = generateSample({ children: 2500, authorities: 6, seed: 2027 });
const { faults, duplicates } = sample.truth;

const assessedWith = (name: string) =>
  assessments(shippedInstruments().find(({ instrument }) => instrument === name)!);
const CONTRACTS: Record<string, Contract> = {
  "authorities.csv": authorities,
  "assessments.csv": assessedWith("vsend-core"),
  "assessments-ladder.csv": assessedWith("norfolk-indes"),
  "assessments-checklist.csv": assessedWith("oxfordshire-indicators"),
  "moderation.csv": assessedWith("vsend-core"),
  "moderation-ladder.csv": assessedWith("norfolk-indes"),
  "moderation-checklist.csv": assessedWith("oxfordshire-indicators"),
  "placements.csv": placements,
  "placements-returns.csv": placements,
  "requests.csv": requests,
  "spend.csv": spend,
  "support.csv": support,
  "enrolments.csv": enrolments,
  "characteristics.csv": characteristics,
};
const LAST_DAY = "2026-08-31";

/** Where a row breaks the contract of its file; blank for the row as a whole. */
function brokenColumns({ columns: cells }: Contract, columns: readonly string[], row: string) {
  const values = row.split(",");
  if (values.length !== columns.length) return [""];
  const broken = columns.filter((column, i) => {
    const cell: z.ZodType = cells.shape[column]!;
    return !cell.safeParse(trimCell(values[i]!)).success;
  });
  const at = (column: string) => values[columns.indexOf(column)] ?? "";
  if (broken.length === 0 && at("assessed_on") > LAST_DAY) return ["assessed_on"];
  if (at("ended_on") !== "" && at("ended_on") < at("started_on")) return ["ended_on"];
  return broken;
}

describe("planted faults", () => {
  it("are 12, 4 and 4, well under 5 per cent of the rows of any file", () => {
    const count = (file: string) => faults.filter((fault) => fault.file === file).length;
    expect(["assessments.csv", "placements.csv", "spend.csv"].map(count)).toEqual([12, 4, 4]);
    for (const { file, rows } of sample.tables) {
      expect(count(file) / rows.length).toBeLessThan(0.01);
    }
  });

  it.each(sample.tables)("of $file are where truth.json says, and nowhere else", (table) => {
    const found = table.rows.flatMap((row, i) =>
      brokenColumns(CONTRACTS[table.file]!, table.columns, row).map((column) => ({
        row: i + 1,
        column,
      })),
    );
    const listed = faults
      .filter(({ file }) => file === table.file)
      .map(({ row, column }) => ({ row, column }));
    expect(found).toEqual(listed);
  });

  it("hold the value that truth.json gives", () => {
    for (const { file, row, column, value } of faults.filter((fault) => fault.column !== "")) {
      const { columns, rows } = sample.tables.find((table) => table.file === file)!;
      expect(rows[row - 1]!.split(",")[columns.indexOf(column)]).toBe(value ?? "");
    }
  });

  it("are rows about children who have good rows too", () => {
    for (const { file, row } of faults) {
      const { rows } = sample.tables.find((table) => table.file === file)!;
      const [before, planted] = [rows[row - 2]!.split(","), rows[row - 1]!.split(",")];
      expect(planted[0]).toBe(before[0]);
      expect(["", before[1]]).toContain(planted[1]);
    }
  });

  it("are fewer in a small sample, which is not to be refused whole", () => {
    const small = generateSample({ children: 100, authorities: 2, seed: 1 });
    for (const { file, rows } of small.tables) {
      const planted = small.truth.faults.filter((fault) => fault.file === file);
      expect(planted.length / rows.length).toBeLessThan(0.05);
    }
  });
});

describe("planted copies", () => {
  it.each(sample.tables)("of $file are the only rows that stand twice", ({ file, rows }) => {
    const seen = new Set<string>();
    const found = rows.flatMap((row, i) => {
      const isCopy = seen.has(row);
      seen.add(row);
      return isCopy ? [{ file, row: i + 1 }] : [];
    });
    expect(found).toEqual(duplicates.filter((copy) => copy.file === file));
  });

  it.each(sample.tables)(
    "of $file apart, no two good rows share a key",
    ({ file, columns, rows }) => {
      const planted = new Set(
        [...faults, ...duplicates].filter((p) => p.file === file).map((p) => p.row),
      );
      const key = CONTRACTS[file]!.key.map((column) => columns.indexOf(column));
      const keys = rows
        .filter((_, i) => !planted.has(i + 1))
        .map((row) => key.map((slot) => row.split(",")[slot]).join(" "));
      expect(new Set(keys).size).toBe(keys.length);
    },
  );
});
