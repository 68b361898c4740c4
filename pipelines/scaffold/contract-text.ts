import type { z } from "zod";
import { columnName } from "../../loaders/contract/define-loader.ts";
import type { ColumnGuess } from "./column-guess.ts";
import { tableOf, titleOf, variableOf } from "./names.ts";
import type { SourceGuess } from "./source-guess.ts";

/** The cell of a column as its contract has it. */
export function cellOf({ cell, isNullable, isOptional }: ColumnGuess): z.ZodType {
  const blank = isNullable ? cell.nullable() : cell;
  return isOptional ? blank.optional() : blank;
}

/** The contract of a source, as the file a person would write. */
export function contractText(source: SourceGuess): string {
  const { name, columns, authority, isChildLevel, key } = source;
  const rules = [
    ...source.past.map((column) => `notInTheFuture(${quoted(column)})`),
    ...source.periods.map(([start, end]) => `endsAfterStart(${quoted(start)}, ${quoted(end)})`),
  ];
  const cells = [
    ...new Set([
      ...columns.flatMap(({ imports }) => imports),
      ...(authority ? ["authorityCode"] : []),
    ]),
  ].sort();
  const ruleNames = [...new Set(rules.map((rule) => rule.replace(/\(.*/, "")))].sort();
  const aliases = columns.filter((column) => column.name !== ownName(column));
  const privacy = columns.flatMap((column) =>
    column.privacy === "pseudonym"
      ? [`${property(column.name)}: "pseudonym"`]
      : column.privacy === "month"
        ? [`${property(column.name)}: { monthAs: ${quoted(monthOf(column))} }`]
        : [],
  );
  return `import { z } from "zod";
import { ${cells.join(", ")} } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
${ruleNames.length ? `import { ${ruleNames.join(", ")} } from "./contract/row-rules.ts";\n` : ""}
/**
 * The loader of ${name}: say here who sends the files, and how often.
${source.dropped.length ? ` *\n * Not taken: ${source.dropped.map(({ header, why }) => `${comment(header)} (${why})`).join(", ")}.\n` : ""} */
export const ${variableOf(name)} = defineLoader({
  name: ${quoted(name)},
  title: ${quoted(titleOf(name))},
  grain: ${quoted(grainOf(source))},
  table: ${quoted(`loaded_${tableOf(name)}`)},
  isChildLevel: ${isChildLevel},
  columns: z.strictObject({
${authority ? `    authority_code: authorityCode().optional().describe("ONS code of the authority; no file says it"),\n` : ""}${columns.map((column) => `    ${property(column.name)}: ${cellText(column)}.describe(${quoted(about(column))}),`).join("\n")}
  }),
  key: [${(authority ? ["authority_code", ...key] : key).map(quoted).join(", ")}],
${authority ? `  fixed: { authority_code: ${quoted(authority)} },\n` : ""}${privacy.length ? `  privacy: { ${privacy.join(", ")} },\n` : ""}${aliases.length ? `  aliases: { ${aliases.map((column) => `${property(column.name)}: [${quoted(ownName(column))}]`).join(", ")} },\n` : ""}${wordsText(source)}${rules.length ? `  rowRules: [${rules.join(", ")}],\n` : ""}${source.amount ? `  amount: ${quoted(source.amount)},\n` : ""}${source.past[0] ? `  asOf: ${quoted(source.past[0])},\n` : ""}});
`;
}

/** What texts stand for, as the contract says it. */
function wordsText({ words }: SourceGuess): string {
  const columns = Object.entries(words);
  if (columns.length === 0) return "";
  const lines = columns.map(([column, own]) => {
    const pairs = Object.entries(own).map(([word, means]) => `${quoted(word)}: ${quoted(means)}`);
    return `    ${property(column)}: { ${pairs.join(", ")} },`;
  });
  return `  words: {\n${lines.join("\n")}\n  },\n`;
}

/** What one row is, by its key. */
export const grainOf = ({ key }: SourceGuess): string => {
  const words = key.filter((column) => column !== "authority_code").map(spoken);
  const last = words.at(-1) ?? "row";
  return `one row per ${words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${last}` : last}`;
};

const spoken = (column: string): string =>
  column === "child_id" ? "child" : column.replaceAll("_", " ");

export const monthOf = ({ name }: ColumnGuess): string =>
  /birth|dob|d_o_b|born/.test(name) ? "birth_month" : `${name}_month`;

/** The cell of a column as code. */
export const cellText = ({ source, isNullable, isOptional }: ColumnGuess): string =>
  `${source}${isNullable ? ".nullable()" : ""}${isOptional ? ".optional()" : ""}`;

function about({ header, privacy, blankShare }: ColumnGuess): string {
  const kept =
    privacy === "pseudonym"
      ? "; hashed, never stored as it is"
      : privacy === "month"
        ? "; kept as a month"
        : "";
  const share = Math.round(100 * blankShare);
  return `${header.replace(/\s+/g, " ")}${kept}${blankShare > 0 ? `; blank in ${share || "under 1"} per cent of the example` : ""}`;
}

/** The heading as contracts write it, where the column has another name here. */
const ownName = ({ header }: ColumnGuess): string => columnName(header);

const quoted = (text: string): string => JSON.stringify(text);
const property = (name: string): string => (/^[a-z_][a-z0-9_]*$/.test(name) ? name : quoted(name));
const comment = (header: string): string => header.replace(/\s+/g, " ").replaceAll("*/", "* /");
