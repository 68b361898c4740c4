import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { table } from "../printing/table.ts";
import { callError } from "../warehouse/errors.ts";
import { type NotebookOptions, placesOf, withFolder } from "./notebook-places.ts";
import { say } from "./verb.ts";

type Options = NotebookOptions & {
  set: Record<string, unknown>;
  out: string;
  as: "csv" | "parquet";
};

/** Adds `vsend notebook run`. */
export function addNotebookRun(notebook: Command): void {
  withFolder(notebook.command("run"))
    .description(
      "the named SQL cells of a notebook as files, without a browser, such as each night",
    )
    .argument("<name>", "the notebook")
    .option("--set <input=value>", "a value for an input; may be given again", setting, {})
    .requiredOption("--out <folder>", "where the files go", (folder: string) => resolve(folder))
    .addOption(
      new Option("--as <format>", "what they are").choices(["csv", "parquet"]).default("csv"),
    )
    .addHelpText(
      "after",
      `
Numbers are bound as numbers, everything else as text; true and false as such. The files may be about
single children: their names say private, they are readable by you alone, and none is written over.`,
    )
    .action(async (name: string, options: Options, command: Command) => {
      const places = placesOf({ ...options, ...command.optsWithGlobals<Options>() });
      const { Engine } = await import("../notebook/engine/engine.ts");
      const { Store } = await import("../notebook/server/store.ts");
      const { runNotebook } = await import("../notebook/run/run-notebook.ts");
      const engine = new Engine(places.warehouse, { seconds: UNHURRIED });
      try {
        const { text } = await new Store(places.folder).read(name);
        const files = await runNotebook(engine, { ...{ text, name }, ...options });
        say(options, files, () => table(files.map((one) => ({ ...one }))));
      } finally {
        await engine.letGo();
      }
    });
}

/** Nobody sits and waits. */
const UNHURRIED = 24 * 60 * 60;

function setting(text: string, before: Record<string, unknown>): Record<string, unknown> {
  const [, input, value] = /^([A-Za-z_$][\w$]*)=(.*)$/s.exec(text) ?? [];
  if (input === undefined || value === undefined) {
    throw callError({
      expected: "an input and its value, such as --set least=20",
      came: text,
      todo: "correct what follows --set",
    });
  }
  const isNumber = /^-?\d+(\.\d+)?$/.test(value) && !/^-?0\d/.test(value);
  const known: Record<string, unknown> = { true: true, false: false };
  return { ...before, [input]: isNumber ? Number(value) : (known[value] ?? value) };
}
