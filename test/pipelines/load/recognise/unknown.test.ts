import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadReport } from "../../../../pipelines/printing/print.ts";
import type { VsendError } from "../../../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.remove());

const problemOf = async (name: string, text: string) =>
  ((await bench.load(bench.write(name, text)).catch((error: unknown) => error)) as VsendError)
    .problem;

const BLADE = "format,module,source_column,normalised_name,note\nBlade,sen2,lea,lea,\n";

it.each([
  ["columns.csv", BLADE, /column names of a SEN2 return/, /load the return itself/],
  [
    "las.csv",
    "new_la_code,la_name,date_of_operation,date_of_termination,parent_geography_code,old_la_code\nE06000001,Hartlepool,01/01/2009,,E12000001,805\n",
    /list of authorities with their codes/,
    /authority_changes[.]csv/,
  ],
  [
    "areas.json",
    `{"type":"Topology","objects":{"a":{}},"arcs":[[0,1]]}`,
    /boundaries of areas/,
    /load the figures/,
  ],
  ["book.json", `{\n "a": {\n "b": 1 }\n}\n`, /JSON document over several lines/, /give a table/],
  ["study.csv", "Reaction,Days,Subject\n249.56,0,308\n", /"Reaction", "Days", "Subject"/, /--help/],
  ["notes.md", "# Notes\n\nText without columns\n", /text that is not a table/, /--help/],
])(
  "%s, named outright, is refused with what it is and what to do",
  async (name, text, came, todo) => {
    const problem = await problemOf(name, text);
    expect(problem.came).toMatch(came);
    expect(problem.todo).toMatch(todo);
    expect(problem.where).toContain(name);
  },
);

it.each([
  ["assessments.csv", /Valuing SEND core/],
  ["assessments-ladder.csv", /Norfolk/],
  ["assessments-checklist.csv", /Oxfordshire/],
])("%s with a column renamed is told to lack it by its own instrument", async (name, title) => {
  const text = readFileSync(projectFile(`data/sample/${name}`), "utf8");
  const problem = await problemOf(name, text.replace("assessed_on", "date of assessment"));
  expect(problem.expected).toMatch(title);
  expect(problem.came).toBe('a file without "assessed_on"');
  expect(problem.todo).toMatch(/match nothing: date of assessment$/);
});

it("in a folder such a file is passed over, and the report says what it is", async () => {
  bench.write("all/columns.csv", BLADE);
  bench.write("all/spend.csv", spendCsv(spendRows(2)));
  const report = await bench.load(`${bench.folder}/all`);
  expect(report.loaded).toHaveLength(1);
  expect(loadReport(report)).toMatch(/columns[.]csv: a table of the column names of a SEN2 return/);
});
