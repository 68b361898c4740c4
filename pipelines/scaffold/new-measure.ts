import { build } from "../build/build.ts";
import { models } from "../build/models.ts";
import { readInstruments } from "../instruments/read-instruments.ts";
import { callError } from "../warehouse/errors.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { quote } from "../warehouse/sql.ts";
import { silent } from "../warehouse/task.ts";
import { openWarehouse } from "../warehouse/warehouse.ts";
import { checkedName, tableOf } from "./names.ts";
import { format, writeFiles } from "./write-files.ts";

export interface NewMeasureOptions {
  /** The table whose rows it counts, and the columns it counts them by. */
  of: string;
  by: readonly string[];
  isForced?: boolean;
  root?: string;
}

/**
 * Begins a measure, which counts the rows of a table by some of its columns, and its test.
 *
 * @throws VsendError where the table or a column is not there, or the name is taken or no measure's.
 */
export async function newMeasure(
  given: string,
  { of, by, isForced = false, root = PROJECT }: NewMeasureOptions,
): Promise<{ files: string[] }> {
  const name = tableOf(checkedName(given));
  if (!name.includes("_by_")) throw noGrain(given);
  const isTaken = models(readInstruments()).some((model) => model.name === name);
  if (isTaken && !isForced) throw taken(name);
  await refuseUnknown(of, by);
  const files = writeFiles(
    root,
    {
      [`pipelines/measures/shared/${name}.sql`]: sqlText(of, by),
      [`test/pipelines/measures/shared/${name}.test.ts`]: testText(name, of, by),
    },
    isForced,
  );
  format(root, files);
  return { files };
}

/** Which columns a table has is asked of an empty warehouse in which everything is built. */
async function refuseUnknown(of: string, by: readonly string[]) {
  const warehouse = await openWarehouse(":memory:");
  try {
    await build(warehouse, readInstruments(), [], silent);
    const columns = await warehouse.rows<{ table: string; column: string }>(
      `select table_name as "table", column_name as "column" from information_schema.columns where table_schema = 'main' order by all`,
    );
    const own = columns.filter(({ table }) => table === of).map(({ column }) => column);
    const tables = [...new Set(columns.map(({ table }) => table))].filter(
      (table) => !/^(loaded|reference)_/.test(table),
    );
    if (own.length === 0) throw unknown("a table", of, tables, "--of");
    for (const column of by) {
      if (!own.includes(column)) throw unknown(`a column of ${of}`, column, own, "--by");
    }
  } finally {
    warehouse.close();
  }
}

const sqlText = (of: string, by: readonly string[]): string => `-- One row per ${spoken(by)}.
select
${by.map((column) => `  ${column},`).join("\n")}
  count(*) as row_count
from ${of}
group by ${by.join(", ")}
`;

const spoken = (by: readonly string[]): string =>
  by.map((column) => column.replace(/_(code|id)$/, "").replaceAll("_", " ")).join(" and ");

/** Where the program is from where the test is; not written out, as it is no import of this file. */
const ROOT = "../../../..";

const testText = (name: string, of: string, by: readonly string[]): string => {
  const row = (value: string) => by.map((column) => `${column}: "${value}"`).join(", ");
  const values = (value: string) => `(${by.map(() => quote(value)).join(", ")})`;
  return `import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectFile } from "${ROOT}/pipelines/warehouse/installation.ts";
import { openWarehouse, type Warehouse } from "${ROOT}/pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

test("${name.replaceAll("_", " ")} counts every row of ${of} once", async () => {
  await warehouse.run(\`
    create table ${of} (${by.map((column) => `${column} varchar`).join(", ")});
    insert into ${of} values ${values("first")}, ${values("first")}, ${values("second")};\`);
  const sql = readFileSync(projectFile("pipelines/measures/shared/${name}.sql"), "utf8");
  expect(await warehouse.rows(\`from (\${sql}) order by all\`)).toEqual([
    { ${row("first")}, row_count: 2 },
    { ${row("second")}, row_count: 1 },
  ]);
});
`;
};

const noGrain = (name: string) =>
  callError({
    expected: "a name that says what is measured and by what, such as support-by-authority",
    came: name,
    todo: "name it <measure>-by-<grain>",
  });

const taken = (name: string) =>
  callError({
    expected: "a name that no table of the warehouse has",
    came: name,
    todo: "choose another name, or add --force to write over it; nothing was written",
  });

const unknown = (what: string, came: string, known: readonly string[], option: string) =>
  callError({
    expected: `${what}: one of ${known.join(", ")}`,
    came,
    todo: `name one of them with ${option}; nothing was written`,
  });
