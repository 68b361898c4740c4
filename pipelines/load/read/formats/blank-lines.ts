import { createReadStream } from "node:fs";

const [QUOTE, LF, CR] = [0x22, 0x0a, 0x0d];

/**
 * How many blank lines stand before each row of a file. DuckDB passes over blank lines, yet counts
 * them in the lines of its reject table.
 *
 * @param starts Where each row begins, in bytes and in order; line endings just before it included.
 */
export async function blankLinesBefore(
  path: string,
  delimiter: string,
  starts: readonly number[],
): Promise<number[]> {
  const found: number[] = [];
  const between = delimiter.charCodeAt(0);
  let [isQuoted, isCellStart, isBlank] = [false, true, true];
  let [blanks, offset, previous] = [0, 0, 0];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = chunk;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      const isEnd = byte === LF || byte === CR;
      while (!isEnd && offset + i >= starts[found.length]!) found.push(blanks);
      if (isQuoted) {
        isQuoted = byte !== QUOTE;
        // A doubled quotation mark closes the cell and opens it again.
        isCellStart = !isQuoted;
      } else if (isEnd) {
        if (isBlank && !(byte === LF && previous === CR)) blanks++;
        [isCellStart, isBlank] = [true, true];
      } else {
        isQuoted = byte === QUOTE && isCellStart;
        isCellStart = byte === between;
        isBlank = false;
      }
      previous = byte;
    }
    if (found.length === starts.length) break;
    offset += bytes.length;
  }
  return found;
}

/** For every blank line below the header line of a file, how many data rows stand before it. */
export async function blankRows(path: string, delimiter: string): Promise<number[]> {
  const blanks: number[] = [];
  const between = delimiter.charCodeAt(0);
  let [isQuoted, isCellStart, isBlank] = [false, true, true];
  let [rows, previous] = [-1, 0];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = chunk;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (isQuoted) {
        isQuoted = byte !== QUOTE;
        isCellStart = !isQuoted;
      } else if (byte === LF || byte === CR) {
        if (!isBlank) rows++;
        else if (!(byte === LF && previous === CR)) blanks.push(Math.max(rows, 0));
        [isCellStart, isBlank] = [true, true];
      } else {
        isQuoted = byte === QUOTE && isCellStart;
        isCellStart = byte === between;
        isBlank = false;
      }
      previous = byte;
    }
  }
  return blanks;
}
