import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvParse } from "d3";
import { DASH, textBut, trimCell } from "./cells.ts";

/**
 * The one reader of a published figure: a number, a symbol that stands where none is published, or
 * neither. Its SQL is pipelines/measures/shared/symbol-sql.ts, and a property test holds them equal.
 */

/** The rows of data/reference/figure_symbols.csv. */
const SYMBOLS_FILE = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  "data/reference/figure_symbols.csv",
);

/** What stands in place of a figure, in small letters, the symbol it is kept as, and whose usage that is. */
export const FIGURE_SYMBOLS: readonly { text: string; symbol: string; source: string }[] = csvParse(
  readFileSync(SYMBOLS_FILE, "utf8"),
).map(({ text = "", symbol = "", source = "" }) => ({ text, symbol, source }));

const GAP = "[ \u00a0\u2009\u202f]";
const DIGITS = `([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,3}(${GAP}[0-9]{3}){1,4})([.][0-9]{1,20})?([eE][-+]?[0-9]{1,2})?`;

/** 1204, 1,204, £1,234.50, £ 1,234.50, (250.00), 12.5%, 1e+05, with any minus and any space between thousands. */
export const NUMBER_TEXT = `([+]|${DASH})?(£${GAP}?)?${DIGITS}%?|[(](£${GAP}?)?${DIGITS}%?[)]`;
/** Marks that are read through. */
export const READ_THROUGH = "[£,%) \u00a0\u2009\u202f]";
export const SIGN = `([(+]|${DASH})`;
/** Written by statistical software for a missing value; that it is a figure cannot be told. */
export const MISSING_NUMBER = "-99";

/** A figure's text, or one of the symbols, as one anchored pattern. */
export const FIGURE_TEXT = new RegExp(
  `^(${NUMBER_TEXT}|${FIGURE_SYMBOLS.map(({ text }) => anyCase(text)).join("|")})$`,
);

function anyCase(text: string): string {
  return [...text]
    .map((mark) =>
      /[a-z]/.test(mark)
        ? `[${mark}${mark.toUpperCase()}]`
        : mark === "["
          ? "\\["
          : mark === "]"
            ? "\\]"
            : `[${mark}]`,
    )
    .join("");
}

export type Figure =
  | { kind: "number"; value: number }
  | { kind: "symbol"; symbol: string }
  | { kind: "unknown" };

const NUMBER = new RegExp(`^(${NUMBER_TEXT})$`);
const SYMBOL_OF = new Map(FIGURE_SYMBOLS.map(({ text, symbol }) => [text, symbol]));

/** Reads the text of a published cell; a blank is x, not available. */
export function readFigure(cell: string | null): Figure {
  const text = trimCell(cell);
  if (text === null) return { kind: "symbol", symbol: "x" };
  if (NUMBER.test(text) && text !== MISSING_NUMBER) {
    const bare = text
      .replace(new RegExp(`^${SIGN}`), "")
      .replaceAll(new RegExp(READ_THROUGH, "g"), "");
    const isNegative = new RegExp(`^([(]|${DASH})`).test(text);
    return { kind: "number", value: (isNegative ? -1 : 1) * Number(bare) + 0 };
  }
  const symbol = SYMBOL_OF.get(text.toLowerCase());
  return symbol ? { kind: "symbol", symbol } : { kind: "unknown" };
}

/** A published figure, or one of the symbols that stand where no figure is published. */
export const statistic = () =>
  textBut(
    FIGURE_TEXT,
    new RegExp(`^${MISSING_NUMBER}$`),
    "a number, or a symbol that stands where none is published, such as c, x, z or low",
  ).nullable();
