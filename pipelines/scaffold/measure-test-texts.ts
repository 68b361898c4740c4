import { quote } from "../warehouse/sql.ts";
import { type MeasurePlan, namesOf } from "./measure-plan.ts";

/** Where the program is from where a test is; not written out, as it is no import of this file. */
const ROOT = "../../../..";
const ROOT_OF_COMPONENTS = "../../..";

const AUTHORITY = "authority_code";

/** The test of the table: everyone is counted once, and who could be told is hidden. */
export function measureTestText(plan: MeasurePlan): string {
  const { name, by, notAudited } = plan;
  const { table, view, variable, count } = namesOf(plan);
  const isOfChildren = notAudited === null;
  const part = by.at(-1)!;
  const types = by.map((column) => `${column.name} varchar`);
  const values = (value: string) =>
    by.map((column) => quote(column === part ? value : "same")).join(", ");
  const authority = by.some((column) => column.name === AUTHORITY)
    ? `\n    create table authorities (authority_code varchar, name varchar);
    insert into authorities values ('same', 'Elderwold')${part.name === AUTHORITY ? ", ('first', 'Elderwold'), ('second', 'Marlsea'), ('third', 'Quillby')" : ""};`
    : "";
  const some = (value: string, n: number, from: number) =>
    isOfChildren
      ? `select 'child ' || (i + ${from}), ${values(value)} from range(${n}) as r(i), range(2)`
      : `select ${values(value)} from range(${n})`;
  return `import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
${isOfChildren ? `import type { Figure } from "${ROOT}/pipelines/disclosure/protect.ts";\n` : ""}import { ${variable} } from "${ROOT}/pipelines/measures/${name}/measure.ts";
${isOfChildren ? `import { auditTogether } from "${ROOT}/pipelines/measures/define/audit-together.ts";\n` : ""}import { projectFile } from "${ROOT}/pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "${ROOT}/pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
  const sql = readFileSync(projectFile("pipelines/measures/${name}/${table}.sql"), "utf8");
  await warehouse.run(\`${authority}
    create table ${view} (${isOfChildren ? "child_id varchar, " : ""}${types.join(", ")});
    insert into ${view} ${some("first", 12, 0)};
    insert into ${view} ${some("second", 23, 100)};
    insert into ${view} ${some("third", 3, 200)};
    create table ${table} as \${sql}\`);
});
afterAll(() => warehouse.close());

const countsIn = (rows: readonly { ${part.name}: string; ${count}: number | null }[]) =>
  Object.fromEntries(rows.map((row) => [row.${part.name}, row.${count}]));

${
  isOfChildren
    ? `test("a child is counted once, and three children are hidden", async () => {
  const { rows } = await ${variable}.rows(warehouse);
  expect(countsIn(rows)).toEqual({ "first": 10, "second": 25, "third": null });
  expect(rows.every((row) => row.child_count !== null || row.share === null)).toBe(true);
});

test("nothing hidden can be worked out from the rest of the table", async () => {
  const { rows } = await ${variable}.rows(warehouse);
  const tables = new Map<string, readonly Figure[]>([["${name}", rows]]);
  const found = await auditTogether([${variable}], tables);
  expect(found).toMatchObject({ hidden: 1, told: [] });
});`
    : `test("every row of ${view} is counted once", async () => {
  const { rows } = await ${variable}.rows(warehouse);
  expect(countsIn(rows)).toEqual({ "first": 12, "second": 23, "third": 3 });
});`
}
`;
}

/** The test of the chart: its words where there is no row, and where one is hidden. */
export function componentTestText(plan: MeasurePlan): string {
  const { name, by, notAudited } = plan;
  const { variable, type, count, counted } = namesOf(plan);
  const row = by
    .map(({ name: column }) =>
      column === AUTHORITY
        ? `authority_code: "X10000001", authority_name: "Elderwold"`
        : `${column}: "first"`,
    )
    .join(", ");
  const symbol = notAudited === null ? ", symbol: null" : "";
  const part = by.at(-1)!.name === AUTHORITY ? "authority_name" : by.at(-1)!.name;
  return `// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { ${type} } from "${ROOT_OF_COMPONENTS}/pipelines/measures/${name}/measure.ts";
import { ${variable} } from "${ROOT_OF_COMPONENTS}/src/components/${name}.ts";

const row: ${type} = { ${row}, ${count}: 30, all_count: 40, share: 75${symbol} };
const other: ${type} = { ...row, ${part}: "second", ${count}: 10, share: 25 };
const words = (rows: ${type}[]) =>
  ${variable}(rows, { width: 800, definition: "#how" }).querySelector("figcaption p")!.textContent;

test("it says that there is nothing to count, and what there is in order of size", () => {
  expect(words([])).toBe("No ${counted} to count are loaded.");
  expect(words([other, row])).toBe(
    "Of about 40 ${counted}: “${part === "authority_name" ? "Elderwold" : "first"}” 75.0% and “second” 25.0%.",
  );
});
${
  notAudited === null
    ? `
test("it says nothing of all together where a part is hidden", () => {
  const hidden: ${type} = { ...other, child_count: null, share: null, symbol: "c" };
  expect(words([row, hidden])).toContain("hidden");
});
`
    : ""
}`;
}
