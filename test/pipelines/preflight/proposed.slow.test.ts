import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { asJson } from "../../../pipelines/preflight/as-json.ts";
import { type DryRun, dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { placeOf } from "../../../pipelines/preflight/place-of.ts";
import { proposalYaml } from "../../../pipelines/preflight/proposed-mapping.ts";
import { dryRunReport } from "../../../pipelines/preflight/report.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { mappingsOf, shippedInstruments } from "../../shipped.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../load/bench.ts";
import { book } from "../load/book.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

// What columns reach is learnt once of the same instruments and designs.
const [INSTRUMENTS, DESIGNS] = [shippedInstruments(), []];
const numbers = Array.from({ length: 36 }, (_, i) => i);
const csv = (header: string, row: (nth: number) => string) =>
  `${[header, ...numbers.map(row)].join("\n")}\n`;
const tried = (paths: string[], into?: string) =>
  dryRun(paths, INSTRUMENTS, DESIGNS, NO_MAPPINGS, silent, into);
const yamlOf = ({ files }: DryRun, nth = 0) => {
  const file = files[nth]!;
  return proposalYaml((file.proposal ?? file.remedy)!, placeOf(file.source, files));
};
const told = (run: DryRun) => dryRunReport(run) + JSON.stringify(asJson(run)) + yamlOf(run);

const PLACED = "Pupil ref,School,Provision type,Start date,End date,Reason for leaving";
const placed = (kind: (nth: number) => string, end = "") =>
  csv(PLACED, (i) => `P${i},S${i % 4}-1,${kind(i)},2024-09-0${(i % 9) + 1},${end},`);

describe("a value that is no code", () => {
  it("is told as it is where several children have it, for a person to say what it means", async () => {
    const kinds = ["Mainstream", "Hub plus", "Unit B"];
    const run = await tried([
      bench.write(
        "a.csv",
        placed((i) => kinds[i % 3]!),
      ),
    ]);
    expect(yamlOf(run)).toContain('"Hub plus": "?" # 12 rows, first in C3; delete the line');
    expect(dryRunReport(run)).toContain('"Unit B" is not known; 12 rows, first in C4');
  });

  it("is told by its form, count and place where it may be one child's, however often it stands", async () => {
    const one = (i: number) => (i > 30 ? "Ottershaw" : "Mainstream");
    const rows = placed(one).replace(/P3[1-5]/g, "P31");
    const run = await tried([bench.write("a.csv", rows)]);
    expect(told(run)).not.toContain("Ottershaw");
    expect(yamlOf(run)).toContain('"(text of 9 characters: Aaaaaaaaa)", 5 rows, first in C33');
  });

  it("is never a forename, nor one of many different ones", async () => {
    const forenames = (i: number) => ["Mainstream", "Special Olivia"][i % 2]!;
    expect(told(await tried([bench.write("a.csv", placed(forenames))]))).not.toContain("Olivia");
    const many = (i: number) => `Street ${String.fromCharCode(65 + (i % 18))}x`;
    expect(told(await tried([bench.write("b.csv", placed(many))]))).not.toMatch(/Street/);
  });

  it("is told by its form where it is longer than any code, as no mapping could be read with it", async () => {
    const long = (i: number) => (i % 2 ? "Mainstream" : `mainstream ${"x".repeat(1500)}`);
    const run = await tried([bench.write("a.csv", placed(long))]);
    expect(yamlOf(run)).toMatch(/text of 1511 characters: a{10} a{29}…\)", 18 rows/);
    expect(() => parse(yamlOf(run))).not.toThrow();
  });

  it("is told of a file whose columns are known as well", async () => {
    const rows = numbers.map((i) => [
      "X10000001",
      `C${i}`,
      "2024-25",
      i % 2 ? "top_up" : "Lot 4",
      "5",
    ]);
    const run = await tried([bench.write("a.csv", spendCsv(rows))]);
    expect(run.files[0]!.recognised?.loader).toBe("spend");
    expect(yamlOf(run)).toContain('"Lot 4": "?" # 18 rows, first in D2');
  });
});

describe("words for a blank", () => {
  it("do not count against a column, and are said once for the file", async () => {
    const run = await tried([
      bench.write(
        "a.csv",
        placed((i) => (i % 3 ? "Mainstream" : "N/A"), "-"),
      ),
    ]);
    expect(dryRunReport(run)).toContain('taken for a blank: "N/A" (12 cells), "-" (36 cells)');
    expect(parse(yamlOf(run))).toMatchObject({
      blanks: ["N/A", "-"],
      columns: { setting_type: { from: "Provision type" } },
    });
  });

  it("are said of their column alone where another takes them for a code", async () => {
    const needs = csv(
      "Pupil ref,SEN status,Main need,Date seen,Completed by,C&L,SLCN,Autism,SEMH,Physical,Hearing,Vision,MSI",
      (i) =>
        `P${i},${i % 2 ? "none" : "EHCP"},${i % 4 ? "ASD" : "None"},2024-09-02,School,1,2,3,4,none,0,1,2`,
    );
    const { blanks, columns } = parse(yamlOf(await tried([bench.write("a.csv", needs)])));
    expect(blanks ?? []).not.toContain("none");
    expect(columns.primary_need.values).toMatchObject({ None: "" });
    expect(columns.plan.values).not.toHaveProperty("none");
  });
});

describe("rows that stand more than once", () => {
  const spend = (transaction: (nth: number) => string) =>
    csv(
      "Pupil ref,Year,Cost head,Amount,Txn",
      (i) => `P${i % 12},2024/25,Top-up funding,500,${transaction(i)}`,
    );

  it("are instalments where something tells them apart, and asked about where nothing does", async () => {
    const apart = await tried([
      bench.write(
        "a.csv",
        spend((i) => `T${i}`),
      ),
    ]);
    expect(parse(yamlOf(apart)).sums_repeats).toBe(true);
    expect(yamlOf(apart)).toContain("No two are the same in every column.");
    const alike = await tried([
      bench.write(
        "b.csv",
        spend(() => "T"),
      ),
    ]);
    expect(yamlOf(alike)).toContain("36 of them are the same in every column");
    expect(parse(yamlOf(alike)).sums_repeats).toBe("?");
    expect(dryRunReport(alike)).toContain(
      "36 rows have the same child_id, financial_year, category as another, 36 of them the same",
    );
    const mapping = bench.write("m.yaml", yamlOf(alike).replace("# accepted:", "accepted:"));
    expect(mappingsOf.bind(null, mapping)).toThrow();
  });
});

describe("sheets of one workbook", () => {
  const sheet = (kind: string) => [
    PLACED.split(",").map((text) => ({ text })),
    ...numbers.map((i) => [`P${i}`, "S1-1", kind, "2024-09-01", "", ""].map((text) => ({ text }))),
  ];

  it("are named in their mappings, which are applied to no other", async () => {
    const path = bench.write(
      "a.xlsx",
      book({ "Town (N)": sheet("Mainstream"), South: sheet("PRU") }),
    );
    const run = await tried([path]);
    expect([yamlOf(run), yamlOf(run, 1)].map((yaml) => parse(yaml).sheet)).toEqual([
      "Town (N)",
      "South",
    ]);
    const mappings = [yamlOf(run), yamlOf(run, 1)].map((yaml, i) =>
      bench.write(
        `${i}.yaml`,
        JSON.stringify({
          ...parse(yaml),
          authority_code: i ? "X10000002" : "X10000001",
          accepted: { by: "A", on: "2026-01-31", note: "n" },
        }),
      ),
    );
    await bench.loadWith({ mappings: mappingsOf(...mappings) }, path);
    expect(
      await bench.warehouse.rows(
        "select authority_code, any_value(setting_type) as kind, count(*) as n from loaded_placements group by 1 order by 1",
      ),
    ).toEqual([
      { authority_code: "X10000001", kind: "mainstream", n: 36 },
      { authority_code: "X10000002", kind: "alternative_provision", n: 36 },
    ]);
  });
});

describe("what stands in the warehouse", () => {
  it("is told where a load would replace it, with its pounds, and where it would not", async () => {
    const held = await makeBench("w.duckdb");
    const rows = spendRows(10);
    await held.load(held.write("first.csv", spendCsv(rows)));
    const into = held.warehouse.file;
    const same = held.write("first.csv", spendCsv(rows));
    const later = held.write(
      "later.csv",
      spendCsv([...rows.slice(0, 3), ...spendRows(12).slice(10)]),
    );
    const other = held.write("other.csv", spendCsv(spendRows(5, "X10000002")));
    held.warehouse.close();
    const run = await tried([same, later, other], into);
    expect(run.files.map(({ judgement }) => judgement?.replaces)).toEqual([
      ["was loaded before, so a load would leave it alone"],
      ["would replace 3 rows (£300.06) of load 1 (first.csv)"],
      [],
    ]);
    expect(dryRunReport(run)).toContain("would replace 3 rows (£300.06)");
    expect((await tried([later])).files[0]!.judgement?.replaces).toEqual([]);
    process.env.VSEND_KEY_FILE = `${held.folder}/other.key`;
    expect((await tried([later], into)).unlooked).toMatch(/pseudonym key/);
  });
});
