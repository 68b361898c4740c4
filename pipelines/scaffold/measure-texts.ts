import { type ByColumn, type MeasurePlan, namesOf, wordsOf } from "./measure-plan.ts";
import { titleOf } from "./names.ts";

const AUTHORITY = "authority_code";

/** Where others are from where a file is; not written out, as they are no imports of this file. */
const MEASURES = "..";
const HERE = ".";
const SITE = "..";

/** Each part of a column's key, the authority by its name first. */
const keyOf = (by: readonly ByColumn[]): string[] =>
  by.flatMap(({ name }) => (name === AUTHORITY ? ["authority_name", AUTHORITY] : [name]));

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/** The model: what is counted, by what. */
export function modelText(plan: MeasurePlan): string {
  const { by, notAudited } = plan;
  const { spoken, count, view } = namesOf(plan);
  return `-- One row per ${spoken}: counts as they are, of which small ones may not leave the building.
select ${by.map(({ name }) => name).join(", ")}, ${notAudited === null ? "count(distinct child_id)" : "count(*)"} as ${count}
from ${view}
group by all
`;
}

/** The view of what is counted, by what it is counted; begun from a select or a table. */
export function countedText(plan: MeasurePlan): string {
  const { of, by, notAudited, select } = plan;
  const { spoken } = namesOf(plan);
  const columns = by.map(({ name, isDay }) =>
    name === AUTHORITY
      ? name
      : `coalesce(${isDay ? `strftime(${name}, '%Y-%m')` : `${name}::varchar`}, 'Not recorded') as ${name}`,
  );
  const children = notAudited === null ? ["child_id"] : [];
  const from = select === null ? of : `(\n${select}\n)`;
  return `-- One row per ${notAudited === null ? "child that is counted, and " : "row that is counted, with its "}${spoken}.
-- Kept as a view.
select ${[...children, ...columns].join(", ")}
from ${from}
`;
}

/** The published table. */
export function measureText(plan: MeasurePlan): string {
  const { name, by, notAudited } = plan;
  const { table, variable, type, title, spoken, count, view, isByAuthority } = namesOf(plan);
  const isOfChildren = notAudited === null;
  const own = by.map((column) =>
    column.name === AUTHORITY
      ? `  authority_code: z.string().describe("ONS code of the authority."),
  authority_name: z.string().describe("Name of the authority."),`
      : `  ${column.name}: z.string().describe("${titleOf(wordsOf(column.name))}${column.isDay ? ", its month" : ""}; Not recorded where it is not."),`,
  );
  const within = by.slice(0, -1).map((column) => column.name);
  const over = within.length ? `partition by ${within.join(", ")}` : "";
  const query = `
      select ${by.map((column) => (column.name === AUTHORITY ? "authority_code, name as authority_name" : column.name)).join(", ")},
        ${count}, sum(${count}) over (${over})::bigint as all_count
      from ${table}${isByAuthority ? " join authorities using (authority_code)" : ""}`;
  const columns = isOfChildren
    ? "  ...COUNT_COLUMNS,"
    : `  row_count: z.number().describe("How many rows there are."),
  all_count: z.number().describe("Rows of all the parts that this one is a part of."),
  share: z.number().nullable().describe("Percentage that the rows are of all of them."),`;
  const cell = `${by.map((column) => (column.name === AUTHORITY ? "authority_code: string; authority_name: string" : `${column.name}: string`)).join("; ")}; ${count}: number; all_count: number`;
  const rows = isOfChildren
    ? `  rows: async (warehouse) =>
    counts.protect(
      await warehouse.rows<{ ${cell} }>(\`${query}\`),
    ),`
    : `  rows: async (warehouse) => {
    const cells = await warehouse.rows<{ ${cell} }>(\`${query}\`);
    return {
      rows: cells.map((row) => ({ ...row, share: rounded((100 * row.row_count) / row.all_count) })),
    };
  },`;
  return `import { z } from "zod";
${isOfChildren ? `import { COUNT_COLUMNS, countsOfChildren } from "${MEASURES}/define/counts.ts";\n` : `import { rounded } from "${MEASURES}/../disclosure/protect.ts";\n`}import { defineMeasure, ${isOfChildren ? "numberOf, " : ""}type RowOf } from "${MEASURES}/define/measure.ts";

const columns = {
${own.join("\n")}
${columns}
};

export type ${type} = RowOf<typeof columns>;
${isOfChildren ? `\nconst counts = countsOfChildren("${name}", [${list(by.map((column) => column.name))}]);\n` : ""}
/** ${title}. */
export const ${variable} = defineMeasure({
  name: "${name}",
  grain: "one row per ${spoken}",
  columns,
  key: [${list(keyOf(by))}],
  method: "${name}",
  disclosure:
    "${
      isOfChildren
        ? "Counts of 1 to 4 and shares of them are hidden, and what would give them away by subtraction; other counts are to the nearest five"
        : "Nothing is hidden: no row is about a child"
    }",${isByAuthority ? `\n  authority: "authority_code",` : ""}
  audit: ${isOfChildren ? "counts.audit" : `{ notAudited: ${JSON.stringify(notAudited)} }`},
${
  isOfChildren
    ? `  counted: counts.counted("${view}"),
  contributors: counts.contributors,
  shows: (row) => [numberOf(row)],
  finish: counts.finish,`
    : `  contributors: { notCompared: ${JSON.stringify(notAudited)} },`
}
${rows}
});
`;
}

