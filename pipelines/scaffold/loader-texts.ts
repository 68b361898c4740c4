import type { ColumnGuess } from "./column-guess.ts";
import { grainOf, monthOf } from "./contract-text.ts";
import type { Fixture } from "./fixture.ts";
import { tableOf, titleOf } from "./names.ts";
import type { SourceGuess } from "./source-guess.ts";

const storedName = (column: ColumnGuess): string =>
  column.privacy === "month" ? monthOf(column) : column.name;

const storedNames = ({ columns, authority }: SourceGuess): string[] => [
  ...(authority ? ["authority_code"] : []),
  ...columns.map(storedName),
];

const sqlName = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`);

/** The model of a source to go on from: every column, typed. */
export function entityText(source: SourceGuess): string {
  const typed = source.columns.flatMap((column) => {
    const name = sqlName(storedName(column));
    return column.sql ? [`  ${column.sql(name)} as ${name},`] : [`  ${name},`];
  });
  const authority = source.authority ? ["  authority_code,"] : [];
  const lines = [...authority, ...typed].join("\n").replace(/,$/, "");
  return `-- ${grainOf(source).replace(/^o/, "O")}.
select
  (load_id::bigint << 32) + source_row as row_id,
${lines}
from loaded_${tableOf(source.name)}
`;
}

/** The test of a source: its fixture loads, and the planted faults alone are refused. */
export function testText(source: SourceGuess, { rows, planted }: Fixture): string {
  const { name, dropped, columns } = source;
  const table = `loaded_${tableOf(name)}`;
  const hashed = columns.filter(({ privacy }) => privacy === "pseudonym").map(({ name }) => name);
  const faults = planted.map(
    (fault) =>
      `  { row: ${fault.row}, column: ${JSON.stringify(fault.column)}, rule: ${JSON.stringify(fault.rule)} },`,
  );
  return `import { basename } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { emptyWarehouse, expectLedger } from "./published.ts";

/** Rows of test/fixtures/${name}.csv that were spoilt, and the rule each breaks. */
const PLANTED = [
${faults.join("\n")}
];

const ROWS = ${rows};

describe(${JSON.stringify(`the loader of ${titleOf(name).toLowerCase()}`)}, () => {
  let files: Awaited<ReturnType<typeof emptyWarehouse>>;
  beforeAll(async () => {
    files = await emptyWarehouse();
    const report = await files.load(projectFile(${JSON.stringify(`test/fixtures/${name}.csv`)}));
    // The ledger masks what in the name of a file about children could be a child's.
    await expectLedger(report, {
      [basename(report.loaded[0]!.file)]: { read: ROWS, loaded: ROWS - PLANTED.length, refused: PLANTED.length },
    });
    await files.build();
  });
  afterAll(() => files.warehouse.close());

  it("refuses exactly the planted faults, each by the rule it breaks", async () => {
    const refused = await files.warehouse.rows(
      'select "row", "column", rule from rejected_rows order by "row"',
    );
    expect(refused).toEqual(PLANTED);
  });

  it("brings every other row into its model", async () => {
    expect(await files.warehouse.one("select count(*) as n from ${tableOf(name)}")).toEqual({
      n: ROWS - PLANTED.length,
    });
  });

  it(${JSON.stringify(`stores its own columns${dropped.length ? ", and none of those left out" : " alone"}`)}, async () => {
    const stored = await files.warehouse.rows(
      "select column_name, data_type from information_schema.columns where table_schema = 'main' and table_name = '${table}' order by ordinal_position",
    );
    expect(stored.map(({ column_name }) => column_name).slice(2)).toEqual([
${storedNames(source)
  .map((column) => `      ${JSON.stringify(column)},`)
  .join("\n")}
    ]);
${hashed.map((column) => `    expect(stored).toContainEqual({ column_name: ${JSON.stringify(column)}, data_type: "UUID" });\n`).join("")}  });
});
`;
}
