import type { Command } from "commander";
import { type NotebookOptions, placesOf, withFolder } from "./notebook-places.ts";
import { addNotebookRun } from "./notebook-run.ts";
import { addNotebookShare } from "./notebook-share.ts";

/** Adds `vsend notebook`. */
export function addNotebook(vsend: Command): void {
  const notebook = withFolder(vsend.command("notebook").enablePositionalOptions())
    .description("private notebooks over the warehouse, on 127.0.0.1 only")
    .argument("[name]", "the notebook to open; without it, the list of them")
    .action(async (name: string | undefined, options: NotebookOptions) => {
      const { folder, warehouse } = placesOf(options);
      // The page reader and the bundler take a second to read; only notebooks need them.
      const { serveNotebooks } = await import("../notebook/server/serve.ts");
      const served = await serveNotebooks({
        ...{ warehouse, folder },
        ...(name === undefined ? {} : { name }),
      });
      console.log(
        `Notebooks are at ${served.link}\nThe link opens once, in one browser, for you alone: do not pass it on. Ctrl-C ends it.`,
      );
      await new Promise<void>((end) => {
        process.once("SIGINT", end).once("SIGTERM", end);
      });
      await served.stop();
    });
  addNotebookShare(notebook);
  addNotebookRun(notebook);
}
