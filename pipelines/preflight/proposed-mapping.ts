import { existsSync, writeFileSync } from "node:fs";
import { cellKinds } from "../../loaders/contract/cells.ts";
import type { Contract } from "../../loaders/contract/define-loader.ts";
import { innermost } from "../load/judge/masking.ts";
import type { Candidate } from "../load/read/formats/candidate.ts";
import { conflictingForms } from "../load/recognise/date-format.ts";
import { type MappedColumn, type Mapping, spreadOut } from "../load/recognise/mapping-schema.ts";
import { callError } from "../warehouse/errors.ts";
import { isBlankWord } from "./blank-words.ts";
import type { Candidacy } from "./match-columns.ts";
import { meaningOf } from "./meaning.ts";
import type { Proposal, Question } from "./propose.ts";
import { shown } from "./shown.ts";
import type { Translation } from "./translations.ts";

/** Stands for an authority that is not known yet while a proposal is judged; it is never written. */
const STAND_IN = "X99999999";

/** A proposal as a mapping, for judging what it would refuse. */
export function mappingOf(proposal: Proposal): Mapping {
  const { contract, columns, constants, missing } = proposal;
  const whole = wholeOf(proposal);
  const isSaid = (column: string) =>
    column === "authority_code" ||
    column in constants ||
    columns.some((own) => own.column === column);
  const entries = columns.map((own): [string, MappedColumn] => [
    own.column,
    {
      from: own.from.name,
      values: Object.fromEntries([
        ...own.values.map(({ value, meaning }) => [value, meaning]),
        ...ownBlanks(own, whole).map(([word]) => [word, ""]),
      ]),
      ...(formatOf(own, whole) ? { date_format: formatOf(own, whole)! } : {}),
    },
  ]);
  const content = {
    loader: contract.name,
    constants: missing.includes("authority_code")
      ? { ...constants, authority_code: STAND_IN }
      : constants,
    columns: Object.fromEntries(entries),
    untaken: [],
    // Without a column of its key, rows that are different look alike.
    sums_repeats: proposal.repeats?.copies === 0 && contract.key.every(isSaid),
    blanks: [...whole.blanks.keys()],
    date_formats: [...whole.dateFormats],
  };
  return {
    ...content,
    ...spreadOut(content, (column) => isDay(contract, column)),
    name: "proposal",
    file: "",
    text: "",
    sha256: "",
    isNamed: false,
    isMeant: false,
  };
}

/** What a proposal says once for the whole file. */
interface Whole {
  /** Words for a blank that no column takes for anything else, and in how many cells. */
  blanks: ReadonlyMap<string, number>;
  /** Forms of days, where some column has days of several. */
  dateFormats: readonly string[];
}

function wholeOf({ contract, columns }: Proposal): Whole {
  const blanks = new Map<string, number>();
  for (const own of columns) {
    for (const [word, rows] of own.blanks) {
      const isTaken = columns.some(
        ({ column }) =>
          !contract.privacy?.[column] &&
          meaningOf(column, contract.columns.shape[column]!, word) !== null,
      );
      if (isBlankWord(word) && !isTaken) blanks.set(word, (blanks.get(word) ?? 0) + rows);
    }
  }
  const several = columns.flatMap(({ dateFormats = [] }) => dateFormats);
  const all = [...several, ...columns.flatMap(({ dateFormat }) => dateFormat ?? [])];
  const isOne = several.length > 0 && conflictingForms([...new Set(all)]) === null;
  return { blanks, dateFormats: [...new Set(isOne ? all : several)] };
}

const isDay = ({ columns }: Contract, column: string): boolean =>
  cellKinds.get(innermost(columns.shape[column]!))?.kind === "date";

/** Words for a blank that are said of one column alone. */
const ownBlanks = ({ blanks }: Translation, whole: Whole): [string, number][] =>
  [...blanks].filter(([word]) => !whole.blanks.has(word));

