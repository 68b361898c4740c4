import type { Command } from "commander";
import type { NewKind } from "./new-kind.ts";
import { say } from "./verb.ts";

interface Options {
  of: string;
  by: string[];
  notAboutChildren?: string;
  force: boolean;
  json: boolean;
}

/** `vsend new measure`: a number we publish, by something. */
export const measureKind: NewKind = (parent: Command) => {
  parent
    .command("measure")
    .description(
      "a published table that counts children by something: its folder, chart, method page, tests and line in the index",
    )
    .argument("<name>", "<measure>-by-<grain>, such as support-by-tier")
    .requiredOption(
      "--of <table or file.sql>",
      "the table whose children are counted, such as support; or a file with the select that gives them (child_id and the columns of --by)",
    )
    .option("--by <columns...>", "the columns they are counted by, bars before their parts", [
      "authority_code",
    ])
    .option("--not-about-children <why>", "of a table without children: why its rows tell of none")
    .option("--force", "write over files that are there", false)
    .option("--json", "print the result as JSON, and nothing else", false)
    .addHelpText(
      "after",
      "\nIt hides counts of 1 to 4 and takes its place in the audit. What it counts is a select to edit (CONTRIBUTING.md).",
    )
    .action(async (name: string, { of, by, notAboutChildren, force, json }: Options) => {
      const { newMeasure } = await import("../scaffold/new-measure.ts");
      const made = await newMeasure(name, {
        ...{ of, by, isForced: force },
        ...(notAboutChildren === undefined ? {} : { notAudited: notAboutChildren }),
      });
      say({ json }, made, () =>
        [
          `Wrote ${made.files.join(", ")}`,
          `Next: npx vitest run --project unit ${made.files.filter((file) => file.startsWith("test/")).join(" ")}`,
          "      npx vitest run --project unit --project slow test/snapshots test/pipelines/dictionary -u   (its golden file: read it)",
          `      npx vsend build && npx vsend query 'from ${made.table}'`,
          `      npx vsend preview, and open /method/${made.name}`,
        ].join("\n"),
      );
    });
};
