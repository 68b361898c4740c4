import type { CellGuess } from "./cell-guess.ts";
import { dayCell } from "./day-cells.ts";
import { monthCell } from "./month-cells.ts";
import { decimalCell, integerCell, otherNumberCell } from "./number-cells.ts";
import { codeCell, identifierCell, isNaming, knownCell, wordsCell } from "./text-cells.ts";

/**
 * The narrowest cell that takes every value of a column.
 *
 * @param values The column's text, blanks left out; at least one.
 * @param name Its heading as contracts write it.
 * @returns null where no cell takes them all.
 */
export function guessCell(values: readonly string[], name: string): CellGuess | null {
  return (
    knownCell(values, name) ??
    dayCell(values) ??
    (/(^|_)(month|period|date|time)/.test(name) || !values.every((value) => /^[0-9]+$/.test(value))
      ? monthCell(values)
      : null) ??
    (isNaming(name) ? identifierCell(values) : null) ??
    integerCell(values, name) ??
    decimalCell(values) ??
    otherNumberCell(values) ??
    codeCell(values, name) ??
    identifierCell(values) ??
    wordsCell(values)
  );
}
