import { stat } from "node:fs/promises";
import { posix } from "node:path";
import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { type Shown, shownBy } from "./number-format.ts";
import { unpackedLimit } from "./unpacked.ts";
import { readXml } from "./xml.ts";

/** An open .xlsx file: its sheets, and what is needed to read their cells. */
export interface Workbook {
  sheets: readonly { name: string; part: string }[];
  strings: readonly string[];
  /** How each cell style shows a number. */
  styles: readonly Shown[];
  is1904: boolean;
  read(part: string): Promise<Readable>;
  close(): void;
}

type Attributes = Readonly<Record<string, string>>;

const parts = { book: "xl/workbook.xml", binary: "xl/workbook.bin" };

/** What the zip holds: a workbook, a binary workbook, another office document, or just files. */
export async function zipHolds(path: string): Promise<"xlsx" | "xlsb" | "document" | "files"> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true });
  try {
    let isOffice = false;
    for await (const { fileName } of zip.eachEntry()) {
      if (fileName === parts.binary) return "xlsb";
      if (fileName === parts.book) return "xlsx";
      isOffice ||= fileName === "[Content_Types].xml" || fileName === "mimetype";
    }
    return isOffice ? "document" : "files";
  } finally {
    zip.close();
  }
}

/** @throws when it is no workbook, or is damaged. */
export async function openWorkbook(path: string, name: string): Promise<Workbook> {
  const limit = unpackedLimit(name, (await stat(path)).size);
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const read = (part: string) => openPart(zip, entries, part, limit);
    const optional = async <T>(
      part: string | undefined,
      work: (stream: Readable) => Promise<T>,
      none: T,
    ) => (part && entries.has(part) ? work(await read(part)) : none);
    const related = await relations(await read("xl/_rels/workbook.xml.rels"));
    const { sheets, is1904 } = await bookOf(await read(parts.book));
    const byType = (type: string) => [...related.values()].find((part) => part.type === type)?.part;
    return {
      is1904,
      sheets: sheets.flatMap(({ name, id }) => {
        const relation = related.get(id);
        return relation?.type === "worksheet" ? [{ name, part: relation.part }] : [];
      }),
      strings: await optional(byType("sharedStrings"), stringsOf, []),
      styles: await optional(byType("styles"), stylesOf, []),
      read,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openPart(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  part: string,
  limit: ReturnType<typeof unpackedLimit>,
): Promise<Readable> {
  const entry = entries.get(part);
  if (!entry) throw new Error(`its part ${part} is missing`);
  const source = await zip.openReadStreamPromise(entry);
  const limited = limit();
  source.on("error", (error) => limited.destroy(error));
  limited.on("close", () => source.destroy());
  return source.pipe(limited);
}

async function relations(stream: Readable) {
  const found = new Map<string, { type: string; part: string }>();
  await readXml(stream, {
    open: (name, { Id, Type, Target }) => {
      if (name !== "Relationship" || !Id || !Type || !Target) return;
      const part = Target.startsWith("/") ? Target.slice(1) : posix.join("xl", Target);
      found.set(Id, { type: posix.basename(Type), part });
    },
  });
  return found;
}

async function bookOf(stream: Readable) {
  const sheets: { name: string; id: string }[] = [];
  let is1904 = false;
  const isTrue = (text: string | undefined) => text === "1" || text === "true";
  await readXml(stream, {
    open: (name, attributes: Attributes) => {
      if (name === "workbookPr") is1904 = isTrue(attributes.date1904);
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1];
      sheets.push({ name: attributes.name ?? "", id: id ?? "" });
    },
  });
  return { sheets, is1904 };
}

/** Text of the items of a string table or an inline string, without phonetic guides. */
export function textCollector() {
  let [text, isText, phonetic] = ["", false, 0];
  return {
    start: () => {
      text = "";
    },
    open: (name: string) => {
      if (name === "rPh") phonetic++;
      isText = name === "t" && phonetic === 0;
    },
    text: (more: string) => {
      if (isText) text += more;
    },
    close: (name: string) => {
      if (name === "rPh") phonetic--;
      if (name === "t") isText = false;
    },
    result: () =>
      text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
  };
}

async function stringsOf(stream: Readable): Promise<string[]> {
  const strings: string[] = [];
  const item = textCollector();
  await readXml(stream, {
    open: (name) => (name === "si" ? item.start() : item.open(name)),
    text: item.text,
    close: (name) => {
      item.close(name);
      if (name === "si") strings.push(item.result());
    },
  });
  return strings;
}

async function stylesOf(stream: Readable): Promise<Shown[]> {
  const codes = new Map<number, string>();
  const styles: Shown[] = [];
  let isInCells = false;
  await readXml(stream, {
    open: (name, { numFmtId, formatCode }) => {
      if (name === "numFmt" && formatCode) codes.set(Number(numFmtId), formatCode);
      if (name === "cellXfs") isInCells = true;
      if (name === "xf" && isInCells) {
        const id = Number(numFmtId ?? 0);
        styles.push(shownBy(id, codes.get(id)));
      }
    },
    close: (name) => {
      if (name === "cellXfs") isInCells = false;
    },
  });
  return styles;
}
