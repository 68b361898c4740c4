import { type Command, CommanderError } from "commander";
import { program } from "./verbs/program.ts";
import { VsendError } from "./warehouse/errors.ts";
import { plainText } from "./warehouse/plain-text.ts";

/** Runs the command; sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // What is written is about children unless it is published: `readableByAll` opens the site.
  process.umask(0o077);
  // Whoever reads our output, such as head, may stop before its end.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  const vsend = await program(argv);
  for (const command of withSubcommands(vsend)) command.exitOverride();
  try {
    await vsend.parseAsync(argv as string[]);
  } catch (error) {
    process.exitCode = report(error, argv.includes("--json"));
  }
}

const withSubcommands = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

function report(error: unknown, isJson: boolean): number {
  const asJson = (problem: object) =>
    process.stdout.write(`${plainText(JSON.stringify({ error: problem }, null, 2))}\n`);
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Commander has already said it in words, on the error stream.
    if (isJson) asJson({ came: error.message, todo: "see vsend --help" });
    return 2;
  }
  if (error instanceof VsendError) {
    if (isJson) asJson(error.problem);
    else process.stderr.write(`${plainText(error.message)}\n`);
    return error.exitCode;
  }
  if (isJson) asJson({ came: String(error), todo: "report this fault of the program" });
  process.stderr.write(
    `This is a fault of the program, not of your files; nothing was lost.\n${plainText(String(error instanceof Error ? error.stack : error))}\n`,
  );
  return 70;
}
