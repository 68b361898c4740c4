import type { Command } from "commander";
import { newInstrument } from "./new-instrument.ts";
import { loaderKind } from "./new-loader.ts";
import { measureKind } from "./new-measure.ts";
import { notebookKind } from "./new-notebook.ts";

/** One kind of thing that `vsend new` can begin: adds its subcommand. */
export type NewKind = (parent: Command) => void;

/** Every kind, in the order of the help. */
const KINDS: readonly NewKind[] = [loaderKind, newInstrument, notebookKind, measureKind];

/** Adds `vsend new`, with a subcommand for each kind. */
export function addNew(vsend: Command): void {
  const parent = vsend
    .command("new")
    .description("begin a loader, a needs instrument, a notebook or a measure");
  for (const add of KINDS) add(parent);
}
