import { callPath } from "../load/read/formats/candidate.ts";
import { table } from "../printing/table.ts";
import type { DryRun, DryRunFile } from "./dry-run.ts";
import type { Judgement } from "./judge.ts";
import type { Proposal } from "./propose.ts";
import { longShown, shown } from "./shown.ts";

/** A dry run in words. */
export function dryRunReport(
  { files, passedOver, isLoadable, unlooked }: DryRun,
  written: ReadonlyMap<DryRunFile, string> = new Map(),
) {
  const lines = files.flatMap((file) => [...fileLines(file, written.get(file) ?? null), ""]);
  if (passedOver.length > 0)
    lines.push(`No loader knows, so passed over: ${passedOver.map(longShown).join(", ")}`);
  if (unlooked) lines.push(unlooked);
  lines.push(
    isLoadable
      ? "A load would take this. Nothing was loaded."
      : "A load would be refused. Nothing was loaded.",
  );
  return lines.join("\n");
}

function fileLines(found: DryRunFile, written: string | null): string[] {
  const { file, recognised, problem, proposal, remedy, judgement, untaken } = found;
  return [
    file,
    ...(recognised
      ? [
          `  recognised as ${recognised.loader} (${recognised.title})${recognised.mapping ? ` by the mapping ${recognised.mapping}` : ""}: ${recognised.why}`,
        ]
      : ["  not recognised"]),
    ...(problem
      ? [
          `  expected ${problem.expected}`,
          `  got ${problem.came}`,
          ...(problem.details ?? []).map((detail) => `    ${shown(detail)}`),
        ]
      : []),
    ...(proposal ? proposalLines(proposal) : []),
    ...(judgement ? judgementLines(judgement, proposal !== null) : []),
    ...(untaken.length > 0
      ? [
          `  not taken: ${untaken.slice(0, 20).map(shown).join(", ")}${untaken.length > 20 ? ` and ${untaken.length - 20} more` : ""}`,
        ]
      : []),
    ...reachLines(found),
    ...(remedy ? remedyLines(remedy) : []),
    ...(proposal || remedy ? nextLines(found, written) : []),
  ];
}

function proposalLines(proposal: Proposal): string[] {
  const { contract, score, rival, columns, questions, constants, missing } = proposal;
  const rows = columns.map((own) => ({
    "loader's column": own.column,
    "file's column": shown(own.from.name),
    score: Number(own.score.toFixed(2)),
    because: own.reasons.map(shown).join("; "),
  }));
  return [
    `  proposed, not applied: ${contract.name} (${contract.title}), score ${score.toFixed(2)}${rival ? `; or else ${rival.loader} (${rival.title}), ${rival.score.toFixed(2)}` : ""}`,
    ...indented(table(rows)),
    ...questions.map(
      ({ column, candidates }) =>
        `    ${column}: ${candidates.length > 1 ? "which?" : "is it?"} ${candidates.map(({ from, score, reasons }) => `${shown(from.name)} (${score.toFixed(2)}: ${reasons.map(shown).join("; ")})`).join(" or ")}`,
    ),
    ...Object.entries(constants).map(
      ([column, value]) =>
        `    ${column}: "${value}" in every row, which is all that the loader takes`,
    ),
    ...(missing.length > 0 ? [`    nothing will do for: ${missing.join(", ")}`] : []),
    ...wholeLines(proposal),
    ...valueLines(proposal),
  ];
}

/** What is said of the whole file: words for a blank, and rows that stand more than once. */
function wholeLines({ columns, repeats, contract }: Proposal): string[] {
  const blanks = new Map<string, number>();
  for (const [word, cells] of columns.flatMap((own) => [...own.blanks]))
    blanks.set(word, (blanks.get(word) ?? 0) + cells);
  const key = contract.key.filter((column) => column !== "authority_code").join(", ");
  return [
    ...(blanks.size > 0
      ? [
          `    taken for a blank: ${[...blanks].map(([word, cells]) => `"${shown(word)}" (${cells} ${cells === 1 ? "cell" : "cells"})`).join(", ")}`,
        ]
      : []),
    ...(repeats
      ? [
          `    ${repeats.rows} rows have the same ${key} as another${repeats.copies > 0 ? `, ${repeats.copies} of them the same in every column` : ""}: instalments, to be added up?`,
        ]
      : []),
  ];
}

const valueLines = ({ columns, questions }: Proposal): string[] =>
  [
    ...columns,
    ...questions.flatMap(({ column, translation }) =>
      translation ? { column, ...translation } : [],
    ),
  ].flatMap(({ column, values, untranslated }) => [
    ...values
      .slice(0, 20)
      .map(
        ({ value, meaning, rows: n, why }) =>
          `    ${column}: "${shown(value)}" is ${meaning}? ${n} rows; ${why}`,
      ),
    ...untranslated
      .slice(0, 10)
      .map(
        ({ value, isWhole, rows: n, where }) =>
          `    ${column}: ${isWhole ? `"${shown(value)}"` : value} is not known; ${n} rows, first in ${where}`,
      ),
  ]);

/** What a mapping would read of a file whose columns are known. */
const remedyLines = (remedy: Proposal): string[] => [
  "  proposed, not applied: a mapping by which more of its values could be read",
  ...remedy.columns.flatMap(({ column, dateFormat, dateFormats, reasons }) =>
    (dateFormat ?? dateFormats) ? [`    ${column}: ${reasons.slice(1).map(shown).join("; ")}`] : [],
  ),
  ...wholeLines(remedy),
  ...valueLines(remedy),
];

function judgementLines(
  { rowsRead, rowsRefused, isTooMany, notes, rules, replaces }: Judgement,
  isProposed: boolean,
) {
  const whole = isTooMany ? ", more than may be: nothing of the call would be loaded" : "";
  return [
    ...notes.map((note) => `  the file ${longShown(note)}`),
    `  ${rowsRefused} of ${rowsRead} rows would be refused${isProposed ? " if the proposal were accepted as it is" : ""}${whole}`,
    ...replaces.map((words) => `  ${longShown(words)}`),
    ...rules.slice(0, 10).map(({ suppliersColumn, message, rows, examples }) => {
      const some = examples.map(({ row, cell, value }) =>
        `row ${row}${cell ? ` (${cell})` : ""} ${shown(value ?? "")}`.trim(),
      );
      return `    ${rows} x ${shown(suppliersColumn)} ${message}: ${some.join(", ")}`;
    }),
  ];
}

function reachLines({ reaches }: DryRunFile): string[] {
  if (reaches.length === 0) return [];
  return [
    "  what these columns reach:",
    ...indented(
      table(
        reaches.map(({ column, change, models, releases, pages }) => ({
          column,
          change,
          "entities and measures": few(models),
          releases: few(releases),
          pages: few(pages),
        })),
      ),
    ),
  ];
}

const MOST_NAMES = 4;
const few = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES).join(", ")} and ${names.length - MOST_NAMES} more`
    : names.join(", ") || "none";

const nextLines = ({ source }: DryRunFile, written: string | null): string[] => [
  written
    ? `  the proposal is in ${written}: check it, complete it and fill in \`accepted\`; then vsend load ${callPath(source)} --mapping ${written}`
    : `  to have it as a file: vsend load --dry-run ${callPath(source)} --write-mapping MAPPING.yaml`,
];

const indented = (text: string): string[] => text.split("\n").map((line) => `    ${line}`);