/** The chart, of a form that others share. */
export function componentText(plan: MeasurePlan): string {
  const { name, by } = plan;
  const { variable, type, title, counted, count } = namesOf(plan);
  const text = ({ name: column }: ByColumn) =>
    `row.${column === AUTHORITY ? "authority_name" : column}`;
  const heading = (columns: readonly ByColumn[]) =>
    titleOf(columns.map((column) => wordsOf(column.name)).join(", "));
  const bars = by.slice(0, -1);
  const part = by.at(-1)!;
  const bar =
    bars.length === 0
      ? `{ title: "Of", of: () => "All ${counted}" }`
      : `{ title: "${heading(bars)}", of: (row) => ${bars.length === 1 ? text(bars[0]!) : `[${bars.map(text).join(", ")}].join(", ")`} }`;
  return `import type { ${type} } from "${SITE}/../pipelines/measures/${name}/measure.ts";
import { countsFigure } from "${HERE}/counts-figure.js";

/** ${title}. */
export const ${variable} = (
  rows: readonly ${type}[],
  { width, definition }: { width: number; definition: string },
): HTMLElement =>
  countsFigure(rows, {
    width,
    title: "${title}",
    definition,
    file: "${name}",
    counted: "${counted}",
    count: (row) => row.${count},
    bar: ${bar},
    part: { title: "${heading([part])}", of: (row) => ${text(part)} },
  });
`;
}

/** The page that says how it is made, with the chart on it until it has a better place. */
export function methodText(plan: MeasurePlan): string {
  const { spoken } = namesOf(plan);
  return methodPage(
    plan,
    plan.notAudited === null
      ? `Each child is counted once for each ${spoken}; a child found under several is counted under each. Counts of 1 to 4 are hidden, and others where those could be worked out from them; what is shown is to the nearest five, and shares are of the rounded counts together.`
      : `Rows are counted for each ${spoken}. None of them is about a child, so nothing is hidden.`,
  );
}

/** @param worked How the table is worked out, in a paragraph. */
export function methodPage(plan: MeasurePlan, worked: string): string {
  const { name } = plan;
  const { variable, title } = namesOf(plan);
  return `---
title: ${title}
---

# ${title}

\`\`\`js
import { ${variable} } from "${SITE}/components/${name}.js";
import { frame } from "${SITE}/components/frame.js";
import { provenance } from "${SITE}/components/notices.js";
import { rowsOf } from "${SITE}/components/rows.js";

const publication = await FileAttachment("../data/publication.json").json();
const rows = rowsOf(await FileAttachment("../data/${name}.arrow").arrow());
\`\`\`

\`\`\`js
display(frame(publication));
\`\`\`

## What it shows

\`\`\`js
display(resize((width) => ${variable}(rows, { width, definition: "#how-it-is-worked-out" })));
\`\`\`

## How it is worked out

${worked}

\`\`\`js
display(provenance(publication, ".."));
\`\`\`
`;
}
