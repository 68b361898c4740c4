import { table } from "../printing/table.ts";
import { cellText } from "./contract-text.ts";
import type { NewLoader } from "./new-loader.ts";

/** What was concluded of every column, what was written, and what to do next. */
export function loaderReport({ files, source }: NewLoader, from: string): string {
  const columns = [
    ...source.columns.map((column) => ({
      column: column.header,
      as: column.name,
      is: shortened(cellText(column)),
      why:
        column.privacy === "pseudonym" ? "hashed" : column.privacy === "month" ? "month only" : "",
    })),
    ...source.dropped.map(({ header, why }) => ({ column: header, as: "", is: "left out", why })),
  ];
  const hasCodes = source.columns.some(({ source }) => source.startsWith("code("));
  return [
    table(columns),
    `Rows are taken to be about ${source.isChildLevel ? "children" : "things, not children"}; a row is named by ${source.key.join(" + ")}.`,
    ...(hasCodes
      ? ["The lists of codes come from the example: see that none tells of a child."]
      : []),
    `Wrote ${files.join(", ")}`,
    `Next: npx vsend load --watch ${from}   (shows what is refused each time you save the contract)`,
    `      npx vitest run test/loaders/${source.name}.test.ts`,
  ].join("\n");
}

const LONGEST = 60;
const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

/** The same for machines. */
export const summary = ({ files, source }: NewLoader) => ({
  files,
  is_child_level: source.isChildLevel,
  key: source.key,
  columns: source.columns.map((column) => ({
    column: column.header,
    as: column.name,
    cell: cellText(column),
    privacy: column.privacy,
  })),
  left_out: source.dropped.map(({ header, why }) => ({ column: header, why })),
});
