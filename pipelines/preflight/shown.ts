const MOST_CHARACTERS = 60;

/** Text of a file as it may be shown on a terminal: no control characters, and not without end. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return plain.length > MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS - 1)}…` : plain;
}
