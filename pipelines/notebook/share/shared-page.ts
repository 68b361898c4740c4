import { variableOf } from "../../scaffold/names.ts";
import { cellText, type Notebook } from "../page/cells.ts";
import { namesOf } from "../page/transpile.ts";

/** Names of Framework by which a cell asks the warehouse. */
const ASK = new Set(["sql", "vg", "DuckDBClient"]);

/** Where the site is from its folder of notebooks. */
const SITE = "..";

/** A cell that was shared, and the measure it became. */
export interface SharedCell {
  cell: string;
  measure: string;
}

/**
 * A notebook as a page of the site: its words and code as they stand, the shared rows as the release
 * draws them. What reads the warehouse, and what reads that, is left out.
 *
 * @returns the page, and which cells it is without, counted from 1.
 */
export function sharedPage(
  { front, cells }: Notebook,
  shared: readonly SharedCell[],
): { page: string; leftOut: number[] } {
  const figureOf = ({ measure }: SharedCell) => `\`\`\`js
display(resize((width) => ${variableOf(measure)}(${variableOf(measure)}Rows, { width, definition: "../method/${measure}" })));
\`\`\`
`;
  const names = cells.map((cell) => namesOf(cell));
  const gone = new Set(cells.flatMap((cell, i) => (cell.mode === "sql" ? names[i]!.defines : [])));
  const isGone = cells.map(({ mode }) => mode === "sql");
  // Until nothing more goes: what reads what is gone goes too.
  for (let more = true; more; ) {
    more = false;
    for (const [i, { reads, defines }] of names.entries()) {
      if (isGone[i] || !reads.some((name) => gone.has(name) || ASK.has(name))) continue;
      isGone[i] = true;
      more = true;
      for (const name of defines) gone.add(name);
    }
  }
  const sharedBy = (defines: readonly string[]) =>
    shared.filter(({ cell }) => defines.includes(cell));
  const parts = cells.map((cell, i) => {
    const own = cell.mode === "sql" ? sharedBy(names[i]!.defines) : [];
    // The title of a figure is of the third level.
    const above = cells
      .slice(0, i)
      .some(({ mode, source }) => mode === "md" && /^## /m.test(source));
    if (own.length > 0)
      return `${above ? "" : "## As published\n\n"}${own.map(figureOf).join("\n")}`;
    return isGone[i] ? "" : `${cellText(cell).trim()}\n`;
  });
  const imports = shared.map(
    ({ measure }) => `import { ${variableOf(measure)} } from "${SITE}/components/${measure}.js";`,
  );
  const rows = shared.map(
    ({ measure }) =>
      `const ${variableOf(measure)}Rows = rowsOf(await FileAttachment("../data/${measure}.arrow").arrow());`,
  );
  const head = `\`\`\`js
${imports.join("\n")}
import { provenance, sampleBanner } from "${SITE}/components/notices.js";
import { rowsOf } from "${SITE}/components/rows.js";

const publication = await FileAttachment("../data/publication.json").json();
${rows.join("\n")}
display(sampleBanner(publication));
\`\`\`
`;
  const foot = "```js\ndisplay(provenance(publication));\n```\n";
  const page = [head, ...parts.filter((part) => part !== ""), foot].join("\n");
  const leftOut = cells.flatMap((_, i) =>
    isGone[i] && sharedBy(names[i]!.defines).length === 0 ? [i + 1] : [],
  );
  return { page: `${front.trimEnd()}${front.trim() ? "\n\n" : ""}${page}`, leftOut };
}
