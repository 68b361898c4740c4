import type { Command } from "commander";

/** One kind of thing that `vsend new` can begin: adds its subcommand. */
export type NewKind = (parent: Command) => void;
