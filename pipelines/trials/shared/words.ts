const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export const inWords = (n: number): string => WORDS[n] ?? String(n);

/** What is compared, each counting as one cluster. */
export type Units = "authorities" | "settings";

const ONE: Readonly<Record<Units, string>> = { authorities: "authority", settings: "setting" };

/** "three trial authorities", or without a kind "three authorities". */
export const unitsInWords = (n: number, kind: string, units: Units = "authorities"): string =>
  [inWords(n), kind, n === 1 ? ONE[units] : units].filter(Boolean).join(" ");

export const authoritiesInWords = (n: number, kind: string): string => unitsInWords(n, kind);

/** Of many findings one may stand out by chance, which the interval of one does not know. */
export const amongMany = ({ isOneOfMany }: { isOneOfMany?: boolean }): string =>
  isOneOfMany ? " Of several such findings one may stand out by chance." : "";

/** Within a sentence; an abbreviation such as EHC stays as it is. */
export const lowerFirst = (text: string): string =>
  text.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
