import { readFileSync, writeFileSync } from "node:fs";
import { callError } from "../warehouse/errors.ts";
import { variableOf } from "./names.ts";

/**
 * Lists a loader in the file of all of them; changes nothing where it is listed already.
 *
 * @throws VsendError where the file no longer has the form that can be edited safely.
 */
export function registerLoader(index: string, name: string): void {
  const text = readFileSync(index, "utf8");
  const variable = variableOf(name);
  const importLine = `import { ${variable} } from "./${name}.ts";`;
  if (text.includes(importLine)) return;
  const lines = text.split("\n");
  const imports = lines.flatMap((line, i) =>
    /^import .* from "\.\/[^/"]+\.ts";$/.test(line) ? [i] : [],
  );
  const end = lines.findIndex((line, i) => line === "];" && i > (imports.at(-1) ?? 0));
  const isTaken = new RegExp(`\\b${variable}\\b`).test(text);
  if (imports.length === 0 || end < 0 || isTaken) throw cannotRegister(index, name, importLine);
  // Sorted by path, as the linter has it.
  const after = imports.filter((i) => pathIn(lines[i]!) < `./${name}.ts`).at(-1);
  lines.splice(end, 0, `  ${variable},`);
  lines.splice(after === undefined ? imports[0]! : after + 1, 0, importLine);
  writeFileSync(index, lines.join("\n"));
}

const pathIn = (line: string): string => /"([^"]+)"/.exec(line)![1]!;

const cannotRegister = (index: string, name: string, importLine: string) =>
  callError({
    expected: "a list of loaders with one import a line, that closes with ];",
    came: "another form, or one that has this name for something else",
    where: index,
    todo: `add it by hand: ${importLine} and "${variableOf(name)}," in the list`,
  });

/**
 * The index of published tables with one more, a line each in order of path; as it is where that is
 * listed already.
 *
 * @throws VsendError where the index no longer has the form that can be edited safely.
 */
export function indexWith(index: string, name: string, variable: string): string {
  const line = `export { ${variable} } from "./${name}/measure.ts";`;
  const text = readFileSync(index, "utf8");
  const lines = text.split("\n").filter(Boolean);
  if (lines.includes(line)) return text;
  const isForm = lines.every((each) => /^export \{ \w+ \} from "[^"]+";$/.test(each));
  if (!isForm || lines.some((each) => each.includes(`{ ${variable} }`))) {
    throw callError({
      expected: "an index of one export a line, none of that name",
      came: "another form",
      where: index,
      todo: `add it by hand: ${line}; nothing was written`,
    });
  }
  const sorted = [...lines, line].sort((a, b) => (pathIn(a) < pathIn(b) ? -1 : 1));
  return `${sorted.join("\n")}\n`;
}

/** The list of method pages with one more at its end; as it is where that is listed already. */
export function methodIndexWith(index: string, name: string, title: string): string {
  const line = `- [${title}](./${name})`;
  const lines = readFileSync(index, "utf8").split("\n");
  if (lines.includes(line)) return lines.join("\n");
  const last = lines.findLastIndex((each) => /^- \[.+\]\(\.\/[\w-]+\)$/.test(each));
  if (last < 0) {
    throw callError({
      expected: "a list of method pages, a line each",
      came: "another form",
      where: index,
      todo: `add it by hand: ${line}; nothing was written`,
    });
  }
  return lines.toSpliced(last + 1, 0, line).join("\n");
}
