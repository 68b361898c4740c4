import { markSql, marksSql } from "../disclosure/noise.ts";
import { quote } from "../warehouse/sql.ts";
import { type ByColumn, type MeasurePlan, namesOf, wordsOf } from "./measure-plan.ts";
import { methodPage } from "./measure-texts.ts";
import { titleOf } from "./names.ts";

const AUTHORITY = "authority_code";

/** Where others are from where a file is; not written out, as they are no imports of this file. */
const MEASURES = "..";
const HERE = ".";
const SITE = "..";
const ROOT = "../../../..";
const ROOT_OF_COMPONENTS = "../../..";

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
const averagedIn = ({ mean }: MeasurePlan): string => wordsOf(mean!.name);
const isAuthority = ({ name }: ByColumn) => name === AUTHORITY;

/** The view of whose points are averaged, by what. */
export function meanCountedText(plan: MeasurePlan): string {
  const { of, by, select, mean } = plan;
  const columns = by.map((column) =>
    isAuthority(column)
      ? column.name
      : `coalesce(${column.name}::varchar, 'Not recorded') as ${column.name}`,
  );
  return `-- One row per child whose ${averagedIn(plan)} is averaged, and ${namesOf(plan).spoken}.
-- Kept as a view.
select child_id, ${columns.join(", ")}, ${mean!.name}::double as averaged
from ${select === null ? of : `(\n${select}\n)`}
where ${mean!.name} is not null
`;
}

/** The model: the means as they are, and what the noise is drawn by. */
export function meanModelText(plan: MeasurePlan): string {
  const { view, spoken } = namesOf(plan);
  const by = plan.by.map(({ name }) => name).join(", ");
  return `-- One row per ${spoken}: means as they are, without noise, which may not leave the building.
select ${by}, count(*) as child_count, avg(averaged) as averaged_mean,
  coalesce(stddev_samp(averaged), 0) as averaged_sd, max(alike) as alike_count,
  ${marksSql(markSql(), "averaged")}::varchar as averaged_marks
from (select *, count(*) over (partition by ${by}, averaged) as alike from ${view})
group by all
`;
}

/** The published table. */
export function meanMeasureText(plan: MeasurePlan): string {
  const { name, by, mean } = plan;
  const { table, variable, type, title, spoken, view, isByAuthority } = namesOf(plan);
  const own = by.map((column) =>
    isAuthority(column)
      ? `  authority_code: z.string().describe("ONS code of the authority."),
  authority_name: z.string().describe("Name of the authority."),`
      : `  ${column.name}: z.string().describe("${titleOf(wordsOf(column.name))}; Not recorded where it is not."),`,
  );
  const names = by.map((column) =>
    isAuthority(column) ? "authority_code, name as authority_name" : column.name,
  );
  const cell = by.map((column) =>
    isAuthority(column)
      ? "authority_code: string; authority_name: string"
      : `${column.name}: string`,
  );
  const key = by.flatMap((column) =>
    isAuthority(column) ? ["authority_name", AUTHORITY] : [column.name],
  );
  return `import { z } from "zod";
import { MEAN_COLUMNS, meansOfChildren } from "${MEASURES}/define/means.ts";
import { defineMeasure, type RowOf } from "${MEASURES}/define/measure.ts";

const columns = {
${own.join("\n")}
  ...MEAN_COLUMNS,
};

export type ${type} = RowOf<typeof columns>;

const means = meansOfChildren("${name}", [${list(by.map((column) => column.name))}], ${JSON.stringify(mean!.statistic)});

/** ${title}. */
export const ${variable} = defineMeasure({
  name: "${name}",
  grain: "one row per ${spoken}",
  columns,
  key: [${list(key)}],
  method: "${name}",
  disclosure:
    "Means of fewer than 30 children, or of which all but fewer than 5 are alike, and counts of 1 to 4 are hidden, and so is what would give these counts away by subtraction; counts are to the nearest five; means have noise and are to one decimal or, of fewer than 200 children, to whole points",${isByAuthority ? `\n  authority: "authority_code",` : ""}
  audit: means.audit,
  counted: means.counted("${view}"),
  contributors: means.contributors,
  shows: means.shows,
  rows: async (warehouse) =>
    means.protect(
      await warehouse.rows<{ ${cell.join("; ")}; child_count: number; averaged_mean: number; averaged_sd: number; alike_count: number; averaged_marks: string }>(\`
      select ${names.join(", ")}, child_count, averaged_mean, averaged_sd, alike_count, averaged_marks
      from ${table}${isByAuthority ? " join authorities using (authority_code)" : ""}\`),
    ),
});
`;
}

