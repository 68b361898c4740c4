import { text } from "../../loaders/contract/cells.ts";
import type { CellGuess } from "./cell-guess.ts";

const NAMES =
  "Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sept?(ember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?";
const SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (nth: number): string => String(nth).padStart(2, "0");
const year = (nth: number): number => 2015 + (Math.floor(nth / 12) % 80);

/** Forms in which months are written, each with an invented month of it. */
const FORMS: readonly [form: RegExp, good: (nth: number) => string][] = [
  [/^(19|20)[0-9]{2}[-/ ]?(0[1-9]|1[0-2])$/, (nth) => `${year(nth)}-${two((nth % 12) + 1)}`],
  [/^(0[1-9]|1[0-2])[-/](19|20)[0-9]{2}$/, (nth) => `${two((nth % 12) + 1)}/${year(nth)}`],
  [
    new RegExp(`^(${NAMES})[-/ ,]{1,2}((19|20)?[0-9]{2})$`),
    (nth) => `${SHORT[nth % 12]}-${year(nth) % 100 < 10 ? "15" : year(nth)}`,
  ],
  [new RegExp(`^(${NAMES})$`), (nth) => SHORT[nth % 12]!],
];

/** Months: kept as they are written, since the next file has others than the example's. */
export function monthCell(values: readonly string[]): CellGuess | null {
  const found = FORMS.find(([form]) => values.every((value) => form.test(value)));
  if (!found) return null;
  const [form, good] = found;
  return {
    kind: "code",
    imports: ["text"],
    source: `text(${form}, "a month, written as the others are")`,
    cell: text(form, "a month, written as the others are"),
    good,
    bad: "early",
  };
}
