import { releases } from "../measures/index.ts";
import { callError } from "../warehouse/errors.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { checkedName, titleOf } from "./names.ts";
import { writeFiles } from "./write-files.ts";

export interface NewNotebookOptions {
  /** The published table it begins with. */
  table?: string;
  isForced?: boolean;
  root?: string;
}

/**
 * Begins a page of an analyst's own that shows a published table. It can read what is
 * published and nothing else, and is published with the site once it is in a commit or named.
 *
 * @throws VsendError where there is no such table, or a page of that name.
 */
export function newNotebook(
  name: string,
  { table = "change-by-authority", isForced = false, root = PROJECT }: NewNotebookOptions = {},
): { files: string[]; table: string } {
  const names = releases.map((release) => release.name);
  if (!names.includes(table)) {
    throw callError({
      expected: `a published table: ${names.join(", ")}`,
      came: table,
      todo: "name one of them with --table",
    });
  }
  const files = writeFiles(
    root,
    { [`src/notebooks/${checkedName(name)}.md`]: pageText(name, table) },
    isForced,
  );
  return { files, table };
}

const pageText = (name: string, table: string): string => `---
title: ${titleOf(name)}
---

# ${titleOf(name)}

Say here what you ask of the table, and what you found.

\`\`\`js
import { provenance, sampleBanner } from "../components/notices.js";
import { rowsOf } from "../components/rows.js";
import { dataTable } from "../components/table.js";

const publication = await FileAttachment("../data/publication.json").json();
const rows = rowsOf(await FileAttachment("../data/${table}.arrow").arrow());
\`\`\`

\`\`\`js
display(sampleBanner(publication));
\`\`\`

\`\`\`js
const columns = Object.keys(rows[0] ?? {}).map((column) => ({
  title: column.replaceAll("_", " "),
  text: (row) => (row[column] === null ? null : String(row[column])),
  isNumber: typeof rows[0][column] === "number",
}));
display(
  rows.length
    ? dataTable(rows, { caption: "${titleOf(table)}", columns })
    : document.createTextNode("The table ${table} has no rows yet."),
);
\`\`\`

\`\`\`js
display(provenance(publication, ".."));
\`\`\`
`;