/** The chart: a point and its interval for each group. */
export function meanComponentText(plan: MeasurePlan): string {
  const { name, by } = plan;
  const { variable, type, title } = namesOf(plan);
  const text = (column: ByColumn) => `row.${isAuthority(column) ? "authority_name" : column.name}`;
  const label = by.length === 1 ? text(by[0]!) : `[${by.map(text).join(", ")}].join(", ")`;
  const averaged = averagedIn(plan);
  return `import type { ${type} } from "${SITE}/../pipelines/measures/${name}/measure.ts";
import { TRIAL } from "${HERE}/chart-style.js";
import { interval95, number, text } from "${HERE}/columns.js";
import { figure } from "${HERE}/figure.js";
import { intervalsChart } from "${HERE}/intervals-chart.js";
import { missing } from "${HERE}/reasons.js";
import { points, sumOf, whole } from "${HERE}/words.js";

const labelOf = (row: ${type}) => ${label};

/** ${title}. */
export function ${variable}(
  rows: readonly ${type}[],
  { width, definition }: { width: number; definition: string },
): HTMLElement {
  const lines = rows.map((row) => ({
    label: labelOf(row),
    value: row.mean,
    lower: row.lower,
    upper: row.upper,
    colour: TRIAL,
    instead: missing(row),
  }));
  const axis = { axis: "Mean ${averaged}, points of 100", hasZero: true, format: points };
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...axis }) : null, {
    title: "${title}",
    summary: summaryOf(rows),
    basis: \`About \${whole(sumOf(rows, (row) => row.child_count))} children; lines are 95% intervals.\`,
    definition,
    file: "${name}",
    columns: [
      text("${titleOf(by.map((column) => wordsOf(column.name)).join(", "))}", labelOf),
      number("Children", "child_count", whole),
      number("Mean", "mean", points),
      interval95(),
    ],
  });
}

function summaryOf(rows: readonly ${type}[]): string {
  const [first, ...others] = rows
    .filter((row) => row.mean !== null)
    .sort((a, b) => Number(a.mean) - Number(b.mean));
  if (first === undefined) return "No group has enough children to show a mean of ${averaged}.";
  const said = (row: ${type}) => \`\${points(Number(row.mean))} (“\${labelOf(row)}”)\`;
  const last = others.at(-1);
  return last === undefined
    ? \`The mean of ${averaged} is \${said(first)}.\`
    : \`Means of ${averaged} go from \${said(first)} to \${said(last)}.\`;
}
`;
}

/** The page that says how it is made, with the chart on it until it has a better place. */
export const meanMethodText = (plan: MeasurePlan): string =>
  methodPage(
    plan,
    `The mean of ${averagedIn(plan)} over the children of each ${namesOf(plan).spoken}, in points, with a 95% interval (Student’s t). Means have noise that depends on which children are in them, and intervals allow for it. Means of fewer than 30 children, or of which all but fewer than 5 are alike, are hidden, and so are counts of 1 to 4, with others where those could be worked out from them; counts are to the nearest five.`,
  );

