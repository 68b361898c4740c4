import type { Command } from "commander";
import { type NotebookOptions, placesOf, withFolder } from "./notebook-places.ts";
import { say } from "./verb.ts";

type Options = NotebookOptions & {
  by: string[];
  mean?: string;
  who: string;
  why: string;
  as?: string;
  force: boolean;
};

/** Adds `vsend notebook share`. */
export function addNotebookShare(notebook: Command): void {
  withFolder(notebook.command("share"))
    .description("a cell of one row a child as a measure that counts or averages them, with a page")
    .argument("<name>", "the notebook")
    .argument("<cell>", "the name of the cell's rows")
    .requiredOption("--by <columns...>", "the columns to count by, bars before their parts")
    .option("--mean <column>", "points to average for each group; without it, children are counted")
    .requiredOption("--who <name>", "who shares it, for the record")
    .requiredOption("--why <words>", "what it is for, for the record")
    .option("--as <name>", "what to call the measure: <what>-by-<grain>")
    .option("--force", "write over files that are there", false)
    .addHelpText(
      "after",
      `
The cell gives child_id and the columns to count by, one row a child; the program counts, or
averages. Days, amounts, columns that few children share, inputs and counts of your own are refused.
Counts of 1 to 4 are hidden, and what would give them away; means are of at least 30 children, of points
from -100 to 100, and have noise. Each publish holds all tables together again.`,
    )
    .action(async (name: string, cell: string, options: Options, command: Command) => {
      const places = placesOf({ ...options, ...command.optsWithGlobals<Options>() });
      const { Engine } = await import("../notebook/engine/engine.ts");
      const { Store } = await import("../notebook/server/store.ts");
      const { nextOf, shareCell } = await import("../notebook/share/share.ts");
      const engine = new Engine(places.warehouse);
      try {
        const { text } = await new Store(places.folder).read(name);
        const shared = await shareCell(engine, {
          ...{ notebook: name, text, cell, by: options.by, who: options.who, why: options.why },
          ...(options.mean === undefined ? {} : { mean: options.mean }),
          ...(options.as === undefined ? {} : { name: options.as }),
          isForced: options.force,
        });
        say(options, shared, () => nextOf(shared));
      } finally {
        await engine.letGo();
      }
    });
}
