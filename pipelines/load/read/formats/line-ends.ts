import { Transform } from "node:stream";

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22];

/** The line end of a text's rows: the first that stands outside quotation marks. */
export function rowEnd(text: string): string {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (text[i] === "\n") return "\n";
    else if (text[i] === "\r") return text[i + 1] === "\n" ? "\r\n" : "\r";
  }
  return "\n";
}

/**
 * Writes line ends within quotation marks as rows end, so that a file keeps to one: a spreadsheet
 * ends rows with CR LF and breaks a line within a cell with LF alone, which DuckDB takes for a mark
 * that is never closed. Line ends outside quotation marks are left as they are.
 */
export function evenLineEnds(end: string): Transform {
  const inside = Buffer.from(end);
  let isQuoted = false;
  let isAfterCr = false;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      const parts: Buffer[] = [];
      let from = 0;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        if (byte === QUOTE) isQuoted = !isQuoted;
        if (isQuoted && (byte === LF || byte === CR)) {
          parts.push(chunk.subarray(from, i));
          // The LF of a CR LF was written with its CR.
          if (!(byte === LF && isAfterCr)) parts.push(inside);
          from = i + 1;
        }
        isAfterCr = byte === CR;
      }
      parts.push(chunk.subarray(from));
      done(null, Buffer.concat(parts));
    },
  });
}