/** The form of one column's days, where it is not among those of the whole file. */
const formatOf = ({ dateFormat }: Candidacy, { dateFormats }: Whole): string | undefined =>
  dateFormat && !dateFormats.includes(dateFormat) ? dateFormat : undefined;

// A JSON string is a YAML string, whatever is in it.
const text = (said: string): string => JSON.stringify(said);

/** A name that the next file of the same kind will probably have: dates and numbers may change. */
const namePattern = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/[0-9]+([-_. ]?[0-9]+)*/g, "*");

/** Where a proposal was made: the file, and whether others of the call have one of their own. */
export type Place = Pick<Candidate, "name" | "sheet"> & { isOneOfSheets?: boolean };

/** The mapping file that would make a proposal come true, to be checked, completed and accepted. */
export function proposalYaml(proposal: Proposal, place: Place): string {
  const { contract, score, rival, columns, questions, constants, missing, untaken } = proposal;
  const asked = new Set(questions.map(({ column }) => column));
  const hasAuthority = columns.some(({ column }) => column === "authority_code");
  const whole = wholeOf(proposal);
  const name = place.sheet === undefined ? place.name : `${place.name}, sheet ${place.sheet}`;
  return [
    `# Proposal, which nobody has accepted: how ${shown(name)} may be read as ${contract.name} (score ${score.toFixed(2)}).`,
    ...(rival
      ? [
          `# It is taken for ${shown(contract.title)}; or else ${shown(rival.title)} (${rival.score.toFixed(2)}).`,
        ]
      : []),
    "# Check every line, complete what has a question mark, then fill in `accepted` at the end.",
    `loader: ${contract.name}`,
    ...(contract.isChildLevel
      ? ["# ONS code of the authority whose files these are?", 'authority_code: "?"']
      : []),
    hasAuthority
      ? `# file_name: ${text(namePattern(place.name))}`
      : `# The files it is for; * stands for any text. Another authority's files must not fit.\nfile_name: ${text(namePattern(place.name))}`,
    ...sheetLines(place),
    ...(Object.keys(constants).length || missing.some((column) => column !== "authority_code")
      ? ["constants:"]
      : []),
    ...Object.entries(constants).map(([column, value]) => `  ${column}: ${text(value)}`),
    ...missing
      .filter((column) => column !== "authority_code")
      .flatMap((column) => {
        const mayBeBlank = contract.columns.shape[column]!.safeParse(null).success;
        return [
          `  # Nothing in the file will do for ${column}: ${mayBeBlank ? "blank in every row" : "the same for every row"}? Else ask for it and map it below.`,
          `  ${column}: ${mayBeBlank ? '""' : '"?"'}`,
        ];
      }),
    ...blankLines(whole),
    ...dateLines(
      whole,
      columns.some(({ column }) => isDay(contract, column)),
    ),
    ...(contract.isAdditive ? repeatLines(proposal) : []),
    "columns:",
    ...columns.flatMap((own) => columnLines(own, whole)),
    ...questions
      .filter(({ column }) => !(column in constants))
      .flatMap((question) => questionLines(contract, question, whole)),
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

function sheetLines({ sheet, isOneOfSheets }: Place): string[] {
  if (sheet === undefined) return [];
  return [
    "# The sheet of a workbook that it is for, where another sheet has the same columns; * stands for any text.",
    `${isOneOfSheets ? "" : "# "}sheet: ${text(sheet)}`,
  ];
}

const times = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

const blankLines = ({ blanks }: Whole): string[] =>
  blanks.size > 0
    ? [
        `# Texts that stand for a blank in any column, capitals aside: here in ${[...blanks].map(([word, n]) => `${times(n, "cell")} ${text(word)}`).join(", ")}.`,
        `blanks: [${[...new Map([...blanks.keys()].map((word) => [word.toLowerCase(), word])).values()].map(text).join(", ")}]`,
      ]
    : ["# Texts that stand for a blank in any column; none was found.", '# blanks: ["N/A", "-"]'];

function dateLines({ dateFormats }: Whole, hasDays: boolean): string[] {
  if (!hasDays) return [];
  return dateFormats.length > 0
    ? [
        "# How days are written, in every column without a date_format of its own; any other form is refused.",
        `date_formats: [${dateFormats.map(text).join(", ")}]`,
      ]
    : [
        "# How days are written, where a loader does not read them: D or DD, M or MM, MMM (Jan), YYYY, 20YY.",
        '# date_formats: ["DD/MM/YYYY", "D-MMM-20YY"]',
      ];
}

function repeatLines({ repeats, contract }: Proposal): string[] {
  const key = contract.key.filter((column) => column !== "authority_code").join(", ");
  if (!repeats) {
    return [
      `# true adds up rows of the same ${key}, as instalments; without it they are refused.`,
      "# sums_repeats: true",
    ];
  }
  const copies =
    repeats.copies > 0
      ? ` ${repeats.copies} of them are the same in every column: copies, or payments of one amount?`
      : " No two are the same in every column.";
  return [
    `# ${repeats.rows} rows have the same ${key} as another.${copies}`,
    "# true adds them up, as instalments; false refuses them.",
    `sums_repeats: ${repeats.copies > 0 ? '"?"' : "true"}`,
  ];
}

function questionLines(contract: Contract, question: Question, whole: Whole): string[] {
  const { column, candidates, translation } = question;
  const isOptional = contract.columns.shape[column]!.safeParse(undefined).success;
  const [only] = candidates;
  const why = `  # ${candidates.length > 1 ? "Which?" : "Is it? Its values are not all what the column takes:"} ${candidates.map(({ from, score }) => `${text(shown(from.name))} ${score.toFixed(2)}`).join(", ")}`;
  if (!translation || !only || contract.privacy?.[column])
    return [why, isOptional ? `  # ${column}: "?"` : `  ${column}: "?"`];
  const lines = columnLines({ ...only, ...translation }, whole);
  return [why, ...(isOptional ? lines.map((line) => `  # ${line.slice(2)}`) : lines)];
}

function columnLines(own: Proposal["columns"][number], whole: Whole): string[] {
  const { column, from, score, reasons, values, untranslated } = own;
  const format = formatOf(own, whole);
  const blanks = ownBlanks(own, whole);
  const said = untranslated.filter(({ isWhole }) => isWhole);
  return [
    `  ${column}: # ${score.toFixed(2)}: ${reasons.map(shown).join("; ")}`,
    `    from: ${text(from.name)}`,
    ...(format ? [`    date_format: ${text(format)}`] : []),
    ...(values.length + blanks.length + said.length > 0 ? ["    values:"] : []),
    ...values.map(
      ({ value, meaning, why, rows }) =>
        `      ${text(value)}: ${text(meaning)} # ${times(rows, "row")}; ${why}`,
    ),
    ...blanks.map(
      ([word, rows]) => `      ${text(word)}: "" # ${times(rows, "row")}; no answer, if it is none`,
    ),
    ...said.map(
      ({ value, rows, where }) =>
        `      ${text(value)}: "?" # ${times(rows, "row")}, first in ${where}; delete the line to have them refused`,
    ),
    ...untranslated
      .filter(({ isWhole }) => !isWhole)
      .map(
        ({ value, rows, where }) =>
          `    # to translate under values, or its rows are refused: ${text(value)}, ${times(rows, "row")}, first in ${where}`,
      ),
  ];
}

const isAsked = (name: string, questions: Proposal["questions"]): boolean =>
  questions.some(({ candidates }) => candidates.some(({ from }) => from.name === name));

/** Writes a proposal to a new file. @throws VsendError rather than overwrite what is there. */
export function writeProposal(path: string, proposal: Proposal, place: Place) {
  if (existsSync(path)) {
    throw callError({
      expected: "a path where there is no file yet",
      came: "a file, which may have been accepted or edited",
      where: path,
      todo: "name another path with --write-mapping",
    });
  }
  writeFileSync(path, proposalYaml(proposal, place), { flag: "wx" });
}
