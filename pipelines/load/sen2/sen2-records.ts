import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SEN2_ALIASES } from "../../../loaders/contract/sen2-codes.ts";
import { sen2 } from "../../../loaders/sen2.ts";
import { dataError } from "../../warehouse/errors.ts";
import type { ElementSink } from "./xml-elements.ts";

const FLUSH_LENGTH = 1 << 18;
const MOST_CELL_LENGTH = 500;
const MOST_TAGS = 20_000;
const MOST_DEPTH = 200;

/** What an open element is, besides a record (0 and more): a field, part of the header, anything else. */
const FIELD = -1;
const HEADER_PART = -2;
const OTHER = -3;
const NONE = -1;

/** A tag as it is spelt in the file, and what it may be. */
interface Tag {
  name: string;
  /** The record it begins, or NONE. */
  record: number;
  /** By record: which of its columns it is, or NONE. */
  slots: number[];
  isHeaderPart: boolean;
  isStructure: boolean;
  untaken: number;
}

/** A kind of record and the file its rows go to. */
interface Kind {
  module: string;
  parent: number;
  /** The columns of its own number and its parent's. */
  numbered: string[];
  columns: string[];
  path: string;
  file: number;
  count: number;
  cells: string[];
  waiting: string;
}

/** A file of rows that was written, and its columns that were not in the return. */
export type Sen2File = Pick<Kind, "module" | "path" | "numbered">;

/** Whether text can stand in a delimited file as it is: printable ASCII but for space, `"` and `,`. */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 0x22 || code >= 0x7f || code === 0x2c) return false;
  }
  return true;
}

