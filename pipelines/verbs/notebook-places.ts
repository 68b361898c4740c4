import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, common } from "./options.ts";

export type NotebookOptions = Common & { folder?: string };

/** What every verb of notebooks takes. */
export const withFolder = (command: Command): Command =>
  common(command).option(
    "--folder <folder>",
    "where notebooks lie (default: notebooks, beside the warehouse)",
  );

/** The warehouse and the folder of notebooks, which is beside it. @throws VsendError without a warehouse. */
export function placesOf({ folder, warehouse }: NotebookOptions) {
  if (!existsSync(warehouse)) throw noWarehouse(warehouse);
  return {
    warehouse: resolve(warehouse),
    folder: resolve(folder ?? join(dirname(warehouse), "notebooks")),
  };
}
