import { join } from "node:path";
import { contracts } from "../../loaders/index.ts";
import { models } from "../build/models.ts";

import { callError } from "../warehouse/errors.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { contractText } from "./contract-text.ts";
import { readExample } from "./example.ts";
import { makeFixture } from "./fixture.ts";
import { entityText, testText } from "./loader-texts.ts";
import { checkedName, tableOf } from "./names.ts";
import { ownInstruments } from "./own-instruments.ts";
import { registerLoader } from "./register.ts";
import { guessSource, type Said, type SourceGuess } from "./source-guess.ts";
import { format, writeFiles } from "./write-files.ts";

export interface NewLoader {
  files: string[];
  source: SourceGuess;
}

export interface NewLoaderOptions extends Said {
  from: string;
  isForced?: boolean;
  /** The program's folder. */
  root?: string;
}

/**
 * Begins a loader from an example of its files: contract, model, fixture and test, and its place
 * in the list of loaders. No value of the example is written but codes that stand again and again.
 *
 * @throws VsendError where the name is taken, a loader knows the file already, or more must be said.
 */
export async function newLoader(name: string, options: NewLoaderOptions): Promise<NewLoader> {
  const { from, isForced = false, root = PROJECT, ...said } = options;
  const known = contracts(ownInstruments()).filter(
    (contract) => contract.name !== checkedName(name),
  );
  refuseTaken(name, isForced);
  const example = await readExample(from, known);
  if (example.knownTo && !isForced) throw alreadyKnown(from, example.knownTo);
  const source = guessSource(name, example, said);
  const fixture = makeFixture(source);
  const files = writeFiles(
    root,
    {
      [`loaders/${name}.ts`]: contractText(source),
      [`pipelines/entities/${tableOf(name)}.sql`]: entityText(source),
      [`test/fixtures/${name}.csv`]: fixture.csv,
      [`test/loaders/${name}.test.ts`]: testText(source, fixture),
    },
    isForced,
  );
  registerLoader(join(root, "loaders/index.ts"), name);
  files.push("loaders/index.ts");
  format(root, files);
  return { files, source };
}

function refuseTaken(name: string, isForced: boolean) {
  const isTaken = models(ownInstruments()).some((model) => model.name === tableOf(name));
  if (!isTaken || isForced) return;
  throw callError({
    expected: "a name that no table of the warehouse has",
    came: tableOf(name),
    todo: "choose another name; nothing was written",
  });
}

const alreadyKnown = (from: string, knownTo: string) =>
  callError({
    expected: "a file that no loader knows yet",
    came: `one that "${knownTo}" takes`,
    where: from,
    todo: `load it: vsend load ${from}; or add --force to begin another loader all the same`,
  });
