import { parse } from "yaml";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { mappingSchema } from "../../pipelines/load/recognise/mapping-schema.ts";
import type { Mappings } from "../../pipelines/load/recognise/read-mappings.ts";
import { asJson } from "../../pipelines/preflight/as-json.ts";
import { type DryRun, dryRun } from "../../pipelines/preflight/dry-run.ts";
import { proposalYaml } from "../../pipelines/preflight/proposed-mapping.ts";
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

/** What a dry run must say of a file that a load takes whole. */
export interface MustTake {
  contract: Contract;
  rows: number;
}

/** What a dry run of files gets wrong. @throws VsendError as a load of them may. */
export async function dryRunFaults(
  paths: readonly string[],
  instruments: readonly Instrument[],
  mappings: Mappings,
  taken: MustTake | null,
): Promise<string[]> {
  const run = await dryRun(paths, instruments, DESIGNS, mappings, silent);
  const told = dryRunReport(run) + JSON.stringify(asJson(run));
  return [
    ...(CHILD.test(told) ? ["the dry run gives an identifier away"] : []),
    ...(/fault of the program/.test(told)
      ? [`the dry run tells of a fault: ${told.slice(0, 400)}`]
      : []),
    ...run.files.flatMap(({ proposal, remedy, source }) =>
      [proposal, remedy].flatMap((one) => (one ? unreadable(proposalYaml(one, source)) : [])),
    ),
    ...(taken ? notTaken(run, taken) : []),
  ];
}

/** A proposal must be a mapping as it is written, but for what it asks and who accepts it. */
function unreadable(yaml: string): string[] {
  const answered = yaml.replace('sums_repeats: "?"', "sums_repeats: false");
  // As mappings are read: every scalar is a text.
  const { success, error } = mappingSchema.safeParse(parse(answered, { schema: "failsafe" }));
  return success ? [] : [`a proposal is no mapping: ${error.message.slice(0, 300)}\n${yaml}`];
}

function notTaken({ files }: DryRun, { contract, rows }: MustTake): string[] {
  const own = files.find(({ recognised }) => recognised?.loader === contract.name);
  if (!own) return [`a dry run does not know a file of ${contract.name}`];
  const { problem, judgement } = own;
  return problem || judgement?.rowsRefused !== 0 || judgement.rowsRead !== rows
    ? [
        `of ${rows} right rows a dry run says ${problem?.came ?? `${judgement?.rowsRead} are read and ${judgement?.rowsRefused} refused`}`,
      ]
    : [];
}

/** What a new loader made of a file gets wrong; nothing is written. @throws VsendError where more must be said. */
export async function newLoaderFaults(
  path: string,
  instruments: readonly Instrument[],
  plain: readonly string[] | null,
): Promise<string[]> {
  const texts = await newLoaderTexts(path, instruments);
  return [
    ...(CHILD.test(texts.join("\n")) ? ["the new loader gives an identifier away"] : []),
    ...(plain ? firstDifference(plain, texts) : []),
  ];
}

/** The texts of the new loader that an example gives. */
export async function newLoaderTexts(path: string, instruments: readonly Instrument[]) {
  const example = await readExample(path, contracts(instruments));
  const source = guessSource("fuzzed-source", example, { authority: "E10000019" });
  const fixture = makeFixture(source);
  return [contractText(source), entityText(source), testText(source, fixture), fixture.csv];
}

function firstDifference(plain: readonly string[], other: readonly string[]): string[] {
  const [wanted, found] = [plain.join("\n").split("\n"), other.join("\n").split("\n")];
  const at = wanted.findIndex((line, i) => line !== found[i]);
  return at < 0 && wanted.length === found.length
    ? []
    : [`of the same rows in another form another loader is made: ${wanted[at]} as ${found[at]}`];
}
