import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, common } from "./options.ts";

type Options = Common & { folder?: string };

/** Adds `vsend notebook`. */
export function addNotebook(vsend: Command): void {
  common(vsend.command("notebook"))
    .description("private notebooks over the warehouse, on 127.0.0.1 only")
    .argument("[name]", "the notebook to open; without it, the list of them")
    .option("--folder <folder>", "where notebooks lie (default: notebooks, beside the warehouse)")
    .action(async (name: string | undefined, options: Options) => {
      if (!existsSync(options.warehouse)) throw noWarehouse(options.warehouse);
      // The page reader and the bundler take a second to read; only notebooks need them.
      const { serveNotebooks } = await import("../notebook/server/serve.ts");
      const served = await serveNotebooks({
        warehouse: resolve(options.warehouse),
        folder: notebookFolder(options),
        ...(name === undefined ? {} : { name }),
      });
      console.log(
        `Notebooks are at ${served.link}\nThe link opens once, in one browser, for you alone: do not pass it on. Ctrl-C ends it.`,
      );
      const ended = new Promise<void>((end) => {
        process.once("SIGINT", end).once("SIGTERM", end);
      });
      await ended;
      await served.stop();
    });
}

/** Notebooks lie beside the warehouse they ask, unless said otherwise. */
export const notebookFolder = ({ folder, warehouse }: Options): string =>
  resolve(folder ?? join(dirname(warehouse), "notebooks"));
