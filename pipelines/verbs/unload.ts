import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { Command } from "commander";
import { type Unloaded, unload } from "../load/unload.ts";
import { callError } from "../warehouse/errors.ts";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, common, flags } from "./options.ts";
import { projectOf } from "./project-of.ts";
import { say, withWarehouse } from "./verb.ts";

type Options = Common & { reason?: string; by: string };

const HELP = `
The rows of the load go, with its refused ones, and the rows that it had superseded stand again. The
ledger keeps its line, with its rows counted as superseded; the table "unloads" says when, why and by
whom. The file can be loaded again afterwards. Files of a return that were loaded in one call go
together; an earlier export that they had replaced is loaded again from its files.

The rows are no longer in any table; to have their bytes out of the file too, see vsend forget.`;

/** Adds `vsend unload`. */
export function addUnload(vsend: Command): void {
  common(vsend.command("unload"))
    .description("take a load back; what it had superseded stands again")
    .argument("<load>", "number of the load, or name of its file as the ledger has it")
    .option("--reason <why>", "why, naming no child; kept with the ledger")
    .option("--by <who>", "who takes it back", userInfo().username)
    .addHelpText("after", HELP)
    .action((load: string, options: Options) => {
      const reason = options.reason?.trim();
      if (!reason) {
        throw callError({
          expected: "--reason with why the load is taken back, naming no child",
          came: "no reason",
          todo: `say why, for example: vsend unload ${load} --reason "the supplier sent last year's file"`,
        });
      }
      if (!existsSync(options.warehouse)) throw noWarehouse(options.warehouse);
      return withWarehouse(options, async (warehouse) => {
        const unloaded = await unload(
          warehouse,
          load,
          { reason, signedBy: options.by },
          projectOf(options).instruments,
        );
        say(options, { unloaded }, () => unloadReport(unloaded, flags(options)));
      });
    });
}

const rows = (n: number): string => `${n.toLocaleString("en-GB")} row${n === 1 ? "" : "s"}`;

/** The earlier export that stands in nothing now. */
function againReport(unloaded: readonly Unloaded[]): string[] {
  const files = unloaded.flatMap(({ load_again }) => load_again ?? []);
  return files.length > 0
    ? [
        `It had replaced an earlier export, of which no row is kept; to go back to that, load its files again: ${files.join(", ")}`,
      ]
    : [];
}

const unloadReport = (unloaded: readonly Unloaded[], flags: string): string =>
  [
    ...unloaded.map(
      ({ load_id, loader, file, rows_taken_back, rows_brought_back }) =>
        `Load ${load_id} (${loader}, ${file}) is taken back: ${rows(rows_taken_back)} went, ${rows(rows_brought_back)} that it had superseded stand again.`,
    ),
    ...againReport(unloaded),
    `What was built or published still has it: vsend build${flags}, and publish again.`,
  ].join("\n");
