import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { load } from "../../../pipelines/load/load.ts";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { asJson, type DryRunJson } from "../../../pipelines/preflight/as-json.ts";
import { dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { writeProposal } from "../../../pipelines/preflight/proposed-mapping.ts";
import { dryRunReport } from "../../../pipelines/preflight/report.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { mappingsOf, shippedDesigns, shippedInstruments } from "../../shipped.ts";
import { assessmentsCsv, type Bench, makeBench, spendCsv, spendRows } from "../load/bench.ts";

let bench: Bench;
let run: Awaited<ReturnType<typeof dryRun>>;
let told: DryRunJson;
let words: string;

const NEEDS = ["Autistic Spectrum Disorder", "Moderate Learning Difficulty", "Down Syndrome"];
const numbers = Array.from({ length: 40 }, (_, i) => i);

function supplierAssessments(): string {
  const header = [
    "Pupil Ref,Surname,Gender,Main need,Date of assessment,Assessor",
    "Cognition & learning,Speech language communication,Communication & autism",
    "Social emotional & mental health,Physical & neurological,Hearing,Vision,Multi sensory",
  ].join(",");
  const rows = numbers.map((i) =>
    [
      `P${i},Ottershaw${i},${i % 2 ? "Female" : "Male"},${NEEDS[i % 3]},${(i % 28) + 1} Sep 2024`,
      i === 7 ? "Mrs Ottershaw" : "School",
      ...Array.from({ length: 8 }, (_, area) => `Band ${(i + area) % 6}`),
    ].join(","),
  );
  return `${[header, ...rows].join("\n")}\n`;
}

/** Days of start and end the wrong way round. */
const swapped = () =>
  `${["Pupil ref,URN,Placement type,Start date,End date,Reason for leaving", ...numbers.map((i) => `P${i},123456,mainstream,2025-07-01,2024-09-01,breakdown`)].join("\n")}\n`;

beforeAll(async () => {
  bench = await makeBench();
  process.env.VSEND_MAPPINGS = bench.folder;
  bench.write("in/assessed.csv", supplierAssessments());
  bench.write("in/good.csv", spendCsv(spendRows(30)));
  bench.write("in/needs.csv", assessmentsCsv([{ child_id: "C1" }, { child_id: "C2" }]));
  bench.write("in/nearly.csv", spendCsv(spendRows(30)).replace("amount_gbp", "Actual spend"));
  bench.write("in/notes.txt", "Dear all,\nthe files are attached.\n");
  bench.write("in/swapped.csv", swapped());
  run = await dryRun(
    [join(bench.folder, "in")],
    shippedInstruments(),
    shippedDesigns(),
    NO_MAPPINGS,
    silent,
  );
  told = asJson(run);
  words = dryRunReport(run);
});
afterAll(() => {
  delete process.env.VSEND_MAPPINGS;
  bench.remove();
});

const of = (name: string) => told.files.find(({ file }) => file.endsWith(name))!;

describe("a dry run", () => {
  it("says what is recognised, what would be passed over, and that not all would be taken", () => {
    expect(of("good.csv")).toMatchObject({
      recognised: { loader: "spend", mapping: null },
      problem: null,
      judgement: { rowsRead: 30, rowsRefused: 0, isTooMany: false },
    });
    expect(told.passedOver.map((name) => name.split("/").at(-1))).toEqual(["notes.txt"]);
    expect(told.isLoadable).toBe(false);
  });

  it("proposes every column of an extract in other words, with values, days and what is the same throughout", () => {
    const { proposal } = of("assessed.csv");
    expect(proposal?.loader).toBe("assessments");
    expect(Object.fromEntries(proposal!.columns.map(({ column, from }) => [column, from]))).toEqual(
      {
        child_id: "Pupil Ref",
        sex: "Gender",
        primary_need: "Main need",
        assessed_on: "Date of assessment",
        rated_by: "Assessor",
        cl_need: "Cognition & learning",
        sl_need: "Speech language communication",
        ca_need: "Communication & autism",
        se_need: "Social emotional & mental health",
        pn_need: "Physical & neurological",
        hi_need: "Hearing",
        vi_need: "Vision",
        ms_need: "Multi sensory",
      },
    );
    // Two instruments have these areas and levels, so which it was is asked and not guessed.
    expect(proposal!.constants).toEqual({});
    expect(proposal!.missing).toEqual(["authority_code", "instrument", "version"]);
    expect(proposal!.rival?.title).toContain("core");
    const meaning = (column: string) =>
      Object.fromEntries(
        proposal!.columns
          .find((own) => own.column === column)!
          .values.map(({ value, meaning }) => [value, meaning]),
      );
    expect(meaning("primary_need")).toEqual({
      "Autistic Spectrum Disorder": "ASD",
      "Moderate Learning Difficulty": "MLD",
      "Down Syndrome": "DS",
    });
    expect(meaning("cl_need")).toMatchObject({ "Band 0": "0", "Band 3": "3" });
    // Days that can mean one thing only are read as they are, so no form is proposed.
    expect(proposal!.columns.find(({ column }) => column === "assessed_on")?.dateFormat).toBe(
      undefined,
    );
  });

  it("says what would be refused were the proposal accepted, and tells of no child", () => {
    expect(of("assessed.csv").judgement).toMatchObject({
      rowsRead: 40,
      rowsRefused: 1,
      rules: [
        {
          suppliersColumn: "Assessor",
          rows: 1,
          examples: [{ row: 8, value: expect.stringMatching(/^\(text of 13 characters: /) }],
        },
      ],
    });
    expect(words + JSON.stringify(told)).not.toContain("Ottershaw");
  });

  it("shows days that are the wrong way round by the rows they would lose", () => {
    expect(of("swapped.csv").judgement).toMatchObject({
      isTooMany: true,
      rules: [{ suppliersColumn: "End date", message: "is before started_on", rows: 40 }],
    });
  });

  it("of a file that is all but known says what lacks, and what it is probably called", () => {
    expect(of("nearly.csv").problem?.came).toContain('"amount_gbp"');
    expect(of("nearly.csv").proposal?.columns).toContainEqual(
      expect.objectContaining({ column: "amount_gbp", from: "Actual spend" }),
    );
  });

  it("says what a column that is absent reaches, from the queries themselves", () => {
    const { reaches } = of("needs.csv");
    expect(reaches.find(({ column }) => column === "sex")).toMatchObject({
      change: "absent",
      models: expect.arrayContaining(["change_by_group"]),
      releases: expect.arrayContaining(["change-by-authority", "change-weighted"]),
      pages: expect.arrayContaining(["children-groups.md", "authority.md"]),
    });
    expect(reaches.find(({ column }) => column === "cl_setting_readiness")).toMatchObject({
      releases: ["locality-readiness", "setting-readiness"],
    });
    const needs = of("assessed.csv").reaches.find(({ column }) => column === "cl_need");
    expect(needs?.releases).toEqual(
      expect.arrayContaining(["change-by-authority", "need-estimates", "headlines"]),
    );
  });

  it("writes a proposal that is refused until it is completed and accepted, and then loads the file", async () => {
    const { proposal, source } = run.files.find(({ file }) => file.endsWith("assessed.csv"))!;
    const path = join(bench.folder, "proposed.yaml");
    writeProposal(path, proposal!, source);
    expect(() => writeProposal(path, proposal!, source)).toThrow("no file yet");
    const text = readFileSync(path, "utf8");
    const attempt = async () =>
      load(bench.warehouse, [source.path], shippedInstruments(), silent, {
        mappings: mappingsOf(path),
      });
    await expect(attempt()).rejects.toThrow("a proposal");
    const content = { ...parse(text), accepted: { by: "A", on: "2026-11-24", note: "n" } };
    bench.write("proposed.yaml", JSON.stringify(content));
    await expect(attempt()).rejects.toThrow('authority_code "?"');
    bench.write(
      "proposed.yaml",
      JSON.stringify({
        ...content,
        authority_code: "X10000001",
        constants: { ...content.constants, instrument: "vsend-core", version: "2026.1" },
      }),
    );
    const { loaded } = await attempt();
    expect(loaded).toMatchObject([{ rows_loaded: 39, rows_rejected: 1, mapping: "proposed" }]);
  });
});
