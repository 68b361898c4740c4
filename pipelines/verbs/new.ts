import type { Command } from "commander";
import { newInstrument } from "./new-instrument.ts";
import type { NewKind } from "./new-kind.ts";
import { loaderKind } from "./new-loader.ts";
import { measureKind } from "./new-measure.ts";
import { notebookKind } from "./new-notebook.ts";

/** Every kind, in the order of the help. */
const KINDS: readonly NewKind[] = [loaderKind, newInstrument, notebookKind, measureKind];

/** Adds `vsend new`, with a subcommand for each kind. */
export function addNew(vsend: Command): void {
  const parent = vsend
    .command("new")
    .description("begin a loader, a needs instrument, a notebook or a measure");
  for (const add of KINDS) add(parent);
}
