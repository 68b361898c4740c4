import type { Command } from "commander";
import { readInstrument } from "../instruments/read-instruments.ts";
import { workedExample } from "./instrument-example.ts";
import { exampleWords } from "./instrument-words.ts";

/** Adds `vsend instrument check FILE`. */
export function addInstrument(vsend: Command): void {
  vsend
    .command("instrument")
    .description("check the file of a needs instrument before anyone relies on it")
    .command("check")
    .description("hold the file to its form, and print a made-up child scored with it")
    .argument("<file>", "a YAML file such as those in data/instruments")
    .option("--json", "print the result as JSON, and nothing else", false)
    .addHelpText(
      "after",
      "\nThe child is scored with the same SQL that scores real ones. Nothing is stored.\nExit codes: 0 it can be used, 2 it cannot and why.",
    )
    .action(async (file: string, { json }: { json: boolean }) => {
      const instrument = readInstrument(file);
      const example = await workedExample(instrument);
      const { instrument: name, version } = instrument;
      const text = json
        ? JSON.stringify({ file, instrument: name, version, ...example }, null, 2)
        : exampleWords(instrument, example);
      process.stdout.write(`${text}\n`);
    });
}
