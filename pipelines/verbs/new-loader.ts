import { type Command, Option } from "commander";
import type { NewKind } from "./new-kind.ts";
import { say } from "./verb.ts";

interface Options {
  from: string;
  authority?: string;
  about?: "children" | "things";
  force: boolean;
  json: boolean;
}

/** `vsend new loader`: a source that nobody foresaw. */
export const loaderKind: NewKind = (parent: Command) => {
  parent
    .command("loader")
    .description("a loader for a kind of file that nobody foresaw, from an example of it")
    .argument("<name>", "what to call the source, such as transport-routes")
    .requiredOption("--from <file>", "an example: any format that is loaded")
    .option("--authority <code>", "ONS code of the authority, where no column says it")
    .addOption(
      new Option("--about <what>", "what rows are about; guessed otherwise").choices([
        "children",
        "things",
      ]),
    )
    .option("--force", "write over files that are there", false)
    .option("--json", "print the result as JSON, and nothing else", false)
    .addHelpText("after", HELP)
    .action(async (name: string, { from, authority, about, force, json }: Options) => {
      const { newLoader } = await import("../scaffold/new-loader.ts");
      const { loaderReport, summary } = await import("../scaffold/report.ts");
      const made = await newLoader(name, {
        from,
        isForced: force,
        ...(authority ? { authority } : {}),
        ...(about ? { isChildLevel: about === "children" } : {}),
      });
      say({ json }, summary(made), () => loaderReport(made, from));
    });
};

const HELP = `
Writes loaders/NAME.ts (the contract), pipelines/entities/NAME.sql (its model),
test/fixtures/NAME.csv (invented values, with faults planted), test/loaders/NAME.test.ts,
and lists the loader in loaders/index.ts. Columns that look personal are left out, hashed or
cut to a month. Read the contract before you commit it: codes in it are from the example.`;
