import type { Command } from "commander";
import type { NewKind } from "./new-kind.ts";
import { say } from "./verb.ts";

interface Options {
  of: string;
  by: string[];
  force: boolean;
  json: boolean;
}

/** `vsend new measure`: a number we report, by something. */
export const measureKind: NewKind = (parent: Command) => {
  parent
    .command("measure")
    .description("a select in pipelines/measures/shared that counts rows of a table, and its test")
    .argument("<name>", "<measure>-by-<grain>, such as support-by-authority")
    .requiredOption("--of <table>", "the table whose rows are counted, such as support")
    .option("--by <columns...>", "the columns they are counted by", ["authority_code"])
    .option("--force", "write over files that are there", false)
    .option("--json", "print the result as JSON, and nothing else", false)
    .addHelpText(
      "after",
      "\nNothing is published by it: that takes a release with its disclosure rule (CONTRIBUTING.md).",
    )
    .action(async (name: string, { of, by, force, json }: Options) => {
      const { newMeasure } = await import("../scaffold/new-measure.ts");
      const made = await newMeasure(name, { of, by, isForced: force });
      say({ json }, made, () =>
        [
          `Wrote ${made.files.join(", ")}`,
          `Next: npx vitest run ${made.files[1]}`,
          `      npx vsend build && npx vsend query 'from ${name.replaceAll("-", "_")}'`,
        ].join("\n"),
      );
    });
};
