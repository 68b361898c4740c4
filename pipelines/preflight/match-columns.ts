import type { z } from "zod";
import { type Contract, requiredColumns } from "../../loaders/contract/define-loader.ts";
import { rule } from "../warehouse/rules.ts";
import { type Fit, fit } from "./fitness.ts";
import { likeness } from "./likeness.ts";
import type { ColumnProfile } from "./profile.ts";

/** A column of a file that may be one of a loader's. */
export interface Candidacy {
  column: string;
  from: ColumnProfile;
  /** 0 to 1. */
  score: number;
  reasons: string[];
  /** Whether its heading is the column's own name or a known one. */
  isNamed: boolean;
  dateFormat?: string;
  dateFormats?: readonly string[];
}

/** Which column of a file is which of a loader's, and where that cannot be told. */
export interface Matching {
  matched: Candidacy[];
  /** Columns of the loader for which several columns of the file are as good, or the other way about. */
  questions: { column: string; candidates: Candidacy[] }[];
}

/**
 * Matches columns one to one, the surest first. Names and values both count: a likely name whose
 * values do not fit is worth half, and values alone count by how few other columns fit as well.
 */
export function matchColumns(contract: Contract, profiles: readonly ColumnProfile[]): Matching {
  const lead = rule("proposal_least_lead");
  const least = rule("proposal_least_score");
  const all = candidacies(contract, profiles);
  const open = all.filter(({ score }) => score >= least);
  const matching: Matching = { matched: [], questions: [] };
  const isOpen = ({ column, from }: Candidacy) =>
    !matching.matched.some((other) => other.column === column || other.from === from) &&
    !matching.questions.some(
      (asked) => asked.column === column || asked.candidates.some((other) => other.from === from),
    );
  for (const best of open) {
    if (!isOpen(best)) continue;
    const rivals = open.filter(
      (other) =>
        other !== best &&
        isOpen(other) &&
        (other.column === best.column || other.from === best.from) &&
        best.score - other.score < lead,
    );
    if (rivals.length === 0) {
      matching.matched.push(best);
      continue;
    }
    const asked = [best, ...rivals];
    for (const column of new Set(asked.map((one) => one.column))) {
      const candidates = asked.filter((one) => one.column === column);
      matching.questions.push({ column, candidates });
    }
  }
  // A name that fits over values that do not is not passed over in silence.
  for (const misfit of all.filter(({ isNamed }) => isNamed)) {
    if (isOpen(misfit)) matching.questions.push({ column: misfit.column, candidates: [misfit] });
  }
  return matching;
}

/** So many columns of a loader that take a column's values say nothing of which of them it is. */
const FITS_ANY = 3;

function candidacies(contract: Contract, profiles: readonly ColumnProfile[]): Candidacy[] {
  const named = profiles.filter(({ name }) => name.trim() !== "");
  const cells = Object.entries(contract.columns.shape);
  const takenBy = named.map(
    (from) => cells.filter(([column, cell]) => fit(column, cell, from).score >= FITS).length,
  );
  return cells
    .flatMap(([column, cell]) => {
      const fits = named.map((from) => fit(column, cell, from));
      return named.map((from, i) => candidacy(column, cell, from, fits, i, takenBy[i]! < FITS_ANY));
    })
    .sort((a, b) => b.score - a.score);
}

const FITS = 0.95;

function candidacy(
  column: string,
  cell: z.ZodType,
  from: ColumnProfile,
  fits: readonly Fit[],
  nth: number,
  saysWhich: boolean,
): Candidacy {
  const weight = rule("proposal_name_weight");
  const name = likeness(column, cell, from.name);
  const values = fits[nth]!;
  const others = fits.filter((other, i) => i !== nth && other.score >= FITS).length;
  const isRare = 1 - others / Math.max(fits.length - 1, 1);
  const both = weight * name.score + (1 - weight) * (values.isKnown ? values.score : 0.5);
  const alone = saysWhich ? 0.7 * values.score * isRare : 0;
  const doubt = values.isKnown && values.score < 0.5 ? 0.5 : 1;
  return {
    column,
    from,
    score: Math.max(name.score >= 0.3 ? both * doubt : 0, alone),
    reasons: [
      `${name.why} (${name.score.toFixed(2)})`,
      values.isKnown && others > 0 && name.score < 0.9
        ? `${values.why}, as of ${others} other column${others > 1 ? "s" : ""}`
        : values.why,
    ],
    isNamed: name.score >= 0.9,
    ...(values.dateFormat ? { dateFormat: values.dateFormat } : {}),
    ...(values.dateFormats ? { dateFormats: values.dateFormats } : {}),
  };
}

/** What the columns of the loader that a file must have count for, against how many of the file's are explained. */
const NEEDED = 0.85;

/**
 * How well a file matches a loader: mostly the mean score of the columns that it must have, and
 * beside it the share of the file's own columns that are columns of the loader.
 */
export function matchingScore(
  contract: Contract,
  { matched, questions }: Matching,
  profiles: readonly ColumnProfile[],
): number {
  const named = profiles.filter(({ name }) => name.trim() !== "").length;
  return (
    NEEDED * neededScore(contract, { matched, questions }) +
    (1 - NEEDED) * (matched.length / (named || 1))
  );
}

function neededScore(contract: Contract, { matched, questions }: Matching): number {
  const needed = requiredColumns(contract).filter((column) => !canBeConstant(contract, column));
  const scores = needed.map((column) =>
    Math.max(
      0,
      ...matched.filter((one) => one.column === column).map(({ score }) => score),
      ...questions
        .filter((asked) => asked.column === column)
        .flatMap(({ candidates }) => candidates.map(({ score }) => score)),
    ),
  );
  return scores.reduce((sum, score) => sum + score, 0) / (scores.length || 1);
}

/** Columns that may be the same for a whole file: whose it is, and what only one answer fits. */
export const canBeConstant = (contract: Contract, column: string): boolean =>
  column === "authority_code" || onlyCode(contract, column) !== null;

/** The only code that a column takes, such as an instrument's name; null where there are others, or no such column. */
export function onlyCode(contract: Contract, column: string): string | null {
  const cell = contract.columns.shape[column] as { options?: readonly unknown[] } | undefined;
  return cell?.options?.length === 1 ? String(cell.options[0]) : null;
}
