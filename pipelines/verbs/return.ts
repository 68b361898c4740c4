import { existsSync } from "node:fs";
import type { Command } from "commander";
import { withProgress } from "../printing/progress.ts";
import type { ReturnReport } from "../suppliers/return.ts";
import { type Common, common, flags } from "./options.ts";
import { projectOf } from "./project-of.ts";
import { say, withWarehouse } from "./verb.ts";

type Options = Common & { authority?: string; out: string };

/** Adds `vsend return`. */
export function addReturn(vsend: Command): void {
  common(vsend.command("return"))
    .description("write workbooks of refused rows for their suppliers to correct")
    .option("--authority <code>", "ONS code of one authority (default: each that has faults)")
    .requiredOption("--out <folder>", "where the workbooks go")
    .addHelpText(
      "after",
      `
Each refused cell is listed under the supplier's own name of its column, with the cell, the reason
and what to put instead. A fault is open until a file is loaded with --corrects naming its load, or
until later loads supersede every row that its load brought in. Values that might be about a child
are masked. Published figures have no supplier here and are left out.`,
    )
    .action((options: Options) =>
      withWarehouse(
        options,
        async (warehouse) => {
          const report = await withProgress(
            "Return",
            options.json,
            async (task) => {
              const { prepare } = await import("../load/commit/prepare.ts");
              await prepare(warehouse, projectOf(options).instruments);
              const { returnFaults } = await import("../suppliers/return.ts");
              return returnFaults(warehouse, options.out, options.authority ?? null, task);
            },
            ({ written }) => `${written.length} workbooks`,
          );
          say(options, report, () => returnReport(report, flags(options)));
        },
        // Read only, a warehouse that is not there is said to be missing and is not made.
        !existsSync(options.warehouse),
      ),
    );
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

function returnReport(report: ReturnReport, flags: string): string {
  const lines = report.written.map(
    ({ authority, workbook, faults, rows, files }) =>
      `${workbook}: ${count(rows, "row")} of ${authority ?? "no known authority"} to correct, ${count(faults, "fault")}, ${count(files, "file")}`,
  );
  if (report.nothingFor) {
    lines.push(
      `Nothing to return to ${report.nothingFor}: none of its rows is refused, or every one was corrected.`,
    );
  } else if (report.written.length === 0) {
    lines.push("Nothing to return: no authority has a refused row that is still to be corrected.");
  }
  if (report.untold_rows > 0) {
    lines.push(
      `${report.untold_rows} refused rows tell no authority, in files that hold several; vsend return${flags} without --authority writes a workbook of them.`,
    );
  }
  if (report.left_out_rows > 0) {
    lines.push(
      `${report.left_out_rows} refused rows are left out: of published figures, which no authority supplied, or of loads made before it was kept whose rows were refused.`,
    );
  }
  return lines.join("\n");
}
