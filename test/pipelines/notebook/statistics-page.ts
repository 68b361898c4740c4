import { readdirSync, readFileSync } from "node:fs";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";

const FOLDER = "pipelines/statistics";
const ADAPTERS = "test/oracles/adapters";

const HEAD = `# Statistics in a notebook

A JavaScript cell can import each of these, and computes with it what the program would, on the rows of other cells:

\`\`\`js
import {signedRank} from "../statistics/signed-rank.js";
display(signedRank(Array.from(perChild, (row) => row.change)));
\`\`\`

Each is held to reference answers, with its tolerance, by \`npm run oracles\`. One that cannot answer gives \`reason\` in place of \`value\`. They know nothing of disclosure: what they make of single children stays in the notebook, and only the [program's own counts and means](notebook.md#share-what-is-safe) leave it.
`;

/** Modules of statistics that a test with a reference answer calls, without their ending. */
function modules(): string[] {
  const asked = readdirSync(projectFile(ADAPTERS)).flatMap((name) => {
    const text = readFileSync(projectFile(`${ADAPTERS}/${name}`), "utf8");
    return [...text.matchAll(/statistics\/([\w-]+)\.ts"/g)].map(([, module]) => module!);
  });
  return [...new Set(asked)].sort();
}

/** The page that says what can be imported, made of the functions' own words. */
export const statisticsPage = (): string => [HEAD, ...modules().flatMap(sectionOf)].join("\n");

/** A doc, where there is one, and the head of an exported function up to its body. */
const FUNCTION =
  /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export (?:function (\w+)(?:<[^(]*>)?(\([\s\S]*?\)(?:: [^\n]*?)?) \{\n|const (\w+) = (\((?:[^()]|\([^()]*\))*\)(?:: [^=]+?)?) =>)/g;

const SHAPE = /export interface (\w+)(?: extends [^{]+)? \{\n[\s\S]*?\n\}/g;

function sectionOf(module: string): string[] {
  const source = readFileSync(projectFile(`${FOLDER}/${module}.ts`), "utf8");
  const functions = [...source.matchAll(FUNCTION)].map(
    ([, doc = "", name = "", head = "", arrow = "", arrowHead = ""]) => ({
      head: name + arrow + oneLine(head + arrowHead),
      words: wordsOf(doc),
    }),
  );
  if (functions.length === 0) return [];
  const taken = functions.map(({ head }) => head.replace(/\): [^)]*$/, ""));
  const shapes = [...source.matchAll(SHAPE)]
    .filter(([, name]) => taken.some((head) => new RegExp(`\\b${name}\\b`).test(head)))
    .map(([text]) => text.replace("export ", ""));
  return [
    `## ${module}`,
    "",
    ...functions.flatMap(({ head, words }) => ["```ts", head, "```", "", words]),
    ...shapes.flatMap((shape) => ["```ts", shape, "```", ""]),
  ];
}

const oneLine = (text: string): string =>
  text
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\( | ?\)|,(?= [)}])/g, (part) => part.trim().replace(",", ""));

const wordsOf = (doc: string): string =>
  doc
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s*\*? ?/, "")
        .replace(/^@/, "- @")
        .trimEnd(),
    )
    .join("\n")
    .trim()
    .concat(doc === "" ? "" : "\n");
