import type { Standing } from "./explain.ts";
import { LAYERS, type Layer, layerOf } from "./layer.ts";

const HEAD = `# The warehouse

One DuckDB file. Every table and column says in the file itself what it means: ask \`vsend query "select table_name, comment from duckdb_tables()"\` and \`duckdb_columns()\`, or any program that opens DuckDB files. Each table also stands in the schema of its layer, as \`child.changes\`.

This page is made from the same words; \`npx vitest run --project unit test/pipelines/dictionary -u\` writes it anew.
`;

/** The page docs/warehouse.md: tables with their grain and, but for what was loaded as it came, their columns. */
export function warehouseDocument(tables: readonly Standing[]): string {
  const own = tables.filter(({ schema }) => schema === "main");
  const layerOfOne = ({ name, columns }: Standing) =>
    layerOf(
      name,
      columns.map((column) => column.name),
    );
  const parts = Object.entries(LAYERS).map(([layer, words]) => {
    const of = own.filter((one) => layerOfOne(one) === layer);
    return `## ${layer}\n\n${words}.\n\n${section(layer as Layer, of)}`;
  });
  return [HEAD, ...parts].join("\n");
}

const section = (layer: Layer, tables: readonly Standing[]): string =>
  layer === "raw"
    ? `| table | one row |\n| --- | --- |\n${tables.map(({ name, comment }) => `| \`${name}\` | ${cell(comment)} |`).join("\n")}\n`
    : tables.map(table).join("\n");

const table = ({ name, comment, columns }: Standing): string =>
  `### ${name}\n\n${comment ?? ""}.\n\n| column | type | meaning |\n| --- | --- | --- |\n${columns
    .map((one) => `| \`${one.name}\` | ${cell(one.type)} | ${cell(one.comment)} |`)
    .join("\n")}\n`;

const cell = (text: string | null): string => (text ?? "").replaceAll("|", "\\|");
