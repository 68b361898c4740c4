import type { Command } from "commander";
import type { NewKind } from "./new-kind.ts";
import { say } from "./verb.ts";

interface Options {
  table?: string;
  force: boolean;
  json: boolean;
}

/** `vsend new notebook`: an analyst's own page. */
export const notebookKind: NewKind = (parent: Command) => {
  parent
    .command("notebook")
    .description("a page of your own in src/notebooks, that shows a published table")
    .argument("<name>", "what to call the page, such as spring-term")
    .option("--table <release>", "the published table it begins with (change-by-authority)")
    .option("--force", "write over a file that is there", false)
    .option("--json", "print the result as JSON, and nothing else", false)
    .addHelpText(
      "after",
      "\nIt can read published tables alone. It is published once it is in a commit, or where vsend publish --page names it.",
    )
    .action(async (name: string, { table, force, json }: Options) => {
      const { newNotebook } = await import("../scaffold/new-notebook.ts");
      const made = newNotebook(name, { isForced: force, ...(table ? { table } : {}) });
      say({ json }, made, () =>
        [
          `Wrote ${made.files.join(", ")}`,
          `Next: npx vsend preview, and open /notebooks/${name}`,
        ].join("\n"),
      );
    });
};