function quoted(text: string): string {
  const value = text.replaceAll("\r\n", "\n").trim();
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * Follows the elements of an XML return and writes each record as a row, with a number of its own
 * and its parent's, as COLLECT's export has them. Tags are told apart without regard to case or
 * namespace prefix. An element counts only where its parent is the record it belongs to.
 */
export class Sen2Records implements ElementSink<Tag> {
  /** The column that says which Person, counted from 1, a row is in. */
  static readonly WITHIN = "in_person";
  readonly #name: string;
  readonly #kinds: Kind[];
  readonly #tags = new Map<string, Tag>();
  readonly #frames: number[] = [];
  readonly #open: Tag[] = [];
  #record = NONE;
  #slot = NONE;
  #value = "";
  #isInField = false;

  /** @param name What to call the file in errors. */
  constructor(folder: string, name: string) {
    this.#name = name;
    const modules = sen2.map((contract) => contract.part!.module);
    this.#kinds = sen2.map(({ part, columns }) => {
      const module = part!.module;
      const ids = Object.keys(columns.shape).filter((column) => column.endsWith("tableid"));
      const parent = ids.find((column) => column !== `${module}tableid`)?.replace("tableid", "");
      const fields = Object.keys(columns.shape).filter(
        (column) => !ids.includes(column) && column !== "authority_code",
      );
      const own = fields.filter((column) => module === "sen2" || column !== "year");
      const path = join(folder, `${module}.csv`);
      return {
        module,
        // Only the children stand below the whole return, which they need not name.
        parent: parent ? modules.indexOf(parent) : NONE,
        numbered: [],
        columns: own,
        path,
        file: openSync(path, "wx", 0o600),
        count: 0,
        cells: new Array<string>(own.length).fill(""),
        waiting: "",
      };
    });
    for (const kind of this.#kinds) {
      const parent = this.#kinds[kind.parent];
      kind.numbered.push(`${kind.module}tableid`, ...(parent ? [`${parent.module}tableid`] : []));
      kind.waiting = `${[...kind.numbered, Sen2Records.WITHIN, ...kind.columns].join(",")}\n`;
    }
  }

  get wantsText(): boolean {
    return this.#isInField;
  }

  openTag(tag: Tag): void {
    const depth = this.#frames.length;
    if (depth > MOST_DEPTH) throw this.#unfit(`elements more than ${MOST_DEPTH} deep`);
    const top = depth > 0 ? this.#frames[depth - 1]! : OTHER;
    this.#open.push(tag);
    this.#isInField = false;
    const record = top === HEADER_PART ? 0 : top;
    const slot = record >= 0 ? tag.slots[record]! : NONE;
    if (slot !== NONE) {
      this.#frames.push(FIELD);
      [this.#slot, this.#value, this.#isInField] = [slot, "", true];
    } else if (
      tag.record !== NONE &&
      this.#kinds[tag.record]!.parent === this.#record &&
      top !== FIELD
    ) {
      this.#begin(tag.record);
    } else {
      this.#frames.push(tag.isHeaderPart && this.#record === 0 ? HEADER_PART : OTHER);
    }
  }

  text(text: string): void {
    if (!this.#isInField || this.#value.length > MOST_CELL_LENGTH) return;
    this.#value = this.#value === "" ? text : this.#value + text;
  }

  closeTag(): void {
    const frame = this.#frames.pop()!;
    const tag = this.#open.pop()!;
    if (frame === FIELD) this.#endField();
    else if (frame >= 0) this.#end(frame);
    else if (frame === OTHER && !tag.isStructure) tag.untaken++;
    this.#isInField = this.#frames.at(-1) === FIELD;
  }

  /** The files written, and what was passed over. @throws when there is not one header. */
  finish(): { files: Sen2File[]; untaken: string[] } {
    if (this.#kinds[0]!.count !== 1) {
      throw this.#unfit(`${this.#kinds[0]!.count || "no"} Header elements`);
    }
    for (const kind of this.#kinds) this.#flush(kind);
    return {
      files: this.#kinds.map(({ module, path, numbered }) => ({ module, path, numbered })),
      untaken: [...this.#tags.values()]
        .filter(({ untaken }) => untaken > 0)
        .sort((a, b) => b.untaken - a.untaken)
        .map(({ name, untaken }) => `${name} (${untaken.toLocaleString("en-GB")})`),
    };
  }

  close(): void {
    for (const { file } of this.#kinds) closeSync(file);
  }

  #begin(record: number) {
    const kind = this.#kinds[record]!;
    kind.count++;
    kind.cells.fill("");
    // What stands around records, such as a list of them, is no unknown element.
    for (let i = this.#frames.length - 1; i >= 0 && this.#frames[i] === OTHER; i--) {
      this.#open[i]!.isStructure = true;
    }
    this.#frames.push(record);
    this.#record = record;
  }

  #endField() {
    const cell = isPlain(this.#value) ? this.#value : quoted(this.#value);
    if (cell === "") return;
    const { cells } = this.#kinds[this.#record]!;
    const before = cells[this.#slot]!;
    // An element given twice with two values is left to the contract, which refuses the pair.
    cells[this.#slot] =
      before === "" || before === cell
        ? cell
        : `"${[before, cell].join(" | ").replaceAll('"', "")}"`;
  }

  #end(record: number) {
    const kind = this.#kinds[record]!;
    const parent = this.#kinds[kind.parent];
    const person = this.#kinds[1]!.count;
    kind.waiting += `${kind.count},${parent ? `${parent.count},` : ""}${person},${kind.cells.join(",")}\n`;
    if (kind.waiting.length > FLUSH_LENGTH) this.#flush(kind);
    this.#record = kind.parent;
  }

  #flush(kind: Kind) {
    writeSync(kind.file, kind.waiting);
    kind.waiting = "";
  }

  tag(spelling: string): Tag {
    const known = this.#tags.get(spelling);
    if (known) return known;
    if (this.#tags.size >= MOST_TAGS) throw this.#unfit(`more than ${MOST_TAGS} kinds of element`);
    const bare = spelling.slice(spelling.lastIndexOf(":") + 1).toLowerCase();
    const name = SEN2_ALIASES[bare] ?? bare;
    const tag: Tag = {
      name: spelling,
      record: this.#kinds.findIndex(
        ({ module }) => module === (name === "header" ? "sen2" : name === "sen2" ? "" : name),
      ),
      slots: this.#kinds.map(({ columns }) => columns.indexOf(name)),
      isHeaderPart: name === "collectiondetails" || name === "source",
      isStructure: this.#open.length === 0 || name === "persons",
      untaken: 0,
    };
    this.#tags.set(spelling, tag);
    return tag;
  }

  #unfit(came: string) {
    return dataError({
      expected: "a SEN2 return in XML: one Header, then each Person with its Requests",
      came,
      where: this.#name,
      todo: "export the return again from the system that holds it; nothing was loaded",
    });
  }
}
