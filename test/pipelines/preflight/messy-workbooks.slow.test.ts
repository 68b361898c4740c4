import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LoadReport } from "../../../pipelines/load/load.ts";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { type DryRun, dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { placeOf } from "../../../pipelines/preflight/place-of.ts";
import { proposalYaml } from "../../../pipelines/preflight/proposed-mapping.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { mappingsOf, shippedInstruments } from "../../shipped.ts";
import { type Bench, makeBench } from "../load/bench.ts";
import { book, type Cell } from "../load/book.ts";

/**
 * A council's five workbooks as people keep them: titles, merged cells, totals, a hidden sheet, an
 * empty one, notes beside the table, days of several forms, N/A, brackets, durations. Dry run, one
 * edited mapping for each, load: the totals must be the true ones.
 */
const CHILDREN = 40;
const numbers = Array.from({ length: CHILDREN }, (_, i) => i);
const two = (n: number) => String(n).padStart(2, "0");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const SERIAL_ZERO = Date.UTC(1899, 11, 30);

/** A day as four people write it, and one whose cell is a day. */
function day(iso: string, nth: number): Cell {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  const name = MONTHS[month - 1];
  if (nth % 4 === 0) return { text: `${two(date)}/${two(month)}/${year}` };
  if (nth % 4 === 1) return { text: `${date} ${name} ${year}` };
  if (nth % 4 === 2) return { text: `${date}-${name}-${two(year % 100)}` };
  return { number: String((Date.parse(iso) - SERIAL_ZERO) / 86_400_000), style: "day" };
}
const isoDay = (start: string, days: number) =>
  new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
const cell = (value: string | number | null): Cell =>
  value === null ? {} : typeof value === "number" ? { number: String(value) } : { text: value };
const cells = (...values: (string | number | null)[]) => values.map(cell);
const child = (i: number) => `00${41_000 + i * 37}`;

const AREAS = ["C&L", "Speech & lang", "Social interaction", "SEMH", "Physical", "Hearing"];
const MORE = ["Vision", "MSI"];
const assessmentRows = (start: string) => {
  const areas = [...AREAS, ...MORE];
  const header = cells(
    ...["Pupil ref", "D.O.B.", "Gender", "School", "SEN status", "Main need", "Date seen"],
    "Completed by",
    ...areas.flatMap((area) => [`${area} need`, `${area} school ready`, `${area} home ready`]),
  );
  let total = 0;
  const rows = numbers.map((i) => [
    cell(child(i)),
    day(isoDay("2010-09-01", i * 31), i + 3),
    ...cells(i % 3 ? "Male" : "Female", i % 9 ? "933/2014" : "N/A", i % 3 ? "EHCP" : "SEN Support"),
    cell(["ASC", "SEMH", "SpLD", "MLD"][i % 4]!),
    day(isoDay(start, i), i),
    cell(["SENCO", "EP", "Parent/carer"][i % 3]!),
    ...areas.flatMap((_, area) => {
      if ((i + area) % 11 === 0) return cells("N/A", "n/a", "N/A");
      const level = (i * 3 + area) % 6;
      total += level;
      return cells(i % 7 ? level : String(level), (i + area) % 5, (i + 2 * area) % 5);
    }),
  ]);
  return { header, rows, total };
};

const autumn = assessmentRows("2023-09-11");
const summer = assessmentRows("2024-06-03");

const TYPES = [
  "Mainstream",
  "Maintained special",
  "SRP",
  "Indep special (INMSS)",
  "EOTAS",
  "PRU/AP",
];
const PLACEMENTS = ["Pupil ref", "Establishment", "Provision type", "Start", "End", "Why ended"];
const placementRow = (i: number) => [
  ...cells(child(i), "933/7003", TYPES[i % TYPES.length]!),
  day(isoDay("2022-09-01", i), i),
  i % 4 === 1
    ? day(isoDay("2023-09-01", i), i + 1)
    : cell([null, "", "ongoing", "present"][i % 4]!),
  cell(i % 4 === 1 ? ["Broke down", "Moved as planned", "Changed phase"][i % 3]! : null),
];

const HEADS = [
  "Top-up funding",
  "Place funding",
  "Home to school transport",
  "Exceptional SEN fund",
];
const pence = (i: number, nth: number) =>
  (i % 10 === 9 && nth === 1 ? -1 : 1) * (125_050 + 1_700 * i + nth);
const money = (p: number, i: number): Cell => {
  const size = (Math.abs(p) / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 });
  if (i % 4 === 0) return { text: p < 0 ? `(£${size})` : `£${size}` };
  if (i % 4 === 1) return { text: p < 0 ? `(${size})` : size };
  if (i % 4 === 2) return { text: p < 0 ? `-£${size}` : `£ ${size} ` };
  return { number: String(p / 100), format: "#,##0.00" };
};
const spendRows = numbers.flatMap((i) =>
  [0, 1].map((nth) => ({ i, pounds: pence(i, nth), head: HEADS[(i + nth) % HEADS.length]! })),
);
// Two payments of one amount: instalments, told apart by their transaction alone.
spendRows.push(spendRows[0]!, spendRows[0]!);
const poundsInAll = spendRows.reduce((sum, { pounds }) => sum + pounds, 0) / 100;

