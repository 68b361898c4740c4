import { z } from "zod";
import { cellKinds, codesOf } from "../../../loaders/contract/cells.ts";
import type { Contract } from "../../../loaders/contract/define-loader.ts";

/**
 * What of a cell of a refused row may be kept. Such a cell can hold anything: a name typed into a
 * number, a date of birth one column too far right. So of a file about children a value is kept
 * only where its form rules out a person; of any other its length and form are kept, and the row and
 * column say where in the file it can be read.
 */
export function masked(contract: Contract, column: string, value: string): string {
  if (contract.privacy?.[column]) return "(withheld)";
  if (!contract.isChildLevel || isImpersonal(contract.columns.shape[column]!, value)) return value;
  return formOnly(value);
}

/** The length and form of a text, in place of it. */
export const formOnly = (value: string): string =>
  `(text of ${value.length} characters: ${formOf(value)})`;

const MOST_OF_A_FORM = 40;

/** The form of a text and nothing of it: 9 for a digit, A and a for letters, other signs as they are. */
export function formOf(text: string): string {
  const form = text
    .slice(0, MOST_OF_A_FORM)
    .replace(/[\p{Nd}\p{Nl}\p{No}]/gu, "9")
    .replace(/\p{Lu}/gu, "A")
    .replace(/[\p{L}\p{M}]/gu, (letter) => (letter === "A" ? letter : "a"))
    // Signs of other kinds, such as controls, say nothing that helps.
    .replace(/[^ -~£€–—]/gu, "?");
  return text.length > MOST_OF_A_FORM ? `${form}…` : form;
}

const NO_ANSWER = /^#?(n[/.]?a[.!]?|nil|null|none|nan|unknown|tbc|ref!|value!|name[?]|div[/]0!)$/i;
const NUMBER = /^[+-]?£?([0-9]{1,7}|[0-9]{1,3}(,[0-9]{3}){1,3})([.][0-9]{0,6})?%?$/;
const FINANCIAL_YEAR = /^[0-9]{4}[-/][0-9]{2,4}$/;
const DAY = /^[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}([ T][0-9:.]{5,15}Z?)?$/;

function isImpersonal(cell: z.ZodType, value: string): boolean {
  if (value.length === 1 || NO_ANSWER.test(value)) return true;
  if (NUMBER.test(value) || FINANCIAL_YEAR.test(value)) return true;
  const inner = innermost(cell);
  if (DAY.test(value)) return cellKinds.get(inner)?.kind === "date";
  return codesOf(inner).some((code) => letters(code) === letters(value)) || isLocalCode(value);
}

/** Digits and one or two letters, such as S12-3 or 1o0.20: a name, UPN or NHS number has more. */
const isLocalCode = (value: string): boolean =>
  /^[A-Za-z0-9.,_£-]+$/.test(value) &&
  /^([^0-9]*[0-9]){1,8}[^0-9]*$/.test(value) &&
  /^([^A-Za-z]*[A-Za-z]){1,2}[^A-Za-z]*$/.test(value);

/** Letters and digits alone, in lower case: codes that differ only otherwise are taken for one. */
export const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** A cell without what says that it may be blank or absent. */
export const innermost = (cell: z.ZodType): z.ZodType =>
  cell instanceof z.ZodOptional || cell instanceof z.ZodNullable
    ? innermost(cell.unwrap() as z.ZodType)
    : cell;
