const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

export const inWords = (n: number): string => WORDS[n] ?? String(n);

/** "three trial authorities". */
export const authoritiesInWords = (n: number, kind: string): string =>
  `${inWords(n)} ${kind} ${n === 1 ? "authority" : "authorities"}`;