const SERVICES = ["SaLT block", "ELSA", "OT sensory circuits", "EP consultation"];
const minutes = (i: number) => [90, 150, 450, 2400][i % 4]!;
const duration = (m: number, i: number): Cell => {
  const [h, rest] = [Math.floor(m / 60), m % 60];
  if (i % 5 === 0) return { text: `${h}h ${two(rest)}m` };
  if (i % 5 === 1) return { text: `${m} mins` };
  if (i % 5 === 2) return { text: `${m / 60} hours` };
  if (i % 5 === 3) return { number: String(m / 60) };
  return { number: String(m / 1440), format: "[h]:mm" };
};

const FILES: Record<string, () => Buffer> = {
  "SEND needs autumn 2023.xlsx": () =>
    book({
      "Autumn 23": [
        cells("SEND needs review"),
        cells("OFFICIAL"),
        [],
        autumn.header,
        ...autumn.rows,
      ],
    }),
  "needs summer term FINAL v2.xlsx": () => {
    const beside = (row: Cell[], text: string) => [...row, {}, cell(text)];
    const rows = summer.rows.map((row, i) => (i === 2 ? beside(row, "JB to check codes") : row));
    return book({
      "Summer 24 phase 1": [cells("Needs review - summer term"), [], summer.header, ...rows],
      "Summer 24 phase 2": [cells("Needs review - summer term"), [], summer.header],
    });
  },
  "Placements list July24.xlsx": () =>
    book(
      {
        Placements: [
          cells("SEND placements from September 2022"),
          [{}, {}, {}, cell("Placement"), {}, {}],
          cells(...PLACEMENTS),
          ...numbers.map(placementRow),
          cells("Total", CHILDREN),
        ],
        "old - do not use": [cells(...PLACEMENTS), ...numbers.map(placementRow)],
      },
      { hidden: { "old - do not use": "hidden" }, merged: ["A1:F1", "D2:E2"] },
    ),
  "HNB spend outturn.xlsx": () =>
    book({
      "HNB ledger": [
        cells("High needs block - individual spend"),
        [],
        cells("Txn no", "Pupil ref", "Fin. year", "Cost head", "Amount (£)", "Budget holder"),
        ...spendRows.map(({ i, pounds, head }, n) => [
          ...cells(700_000 + n, child(i), "2023/24", head),
          money(pounds, n),
          cell("SEND"),
        ]),
        cells("Grand total", null, null, null, poundsInAll),
      ],
    }),
  "Provision log 2324.xlsx": () =>
    book({
      "Provision log": [
        cells("Specialist services"),
        cells("Child No.", "School", "Service", "Level", "From", "To", "Time delivered", "Cost"),
        ...numbers.map((i) => [
          { number: String(Number(child(i))), format: "0000000" },
          ...cells("933/2014", SERVICES[i % 4]!, i % 2 ? "Wave 2" : "Wave 3"),
          day(isoDay("2023-09-04", i), i),
          day(isoDay("2024-01-08", i), i + 2),
          duration(minutes(i), i),
          cell(i % 3 ? 100 + i : null),
        ]),
      ],
    }),
};

/** What the officer writes where a proposal has a question mark. */
const ANSWERS: Record<string, string> = {
  authority_code: "X10000001",
  "Exceptional SEN fund": "support",
  ELSA: "mentoring",
};

let bench: Bench;
let run: DryRun;
const mappings = new Map<string, string>();
let report: LoadReport;

