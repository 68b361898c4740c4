import { type MeasurePlan, namesOf as namesOfPlan } from "../../scaffold/measure-plan.ts";
import { cellText, type Notebook } from "../page/cells.ts";
import { namesOf } from "../page/transpile.ts";

/** Where the site is from its folder of notebooks. */
const SITE = "..";

/**
 * A notebook as a page of the site: its words and code as they stand, the shared rows as the release
 * draws them. What reads the warehouse, and what reads that, is left out.
 *
 * @param shared name of the cell that is shared.
 * @returns the page, and which cells it is without, counted from 1.
 */
export function sharedPage(
  { front, cells }: Notebook,
  shared: string,
  plan: MeasurePlan,
): { page: string; leftOut: number[] } {
  const { variable } = namesOfPlan(plan);
  const figure = `\`\`\`js
display(resize((width) => ${variable}(${shared}, { width, definition: "../method/${plan.name}" })));
\`\`\`
`;
  const names = cells.map((cell) => namesOf(cell));
  const gone = new Set(cells.flatMap((cell, i) => (cell.mode === "sql" ? names[i]!.defines : [])));
  const isGone = cells.map(({ mode }) => mode === "sql");
  // Until nothing more goes: what reads what is gone goes too.
  for (let more = true; more; ) {
    more = false;
    for (const [i, { reads, defines }] of names.entries()) {
      if (isGone[i] || !reads.some((name) => gone.has(name) || name === "sql")) continue;
      isGone[i] = true;
      more = true;
      for (const name of defines) gone.add(name);
    }
  }
  const parts = cells.map((cell, i) => {
    if (cell.mode === "sql" && names[i]!.defines.includes(shared)) return figure;
    return isGone[i] ? "" : `${cellText(cell).trim()}\n`;
  });
  const head = `\`\`\`js
import { ${variable} } from "${SITE}/components/${plan.name}.js";
import { provenance, sampleBanner } from "${SITE}/components/notices.js";
import { rowsOf } from "${SITE}/components/rows.js";

const publication = await FileAttachment("../data/publication.json").json();
const ${shared} = rowsOf(await FileAttachment("../data/${plan.name}.arrow").arrow());
display(sampleBanner(publication));
\`\`\`
`;
  const foot = "```js\ndisplay(provenance(publication));\n```\n";
  const page = [head, ...parts.filter((part) => part !== ""), foot].join("\n");
  const leftOut = cells.flatMap((_, i) =>
    isGone[i] && !names[i]!.defines.includes(shared) ? [i + 1] : [],
  );
  return { page: `${front.trimEnd()}${front.trim() ? "\n\n" : ""}${page}`, leftOut };
}
