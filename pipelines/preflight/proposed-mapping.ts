import { existsSync, writeFileSync } from "node:fs";
import type { MappedColumn, Mapping } from "../load/recognise/mapping-schema.ts";
import { callError } from "../warehouse/errors.ts";
import type { Proposal } from "./propose.ts";
import { shown } from "./shown.ts";

/** Stands for an authority that is not known yet while a proposal is judged; it is never written. */
const STAND_IN = "X99999999";

/** A proposal as a mapping, for judging what it would refuse. */
export function mappingOf({ contract, columns, constants, missing }: Proposal): Mapping {
  const entries = columns.map(({ column, from, values, dateFormat }): [string, MappedColumn] => [
    column,
    {
      from: from.name,
      values: Object.fromEntries(values.map(({ value, meaning }) => [value, meaning])),
      ...(dateFormat ? { date_format: dateFormat } : {}),
    },
  ]);
  return {
    loader: contract.name,
    constants: missing.includes("authority_code")
      ? { ...constants, authority_code: STAND_IN }
      : constants,
    columns: Object.fromEntries(entries),
    untaken: [],
    sums_repeats: false,
    blanks: [],
    date_formats: [],
    name: "proposal",
    file: "",
    text: "",
    sha256: "",
    isNamed: false,
    isMeant: false,
  };
}

// A JSON string is a YAML string, whatever is in it.
const text = JSON.stringify;

/** A name that the next file of the same kind will probably have: dates and numbers may change. */
const namePattern = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/[0-9]+([-_. ]?[0-9]+)*/g, "*");

/** The mapping file that would make a proposal come true, to be checked, completed and accepted. */
export function proposalYaml(proposal: Proposal, file: string): string {
  const { contract, score, columns, questions, constants, missing, untaken } = proposal;
  const asked = new Set(questions.map(({ column }) => column));
  const hasAuthority = columns.some(({ column }) => column === "authority_code");
  return [
    `# Proposal, which nobody has accepted: how ${shown(file)} may be read as ${contract.name} (score ${score.toFixed(2)}).`,
    "# Check every line, complete what has a question mark, then fill in `accepted` at the end.",
    `loader: ${contract.name}`,
    ...(contract.isChildLevel
      ? ["# ONS code of the authority whose files these are?", 'authority_code: "?"']
      : []),
    hasAuthority
      ? `# file_name: ${text(namePattern(file))}`
      : `# The files it is for; * stands for any text. Another authority's files must not fit.\nfile_name: ${text(namePattern(file))}`,
    ...(Object.keys(constants).length || missing.some((column) => column !== "authority_code")
      ? ["constants:"]
      : []),
    ...Object.entries(constants).map(([column, value]) => `  ${column}: ${text(value)}`),
    ...missing
      .filter((column) => column !== "authority_code")
      .flatMap((column) => [
        `  # Nothing in the file will do for ${column}: the same for every row? Else ask for it and map it below.`,
        `  ${column}: "?"`,
      ]),
    "columns:",
    ...columns.flatMap(columnLines),
    ...questions
      .filter(({ column }) => !(column in constants))
      .flatMap(({ column, candidates }) => [
        `  # ${candidates.length > 1 ? "Which?" : "Is it? Its values are not what the column takes:"} ${candidates.map(({ from, score }) => `${text(shown(from.name))} ${score.toFixed(2)}`).join(", ")}`,
        contract.columns.shape[column]!.safeParse(undefined).success
          ? `  # ${column}: "?"`
          : `  ${column}: "?"`,
      ]),
    ...(untaken.some((name) => !isAsked(name, questions))
      ? ["# Known and not wanted:", "untaken:"]
      : []),
    ...untaken.filter((name) => !isAsked(name, questions)).map((name) => `  - ${text(name)}`),
    ...(asked.size > 0 ? [`# Unanswered: ${[...asked].join(", ")}`] : []),
    "# accepted:",
    "#   by: who checked it",
    "#   on: 2026-01-31",
    "#   note: what it was checked against",
    "",
  ].join("\n");
}

function columnLines({
  column,
  from,
  score,
  reasons,
  values,
  untranslated,
  dateFormat,
}: Proposal["columns"][number]): string[] {
  return [
    `  ${column}: # ${score.toFixed(2)}: ${reasons.map(shown).join("; ")}`,
    `    from: ${text(from.name)}`,
    ...(dateFormat ? [`    date_format: ${text(dateFormat)}`] : []),
    ...(values.length > 0 ? ["    values:"] : []),
    ...values.map(
      ({ value, meaning, why, rows }) =>
        `      ${text(value)}: ${text(meaning)} # ${rows} row${rows === 1 ? "" : "s"}; ${why}`,
    ),
    ...untranslated.map(
      ({ value, rows }) =>
        `    # to translate under values, or its rows are refused: ${text(value)} (${rows} row${rows === 1 ? "" : "s"})`,
    ),
  ];
}

const isAsked = (name: string, questions: Proposal["questions"]): boolean =>
  questions.some(({ candidates }) => candidates.some(({ from }) => from.name === name));

/** Writes a proposal to a new file. @throws VsendError rather than overwrite what is there. */
export function writeProposal(path: string, proposal: Proposal, file: string) {
  if (existsSync(path)) {
    throw callError({
      expected: "a path where there is no file yet",
      came: "a file, which may have been accepted or edited",
      where: path,
      todo: "name another path with --write-mapping",
    });
  }
  writeFileSync(path, proposalYaml(proposal, file), { flag: "wx" });
}
