import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import iconv from "iconv-lite";
import { dataError } from "../../../warehouse/errors.ts";
import { rule } from "../../../warehouse/rules.ts";
import { blankRows } from "./blank-lines.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { markedEncoding, settledEncoding } from "./encoding.ts";
import { firstBytes } from "./kind.ts";
import { evenLineEnds, rowEnd } from "./line-ends.ts";
import { headRows } from "./records.ts";
import { type Survey, survey, surveyBytes } from "./survey.ts";
import { HEADER_WITHIN, type Head, type HeaderPlace, type Plain, type Table } from "./table.ts";

const DELIMITERS = [",", ";", "\t", "|"];
const HEAD_BYTES = 1 << 20;

/** The top of a file, as one character a byte (or, of UTF-16, as what it says). */
interface Top {
  bytes: Buffer;
  text: string;
  /** Bytes of a byte-order mark, and bytes per character of `text`. */
  mark: number;
  width: 1 | 2;
  /** The encoding stated by a mark, or shown by zero bytes; or null. */
  stated: string | null;
}

/**
 * A delimited file. One that is UTF-8 with its header in the first line is read where it lies; of
 * any other a copy is made, in UTF-8, with the header in one line.
 *
 * @throws VsendError when it was named, and begins with a line too long to be a header.
 */
export async function delimitedTable(file: Candidate, workDir: string): Promise<Table> {
  const bytes = await firstBytes(file.path, HEAD_BYTES);
  const isWhole = bytes.length < HEAD_BYTES;
  const top = topOf(bytes);
  const says = top.width === 2 ? String : decoder(top);
  let surveyed: Promise<Survey> | undefined;
  const look = async (): Promise<Survey> => {
    surveyed ??= survey(file.path);
    const found = await surveyed;
    if (found.longLine !== null) throw tooLong(file, found.longLine);
    return found;
  };
  const isEndless = !isWhole && !/[\r\n]/.test(top.text);
  if (isEndless && file.isNamed) throw tooLong(file, 0);
  return {
    file,
    heads: DELIMITERS.filter((delimiter) => top.text.includes(delimiter)).map((delimiter) => ({
      delimiter,
      rows: headRows(top.text, delimiter, { most: HEADER_WITHIN + 2, isWhole }).map((row) => ({
        ...row,
        cells: row.cells.map(says),
      })),
    })),
    digest: async () => (await look()).sha256,
    settle: async (head, header) => settle(file, top, head, header, await look(), workDir),
  };
}

function topOf(bytes: Buffer): Top {
  const { name, mark } = markedEncoding(bytes);
  const stated = mark > 0 || name !== "utf-8" ? name : null;
  const rest = bytes.subarray(mark);
  return name === "utf-8"
    ? { bytes, text: rest.toString("latin1"), mark, width: 1, stated }
    : { bytes, text: iconv.decode(rest, name, { stripBOM: false }), mark, width: 2, stated };
}

function decoder({ bytes, stated }: Top): (cell: string) => string {
  const name = stated ?? settledEncoding(surveyBytes(bytes), bytes).name;
  return (cell) =>
    /[\u0080-\u00ff]/.test(cell) ? iconv.decode(Buffer.from(cell, "latin1"), name) : cell;
}

async function settle(
  file: Candidate,
  top: Top,
  head: Head,
  header: HeaderPlace,
  found: Survey,
  workDir: string,
): Promise<Plain> {
  if (found.nul !== null && top.width === 1) throw hasNul(file, found.nul);
  const { name, note } = top.stated
    ? { name: top.stated, note: null }
    : settledEncoding(found, top.bytes);
  const last = head.rows[header.first + header.depth - 1]!;
  const above = top.text.slice(0, last.end);
  const isFirstLine = header.first === 0 && !/[\r\n]/.test(above.replace(/(\r?\n|\r)$/, ""));
  let path = file.path;
  const isUneven = found.mixesLineEnds || top.width === 2;
  if (!isFirstLine || name !== "utf-8" || isUneven) {
    path = join(await mkdtemp(join(workDir, "text-")), "text.csv");
    await writeFile(path, plainHeader(header.names.length, head.delimiter, top.text));
    const end = isUneven ? rowEnd(top.text) : null;
    await appendText(file.path, path, name, top.mark + above.length * top.width, end);
  }
  const hasBlankLines = found.hasBlankLines || top.width === 2;
  return {
    path,
    notes: note ? [note] : top.width === 2 && top.mark === 0 ? [WIDE] : [],
    isDamaged: note !== null,
    origin: {
      sheet: null,
      headerRow: last.row,
      blanks: hasBlankLines ? await blankRows(path, head.delimiter) : [],
    },
  };
}

const WIDE = "has no mark of its encoding, and was read as UTF-16, which its bytes show";

/** A header with the line ending of the file, since a file must keep to one. */
function plainHeader(width: number, delimiter: string, text: string): string {
  return Array.from({ length: width }, (_, i) => `c${i}`).join(delimiter) + rowEnd(text);
}

async function appendText(
  from: string,
  to: string,
  encoding: string,
  start: number,
  end: string | null,
) {
  const target = createWriteStream(to, { flags: "a" });
  const source = createReadStream(from, { start, highWaterMark: 1 << 20 });
  const even = end === null ? new PassThrough() : evenLineEnds(end);
  if (encoding === "utf-8") return pipeline(source, even, target);
  return pipeline(
    source,
    iconv.decodeStream(encoding, { stripBOM: false }),
    iconv.encodeStream("utf8", { addBOM: false }),
    even,
    target,
  );
}

const tooLong = (file: Candidate, start: number) =>
  dataError({
    expected: `lines of at most ${rule("longest_line_mb")} MB`,
    came: `a longer one, which begins at byte ${start + 1}`,
    where: shortName(file),
    todo: "check that it is a table, one row a line; if it is, export it again; nothing was loaded",
  });

const hasNul = (file: Candidate, at: number) =>
  dataError({
    expected: "text",
    came: `a NUL at byte ${at + 1}, which no text has`,
    where: shortName(file),
    todo: "export the file again as CSV UTF-8, and load it again; nothing was loaded",
  });