beforeAll(async () => {
  bench = await makeBench();
  for (const [name, bytes] of Object.entries(FILES)) bench.write(`in/${name}`, bytes());
  run = await dryRun([join(bench.folder, "in")], shippedInstruments(), [], NO_MAPPINGS, silent);
  const paths: string[] = [];
  for (const file of run.files) {
    const yaml = proposalYaml(file.proposal!, placeOf(file.source, run.files));
    mappings.set(file.source.name.split("/").at(-1)!, yaml);
    const edited = yaml
      .split("\n")
      .map((line) => {
        const [, key] = /^ *"?([^":]+)"?: "[?]"/.exec(line) ?? [];
        return key ? line.replace('"?"', JSON.stringify(ANSWERS[key] ?? "unanswered")) : line;
      })
      .join("\n")
      .replace(
        /# accepted:\n# {3}(by.*)\n# {3}(on.*)\n# {3}(note.*)/,
        "accepted:\n  $1\n  $2\n  $3",
      );
    paths.push(bench.write(`mappings/${paths.length}.yaml`, edited));
  }
  report = await bench.loadWith({ mappings: mappingsOf(...paths) }, join(bench.folder, "in"));
});
afterAll(() => bench.remove());

const proposalOf = (name: string) =>
  run.files.find(({ source }) => source.name.endsWith(name))!.proposal!;

describe("five workbooks as a council keeps them", () => {
  it("are each proposed for the right loader, every column of which is found", () => {
    const found = Object.fromEntries(
      run.files.map(({ source, proposal }) => [
        source.name.split("/").at(-1),
        [
          proposal!.contract.name,
          proposal!.columns.length,
          proposal!.missing.join(),
          proposal!.questions.length,
        ],
      ]),
    );
    expect(found).toEqual({
      "HNB spend outturn.xlsx": ["spend", 4, "authority_code", 0],
      "Placements list July24.xlsx": ["placements", 6, "authority_code", 0],
      "Provision log 2324.xlsx": ["support", 8, "authority_code", 0],
      "SEND needs autumn 2023.xlsx": ["assessments", 32, "authority_code", 0],
      "needs summer term FINAL v2.xlsx": ["assessments", 32, "authority_code", 0],
    });
    expect(proposalOf("needs autumn 2023.xlsx").constants).toEqual({
      instrument: "vsend-core",
      version: "2026.1",
    });
  });

  it("are given mappings that say what stands for a blank, how days are written and what adds up", () => {
    const needs = mappings.get("SEND needs autumn 2023.xlsx")!;
    expect(needs).toMatch(/^blanks: \["n\/a"\]$/im);
    expect(needs).toMatch(/^date_formats: \[.*"D-MMM-20YY".*\]$/m);
    expect(mappings.get("Placements list July24.xlsx")).toMatch(
      /"ongoing": ""[\s\S]*"present": ""/,
    );
    const spend = mappings.get("HNB spend outturn.xlsx")!;
    expect(spend).toMatch(
      /have the same child_id, financial_year, category.*\n.*\nsums_repeats: true/,
    );
    expect(spend).toContain('"Exceptional SEN fund": "?" # ');
    expect(spend).toMatch(/^# sheet: "HNB ledger"$/m);
    expect(spend).toMatch(/^# blanks: /m);
  });

  it("load with the true totals, and say what was left out", async () => {
    const one = (sql: string) => bench.warehouse.one(sql);
    const levels = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"].map((area) => `${area}_need`);
    expect(
      await one(
        `select count(*) as n, count(distinct child_id) as children, sum(${levels.map((level) => `coalesce(${level}, 0)`).join(" + ")})::integer as levels from loaded_assessments_vsend_core_2026_1`,
      ),
    ).toEqual({ n: 80, children: CHILDREN, levels: autumn.total + summer.total });
    expect(
      await one(
        "select count(*) as n, count(ended_on) as ended, count(distinct setting_type) as types, min(started_on)::varchar as first from loaded_placements",
      ),
    ).toEqual({ n: CHILDREN, ended: CHILDREN / 4, types: 6, first: "2022-09-01" });
    expect(await one("select sum(amount_gbp)::double as pounds from loaded_spend")).toEqual({
      pounds: poundsInAll,
    });
    const hours = numbers.reduce((sum, i) => sum + minutes(i), 0) / 60;
    expect(
      await one("select count(*) as n, sum(hours)::double as hours from loaded_support"),
    ).toEqual({ n: CHILDREN, hours });
    const said = Object.values(report.notes).flat().join("\n");
    expect(said).toContain(`has ${hours}.00 hours in 40 of the rows loaded`);
    expect(said).toContain(
      "has text beside its table, under no heading, which was not loaded (AH6)",
    );
    expect(said).toContain('hidden sheets, of which nothing is loaded ("old - do not use")');
    expect(report.passedOver.some((name) => name.endsWith("sheet Summer 24 phase 2"))).toBe(true);
  });
});
