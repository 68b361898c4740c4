import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { createInterface } from "node:readline/promises";
import { type Command, Option } from "commander";
import { authorityCode, trimCell } from "../../loaders/contract/cells.ts";
import type { Which } from "../forget/children.ts";
import { type Forgetting, forget, REASONS } from "../forget/forget.ts";
import { forgetReport, forgetSummary } from "../forget/report.ts";
import { heldKey } from "../load/judge/pseudonym.ts";
import { withProgress } from "../printing/progress.ts";
import { callError } from "../warehouse/errors.ts";
import { plainText } from "../warehouse/plain-text.ts";
import { type Common, common, withDesigns } from "./options.ts";
import { projectOf } from "./project-of.ts";

interface ForgetOptions extends Common {
  authority?: string;
  child?: string;
  children?: string;
  olderThanRetention: boolean;
  reason?: Forgetting["reason"];
  by: string;
  evenIfAbsent: boolean;
  dryRun: boolean;
}

const HELP = `
A number given as an argument stays in the history of the shell: "--child -" asks for it instead, or
reads it from another program. Take the numbers as the authority's extracts write them: children of a
SEN2 return are known by UPN, or by ULN where they have none, under the authority's ONS code.

The file is written anew without the child, searched for the child's pseudonym, and put in the place
of the old one. Later loads leave the child's rows out of scope. Publish again afterwards, and deal
with what you published and with copies of the file elsewhere: they are beyond this program.`;

/** Adds `vsend forget`. */
export function addForget(vsend: Command): void {
  withDesigns(common(vsend.command("forget")))
    .description("remove children from the warehouse and from its file, and prove it")
    .option("--authority <code>", "ONS code of the authority whose number it is")
    .option("--child <number>", "the authority's own number of the child; - asks for it")
    .option("--children <file>", "numbers of several children, one a line")
    .option("--older-than-retention", "everyone past the rule retention_years of rules.csv", false)
    .addOption(new Option("--reason <why>", "recorded with the removal").choices([...REASONS]))
    .option("--by <name>", "who signs it off", userInfo().username)
    .option("--even-if-absent", "keep out of later loads also whom nothing is held of", false)
    .option("--dry-run", "say what would be removed, and remove nothing", false)
    .addHelpText("after", HELP)
    .action(async (options: ForgetOptions) => {
      const which = await readWhich(options);
      const { instruments, designs } = projectOf(options);
      const forgotten = await withProgress(
        "Forget",
        options.json,
        (task) =>
          forget(
            options.warehouse,
            {
              which,
              reason: options.reason ?? ("ids" in which ? "request" : "retention"),
              signedBy: options.by,
              isDryRun: options.dryRun,
              evenIfAbsent: options.evenIfAbsent,
            },
            instruments,
            designs,
            heldKey(),
            task,
          ),
        forgetSummary,
      );
      const text = options.json ? JSON.stringify(forgotten, null, 2) : forgetReport(forgotten);
      process.stdout.write(`${plainText(text)}\n`);
      if (!forgotten.isDryRun && forgotten.copies.length > 0) process.exitCode = 1;
    });
}

async function readWhich(options: ForgetOptions): Promise<Which> {
  const { authority, child, children, olderThanRetention } = options;
  const ways = [child, children, olderThanRetention || undefined].filter(
    (way) => way !== undefined,
  );
  if (ways.length !== 1) {
    throw callError({
      expected: "one of --child, --children and --older-than-retention",
      came: ways.length === 0 ? "none of them" : `${ways.length} of them`,
      todo: "say whom to forget, for example: vsend forget --authority E10000015 --child -",
    });
  }
  if (
    authority === undefined ? !olderThanRetention : !authorityCode().safeParse(authority).success
  ) {
    throw callError({
      expected: "--authority with the ONS code of the authority, such as E10000015",
      came: authority ?? "no --authority",
      todo: "give the code that stands in the authority's extracts: numbers repeat between authorities",
    });
  }
  if (olderThanRetention) {
    return { authority, pastRetentionOn: new Date().toISOString().slice(0, 10) };
  }
  const lines = children === undefined ? await readChild(child!) : readLines(children);
  const ids = [...new Set(lines.map(trimCell).filter((id) => id !== null))];
  if (ids.length > 0) return { authority: authority!, ids };
  throw callError({
    expected: "the number of a child, or several, one a line",
    came: "none",
    where: children ?? "standard input",
    todo: "give the numbers as the authority's extracts write them",
  });
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split(/\r\n|\n|\r/);
  } catch (cause) {
    throw callError(
      {
        expected: "a file with numbers of children, one a line",
        came: (cause as NodeJS.ErrnoException).code ?? String(cause),
        where: file,
        todo: "check the path",
      },
      cause,
    );
  }
}

async function readChild(child: string): Promise<string[]> {
  if (child !== "-") return [child];
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if (process.stdin.isTTY) return [await lines.question("Number of the child: ")];
    const given: string[] = [];
    for await (const line of lines) given.push(line);
    return given;
  } finally {
    lines.close();
  }
}
