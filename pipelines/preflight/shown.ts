const MOST_CHARACTERS = 60;
const MOST_OF_A_NOTE = 400;

/** Text of a file as it may be shown on a terminal: no control characters, and not without end. */
export const shown = (text: string): string => cut(text, MOST_CHARACTERS);

/** The same of words of the program in which a name of the file's may stand. */
export const longShown = (text: string): string => cut(text, MOST_OF_A_NOTE);

function cut(text: string, most: number): string {
  const plain = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
