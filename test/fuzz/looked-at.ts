import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { NO_MAPPINGS } from "../../pipelines/load/recognise/read-mappings.ts";
import { asJson } from "../../pipelines/preflight/as-json.ts";
import { dryRun } from "../../pipelines/preflight/dry-run.ts";
import { dryRunReport } from "../../pipelines/preflight/report.ts";
import { contractText } from "../../pipelines/scaffold/contract-text.ts";
import { readExample } from "../../pipelines/scaffold/example.ts";
import { makeFixture } from "../../pipelines/scaffold/fixture.ts";
import { entityText, testText } from "../../pipelines/scaffold/loader-texts.ts";
import { guessSource } from "../../pipelines/scaffold/source-guess.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { shippedDesigns } from "../shipped.ts";

/** Identifiers of children as they are planted. */
const CHILD = /child_id-[0-9]/;

const DESIGNS = shippedDesigns();

/** What a dry run of files gets wrong. @throws VsendError as a load of them may. */
export async function dryRunFaults(
  paths: readonly string[],
  instruments: readonly Instrument[],
): Promise<string[]> {
  const run = await dryRun(paths, instruments, DESIGNS, NO_MAPPINGS, silent);
  const told = dryRunReport(run, null) + JSON.stringify(asJson(run, null));
  return [
    ...(CHILD.test(told) ? ["the dry run gives an identifier away"] : []),
    ...(/fault of the program/.test(told)
      ? [`the dry run tells of a fault: ${told.slice(0, 400)}`]
      : []),
  ];
}

/** What a new loader made of a file gets wrong; nothing is written. @throws VsendError where more must be said. */
export async function newLoaderFaults(
  path: string,
  instruments: readonly Instrument[],
): Promise<string[]> {
  const example = await readExample(path, contracts(instruments));
  const source = guessSource("fuzzed-source", example, { authority: "E10000019" });
  const fixture = makeFixture(source);
  const texts = [contractText(source), entityText(source), testText(source, fixture), fixture.csv];
  return CHILD.test(texts.join("\n")) ? ["the new loader gives an identifier away"] : [];
}
