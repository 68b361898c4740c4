import { posix } from "node:path";
import type { Readable } from "node:stream";
import { openParts } from "./archive.ts";
import { type Shown, shownBy } from "./number-format.ts";
import { readXml } from "./xml.ts";
import { BOOK } from "./zip-holds.ts";

/** An open .xlsx file: its sheets, and what is needed to read their cells. */
export interface Workbook {
  sheets: readonly { name: string; part: string; isHidden: boolean }[];
  strings: readonly string[];
  /** How each cell style shows a number. */
  styles: readonly Shown[];
  is1904: boolean;
  read(part: string): Promise<Readable>;
  close(): void;
}

type Attributes = Readonly<Record<string, string>>;

/** @throws when it is no workbook, or is damaged. */
export async function openWorkbook(path: string, name: string): Promise<Workbook> {
  const parts = await openParts(path, name);
  try {
    const { read } = parts;
    const optional = async <T>(
      part: string | undefined,
      work: (stream: Readable) => Promise<T>,
      none: T,
    ) => (part && parts.has(part) ? work(await read(part)) : none);
    const related = await relations(await read("xl/_rels/workbook.xml.rels"));
    const { sheets, is1904 } = await bookOf(await read(BOOK));
    const byType = (type: string) => [...related.values()].find((part) => part.type === type)?.part;
    return {
      is1904,
      sheets: sheets.flatMap(({ id, ...sheet }) => {
        const relation = related.get(id);
        return relation?.type === "worksheet" ? [{ ...sheet, part: relation.part }] : [];
      }),
      strings: await optional(byType("sharedStrings"), stringsOf, []),
      styles: await optional(byType("styles"), stylesOf, []),
      read,
      close: () => parts.close(),
    };
  } catch (error) {
    parts.close();
    throw error;
  }
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
  const sheets: { name: string; id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  const isTrue = (text: string | undefined) => text === "1" || text === "true";
  await readXml(stream, {
    open: (name, attributes: Attributes) => {
      if (name === "workbookPr") is1904 = isTrue(attributes.date1904);
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => /:id$/.test(key))?.[1];
      const isHidden = /^(very)?hidden$/i.test(attributes.state ?? "");
      sheets.push({ name: attributes.name ?? "", id: id ?? "", isHidden });
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
