import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseJavaScript } from "@observablehq/framework/dist/javascript/parse.js";
import { transpileTag } from "@observablehq/framework/dist/tag.js";
import { callError } from "../../warehouse/errors.ts";
import { question } from "../../warehouse/question.ts";
import { writeCsv, writeParquet } from "../../warehouse/write-answer.ts";
import type { Engine } from "../engine/engine.ts";
import { boundValues } from "../engine/values.ts";
import { readNotebook } from "../page/cells.ts";

export interface Run {
  /** The notebook's text. */
  text: string;
  name: string;
  /** What stands in place of the notebook's inputs. */
  set: Readonly<Record<string, unknown>>;
  out: string;
  as: "csv" | "parquet";
}

export interface RunFile {
  cell: string;
  file: string;
  rows: number;
}

/** Stands in the name of every file, so that nobody passes one on without knowing. */
const MARK = "private";

/**
 * Runs the named SQL cells of a notebook without a browser, its inputs set by name, and writes each
 * answer whole. Code is not run: an input that is worked out from others must be set too.
 *
 * @throws VsendError for an input that is not set or not there, or a file that is.
 */
export async function runNotebook(
  engine: Engine,
  { text, name, set, out, as }: Run,
): Promise<RunFile[]> {
  const cells = readNotebook(text).cells.flatMap(({ mode, source, info }) => {
    const id = /(?:^|\s)id=(\w+)/.exec(info)?.[1];
    return mode === "sql" && id !== undefined ? [{ id, ...askedBy(source) }] : [];
  });
  if (cells.length === 0) throw nothingNamed(name);
  const wanted = new Set(cells.flatMap(({ inputs }) => inputs));
  const [unset] = [...wanted].filter((input) => !Object.hasOwn(set, input));
  const [unknown] = Object.keys(set).filter((input) => !wanted.has(input));
  if (unset !== undefined) throw notSet(unset);
  if (unknown !== undefined) throw notThere(unknown, [...wanted]);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const files: RunFile[] = [];
  for (const { id, sql, inputs } of cells) {
    const file = join(out, `${name}-${id}.${MARK}.${as}`);
    const values = boundValues(inputs.map((input) => set[input]));
    const rows = await engine.use(async (warehouse) => {
      const answer = await question(warehouse, sql, values);
      return as === "csv" ? writeCsv(answer, file) : writeParquet(answer, file);
    });
    files.push({ cell: id, file, rows });
  }
  return files;
}

/** A cell's SQL with $1, $2 and so on for its inputs, which are names alone. */
function askedBy(source: string): { sql: string; inputs: string[] } {
  const tag = transpileTag(source, "sql", true);
  parseJavaScript(tag, { path: "/page" });
  const inputs: string[] = [];
  const sql = source.replace(/\$\{([^}]*)\}/g, (_, hole: string) => {
    const input = hole.trim();
    if (!/^[A-Za-z_$][\w$]*$/.test(input)) throw notAName(input);
    inputs.push(input);
    return `$${inputs.length}`;
  });
  return { sql, inputs };
}

const nothingNamed = (name: string) =>
  callError({
    expected: "an SQL cell whose rows have a name",
    came: "none",
    where: name,
    todo: "name the rows to be written (id= in the file), such as ```sql id=rows",
  });

const notSet = (input: string) =>
  callError({
    expected: `a value for the input ${input}`,
    came: "none",
    todo: `add --set ${input}=VALUE`,
  });

const notThere = (input: string, known: readonly string[]) =>
  callError({
    expected: `an input of the notebook: ${known.join(", ") || "it has none"}`,
    came: input,
    todo: "correct the name after --set",
  });

const notAName = (hole: string) =>
  callError({
    expected: "inputs that are names alone",
    came: hole,
    todo: "give what is worked out a name in a cell of its own, and set that",
  });