/** The test of the table: who is few is hidden, noise is as wide as it should be, and by the program's marks. */
export function meanMeasureTestText(plan: MeasurePlan): string {
  const { name, by } = plan;
  const { table, view, variable } = namesOf(plan);
  const part = by.at(-1)!;
  const types = by.map((column) => `${column.name} varchar`);
  const values = (value: string) =>
    by.map((column) => quote(column === part ? value : "same")).join(", ");
  const authority = by.some(isAuthority)
    ? `\n    create table authorities (authority_code varchar, name varchar);
    insert into authorities values ('same', 'Elderwold')${isAuthority(part) ? ", ('first', 'Elderwold'), ('second', 'Marlsea'), ('third', 'Quillby'), ('alike', 'Ashby')" : ""};`
    : "";
  const some = (value: string, n: number, from: number, points: string) =>
    `select md5('child ' || (i + ${from}))::uuid, ${values(value)}, ${points} from range(${n}) as r(i)`;
  return `import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Figure } from "${ROOT}/pipelines/disclosure/protect.ts";
import { ${variable} } from "${ROOT}/pipelines/measures/${name}/measure.ts";
import { auditTogether } from "${ROOT}/pipelines/measures/define/audit-together.ts";
import { contributorsOf, markSql } from "${ROOT}/pipelines/disclosure/noise.ts";
import { projectFile } from "${ROOT}/pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "${ROOT}/pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  const sql = readFileSync(projectFile("pipelines/measures/${name}/${table}.sql"), "utf8");
  await warehouse.run(\`${authority}
    create table ${view} (child_id uuid, ${types.join(", ")}, averaged double);
    insert into ${view} ${some("first", 400, 0, "20 + i % 11")};
    insert into ${view} ${some("second", 23, 1000, "i")};
    insert into ${view} ${some("third", 3, 2000, "i")};
    insert into ${view} ${some("alike", 60, 3000, "if(i < 3, 30, 40)")};
    create table ${table} as \${sql}\`);
});
afterAll(() => warehouse.close());

test("few children, and children nearly all alike, have no mean; of three not even the number is shown", async () => {
  const { rows } = await ${variable}.rows(warehouse);
  const by = Object.fromEntries(rows.map((row) => [row.${part.name}, row]));
  expect(by.third).toMatchObject({ child_count: null, mean: null, lower: null, upper: null });
  expect(by.second!.mean).toBeNull();
  expect(by.alike).toMatchObject({ mean: null, symbol: "c" });
});

test("a mean of many has noise of so many points, and is the same each time", async () => {
  const find = async () =>
    (await ${variable}.rows(warehouse)).rows.find((row) => row.${part.name} === "first")!;
  const { mean, lower, upper } = await find();
  expect(await find()).toMatchObject({ mean, lower, upper });
  expect(Math.abs(mean! - 25)).toBeLessThan(0.6);
  expect(lower!).toBeLessThan(mean!);
  expect(upper!).toBeGreaterThan(mean!);
});

test("its noise is drawn by the same marks as that of every other mean", async () => {
  const own = await warehouse.rows<{ mark: number; value: number }>(
    \`select \${markSql()} as mark, averaged as value from ${view} where ${part.name} = 'first'\`,
  );
  const { marks } = await warehouse.one<{ marks: string }>(
    "select averaged_marks as marks from ${table} where ${part.name} = 'first'",
  );
  expect(marks).toBe(contributorsOf(own).marks);
});

test("nothing hidden can be worked out from the rest of the table", async () => {
  const { rows } = await ${variable}.rows(warehouse);
  const tables = new Map<string, readonly Figure[]>([["${name}", rows]]);
  expect((await auditTogether([${variable}], tables)).told).toEqual([]);
});
`;
}

/** The test of the chart: its words where there is no row, and where one is hidden. */
export function meanComponentTestText(plan: MeasurePlan): string {
  const { name, by } = plan;
  const { variable, type } = namesOf(plan);
  const row = by
    .map((column) =>
      isAuthority(column)
        ? `authority_code: "X10000001", authority_name: "Elderwold"`
        : `${column.name}: "first"`,
    )
    .join(", ");
  const part = isAuthority(by.at(-1)!) ? "authority_name" : by.at(-1)!.name;
  const averaged = averagedIn(plan);
  const label = (value: string) =>
    by
      .map((column, i) =>
        i === by.length - 1 ? value : isAuthority(column) ? "Elderwold" : "first",
      )
      .join(", ");
  const first = isAuthority(by.at(-1)!) ? "Elderwold" : "first";
  return `// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { ${type} } from "${ROOT_OF_COMPONENTS}/pipelines/measures/${name}/measure.ts";
import { ${variable} } from "${ROOT_OF_COMPONENTS}/src/components/${name}.ts";

const row: ${type} = { ${row}, child_count: 300, mean: 4, lower: 3, upper: 5, symbol: null };
const other: ${type} = { ...row, ${part}: "second", mean: -2, lower: -3, upper: -1 };
const hidden: ${type} = { ...row, ${part}: "third", mean: null, lower: null, upper: null, symbol: "c" };
const words = (rows: ${type}[]) =>
  ${variable}(rows, { width: 800, definition: "#how" }).querySelector("figcaption p")!.textContent;

test("it says that there is no mean to show, and the least and the greatest", () => {
  expect(words([])).toBe("No group has enough children to show a mean of ${averaged}.");
  expect(words([hidden])).toBe(words([]));
  expect(words([row, hidden])).toBe("The mean of ${averaged} is 4 (“${label(first)}”).");
  expect(words([row, other, hidden])).toBe(
    "Means of ${averaged} go from \u22122 (“${label("second")}”) to 4 (“${label(first)}”).",
  );
});
`;
}
