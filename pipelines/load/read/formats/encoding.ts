import chardet from "chardet";
import type { Survey } from "./survey.ts";

/** How the text of a file is written, and how many bytes of mark stand before it. */
export interface Encoding {
  name: string;
  mark: number;
}

const MARKS: readonly [string, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * The encoding that a byte-order mark states or, without one, that zero bytes in every other place
 * show; UTF-8 until bytes show otherwise.
 */
export function markedEncoding(head: Buffer): Encoding {
  for (const [name, mark] of MARKS) {
    if (mark.every((byte, i) => head[i] === byte)) return { name, mark: mark.length };
  }
  return { name: wideEncoding(head) ?? "utf-8", mark: 0 };
}

const FEWEST_BYTES = 16;
const SAMPLE_BYTES = 4096;
const [MOSTLY, HARDLY] = [0.7, 0.05];

/** UTF-16 of text that is mostly Latin has a zero beside nearly every character, always on one side. */
function wideEncoding(head: Buffer): string | null {
  if (head.length < FEWEST_BYTES) return null;
  const sample = head.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2]!++;
  const [even, odd] = zeros.map((count) => (2 * count) / sample.length) as [number, number];
  if (odd > MOSTLY && even < HARDLY) return "utf-16le";
  return even > MOSTLY && odd < HARDLY ? "utf-16be" : null;
}

/** What else a file might be, where chardet is surer than this of it. */
const SURE = 60;
const WESTERN = new Set(["ISO-8859-1", "windows-1252", "ISO-8859-15", "UTF-8", "ASCII"]);

/**
 * The encoding of a file without a mark, after reading all of it. Bytes that are no UTF-8 are
 * taken for windows-1252, which spreadsheets here write and which contains latin-1, unless other
 * bytes of the file are UTF-8: then it is UTF-8 in which some rows are damaged, and those rows are
 * refused.
 */
export function settledEncoding(
  { invalid, multibyte, hasUndefined }: Pick<Survey, "invalid" | "multibyte" | "hasUndefined">,
  head: Buffer,
): { name: string; note: string | null } {
  if (invalid === 0) return { name: "utf-8", note: null };
  if (multibyte > 0) {
    return {
      name: "utf-8",
      note: "is UTF-8 in some places and not in others; rows with unreadable characters are refused",
    };
  }
  if (hasUndefined) {
    return {
      name: "utf-8",
      note: "is neither UTF-8 nor windows-1252; rows with unreadable characters are refused",
    };
  }
  const [guess] = chardet.analyse(head);
  const doubt =
    guess && guess.confidence >= SURE && !WESTERN.has(guess.name)
      ? ` (it might be ${guess.name})`
      : "";
  return { name: "windows-1252", note: `is not UTF-8, so it was read as windows-1252${doubt}` };
}
