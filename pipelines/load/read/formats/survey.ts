import { isAscii, isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rule } from "../../../warehouse/rules.ts";

/** What one pass over the bytes of a file tells. */
export interface Survey {
  sha256: string;
  /** Bytes that are no UTF-8, and characters of several bytes that are. */
  invalid: number;
  multibyte: number;
  /** Whether bytes stand in it that windows-1252 leaves undefined. */
  hasUndefined: boolean;
  /** Position of the first NUL, or null. */
  nul: number | null;
  /** Position at which a line longer than `longest_line_mb` begins, or null. */
  longLine: number | null;
  hasBlankLines: boolean;
  /** Whether LF stands alone in it, and CR too, with LF or without. */
  mixesLineEnds: boolean;
}

const [LF, CR] = [0x0a, 0x0d];
const CHUNK = 1 << 20;
const UNDEFINED = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/**
 * Reads a file once, at the speed of its digest: each chunk is looked at byte by byte only where it
 * is not plain UTF-8. Stops at a line too long to be one.
 */
export async function survey(path: string): Promise<Survey> {
  const longest = rule("longest_line_mb") * 1e6;
  const hash = createHash("sha256");
  const found: Survey = {
    sha256: "",
    invalid: 0,
    multibyte: 0,
    hasUndefined: false,
    nul: null,
    longLine: null,
    hasBlankLines: false,
    mixesLineEnds: false,
  };
  let [hasCr, hasLoneLf] = [false, false];
  let [offset, lineStart] = [0, 0];
  let carried: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  for await (const data of createReadStream(path, { highWaterMark: CHUNK })) {
    const chunk: Buffer = data;
    hash.update(chunk);
    carried = examine(found, carried.length ? Buffer.concat([carried, chunk]) : chunk, false);
    if (found.nul === null) {
      const at = chunk.indexOf(0);
      if (at >= 0) found.nul = offset + at;
    }
    found.hasBlankLines ||=
      blankLine(tail) || blankLine(chunk) || blankLine(Buffer.concat([tail, chunk.subarray(0, 3)]));
    const joined = tail.at(-1) === CR ? Buffer.concat([tail.subarray(-1), chunk]) : chunk;
    hasCr ||= chunk.includes(CR);
    hasLoneLf ||= hasLfAlone(joined);
    found.mixesLineEnds = hasCr && hasLoneLf;
    tail = chunk.subarray(-3);
    const first = firstBreak(chunk);
    if ((first < 0 ? offset + chunk.length : offset + first) - lineStart > longest) {
      found.longLine = lineStart;
      break;
    }
    const lf = chunk.lastIndexOf(LF);
    const last = lf >= 0 ? lf : chunk.lastIndexOf(CR);
    if (last >= 0) lineStart = offset + last + 1;
    offset += chunk.length;
  }
  examine(found, carried, true);
  found.sha256 = hash.digest("hex");
  return found;
}

const firstBreak = (chunk: Buffer): number => {
  const lf = chunk.indexOf(LF);
  const cr = chunk.subarray(0, lf < 0 ? undefined : lf).indexOf(CR);
  return cr >= 0 ? cr : lf;
};

function hasLfAlone(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) return true;
  }
  return false;
}

const blankLine = (bytes: Buffer): boolean =>
  bytes.includes("\n\n") ||
  (bytes.includes(CR) && (bytes.includes("\n\r\n") || bytes.includes("\r\r")));

/** Counts what is not ASCII. @returns the bytes of a character that the chunk cuts. */
type Bytes = Pick<Survey, "invalid" | "multibyte" | "hasUndefined">;

function examine(found: Bytes, bytes: Buffer, isEnd: boolean): Buffer {
  const cut = isEnd ? bytes.length : wholeCharacters(bytes);
  const whole = bytes.subarray(0, cut);
  if (!isAscii(whole)) {
    if (isUtf8(whole)) found.multibyte++;
    else countBytes(found, whole);
  }
  return Buffer.from(bytes.subarray(cut));
}

function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const sequenceLength = (lead: number): number =>
  lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1;

function countBytes(found: Bytes, bytes: Buffer) {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 0x80) continue;
    const length = sequenceLength(byte);
    if (length > 1 && isUtf8(bytes.subarray(i, i + length)) && i + length <= bytes.length) {
      found.multibyte++;
      i += length - 1;
    } else {
      found.invalid++;
      found.hasUndefined ||= UNDEFINED.includes(byte);
    }
  }
}

/** The same of bytes already read, cut anywhere; only what concerns the encoding. */
export function surveyBytes(bytes: Buffer): Bytes {
  const found = { invalid: 0, multibyte: 0, hasUndefined: false };
  examine(found, bytes, false);
  return found;
}

/** Digest of a file's bytes. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) hash.update(chunk);
  return hash.digest("hex");
}
