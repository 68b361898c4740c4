import { dataError } from "../../../warehouse/errors.ts";
import { openParts, type Parts } from "./archive.ts";
import {
  type Book,
  emptyRow,
  holdsAnything,
  LAST_COLUMN,
  LAST_ROW,
  type Merge,
  putCell,
  type SheetRow,
  type SheetShape,
} from "./book.ts";
import { odsCell } from "./ods-cell.ts";
import { OdsText } from "./ods-text.ts";
import { HEADER_WITHIN } from "./table.ts";
import { ENOUGH, readXml } from "./xml.ts";

type Attributes = Readonly<Record<string, string>>;

/**
 * An OpenDocument spreadsheet, in which government publishes. All of its sheets are one stream, so
 * their tops are read together.
 *
 * @throws when it is damaged, and VsendError when it needs a password.
 */
export async function openOds(path: string, name: string): Promise<Book> {
  const parts = await openParts(path, name);
  try {
    await refusePassword(parts, name);
    const sheets: { name: string; isHidden: boolean; rows: SheetRow[]; shape?: SheetShape }[] = [];
    await readContent(parts, {
      sheet: (name, isHidden) => {
        const rows: SheetRow[] = [];
        sheets.push({ name, isHidden, rows });
        return (row) => row.row <= HEADER_WITHIN + 2 && rows.push(row) > 0;
      },
      end: (shape) => {
        sheets.at(-1)!.shape = shape;
        return true;
      },
    });
    return {
      sheets,
      head: async (sheet, last) => ({
        rows: sheets[sheet]!.rows.filter(({ row }) => row <= last),
        hiddenColumns: sheets[sheet]!.shape?.hiddenColumns ?? [],
      }),
      rows: async (wanted, take) => {
        let sheet = -1;
        let found: SheetShape = { merges: [], hiddenRows: [], hiddenColumns: [] };
        await readContent(parts, {
          sheet: () => {
            sheet++;
            return sheet === wanted ? take : () => false;
          },
          end: (shape) => {
            if (sheet === wanted) found = shape;
            return sheet < wanted;
          },
        });
        return found;
      },
      close: () => parts.close(),
    };
  } catch (error) {
    parts.close();
    throw error;
  }
}

interface Visitor {
  /** A sheet begins. @returns what takes its rows, and returns false when it has enough of them. */
  sheet(name: string, isHidden: boolean): (row: SheetRow) => boolean;
  /** A sheet ends. @returns whether to read on. */
  end(shape: SheetShape): boolean;
}

/** Reads content.xml (OpenDocument 1.3 part 3, chapter 9) from its first sheet to its last. */
async function readContent(parts: Parts, visitor: Visitor): Promise<void> {
  const hiddenStyles = new Set<string>();
  const text = new OdsText();
  let style = "";
  let depth = 0;
  let sheet: OdsSheet | null = null;
  let cell: { attributes: Attributes; isCovered: boolean } | null = null;
  await readXml(await parts.read("content.xml"), {
    open: (name, attributes) => {
      switch (name) {
        case "style":
          style = attributes["style:name"] ?? "";
          break;
        case "table-properties":
          if (attributes["table:display"] === "false") hiddenStyles.add(style);
          break;
        case "table":
          depth++;
          if (depth > 1) break;
          sheet = new OdsSheet(
            visitor.sheet(
              attributes["table:name"] ?? "",
              hiddenStyles.has(attributes["table:style-name"] ?? ""),
            ),
          );
          break;
        case "table-column":
          if (depth === 1) sheet?.column(attributes);
          break;
        case "table-row":
          if (depth === 1) sheet?.beginRow(attributes);
          break;
        case "table-cell":
        case "covered-table-cell":
          if (depth > 1) break;
          cell = { attributes, isCovered: name !== "table-cell" };
          text.start();
          break;
        default:
          text.open(name, attributes);
      }
    },
    text: (more) => text.text(more),
    close: (name) => {
      text.close(name);
      if (name === "table" && --depth === 0) {
        const shape = sheet!.shape();
        sheet = null;
        if (!visitor.end(shape)) throw ENOUGH;
      }
      if (depth !== 1 || !sheet) return;
      if (name === "table-cell" || name === "covered-table-cell") {
        sheet.cell(cell!.attributes, text.result(), cell!.isCovered);
      }
      if (name === "table-row") sheet.endRow();
    },
  });
}

/** One sheet as it is read. */
class OdsSheet {
  readonly #merges: Merge[] = [];
  readonly #hiddenRows: number[] = [];
  readonly #hiddenColumns = new Set<number>();
  readonly #hidden: { first: number; last: number }[] = [];
  readonly #take: (row: SheetRow) => boolean;
  #columns = 0;
  #column = 0;
  #row = emptyRow(1);
  #times = 1;
  #isHidden = false;
  #isEnough = false;

  constructor(take: (row: SheetRow) => boolean) {
    this.#take = take;
  }

  column(attributes: Attributes): void {
    const last = this.#columns + times(attributes, "columns") - 1;
    if (isCollapsed(attributes)) this.#hidden.push({ first: this.#columns, last });
    this.#columns = last + 1;
  }

  beginRow(attributes: Attributes): void {
    this.#times = times(attributes, "rows");
    this.#isHidden = isCollapsed(attributes);
    this.#column = 0;
  }

  cell(attributes: Attributes, shown: string, isCovered: boolean): void {
    const [first, count] = [this.#column, times(attributes, "columns")];
    this.#column += count;
    const wide = Number(attributes["table:number-columns-spanned"] ?? 1);
    const tall = Number(attributes["table:number-rows-spanned"] ?? 1);
    const { row } = this.#row;
    if (wide > 1 || tall > 1)
      this.#merges.push({ top: row, bottom: row + tall - 1, left: first, right: first + wide - 1 });
    if (isCovered || this.#isEnough) return;
    const { text, but } = odsCell(attributes, shown);
    if (text.trim() === "" && !but) return;
    if (first + count > LAST_COLUMN) throw new Error(`a cell stands beyond column ${LAST_COLUMN}`);
    for (let column = first; column < first + count; column++) {
      if (this.#hidden.some(({ first, last }) => column >= first && column <= last)) {
        this.#hiddenColumns.add(column);
        continue;
      }
      if (but) this.#row[but].push(column);
      putCell(this.#row, column, text);
    }
  }

  endRow(): void {
    const { row } = this.#row;
    const next = row + this.#times;
    if (holdsAnything(this.#row)) {
      if (next - 1 > LAST_ROW) throw new Error(`a row stands beyond row ${LAST_ROW}`);
      for (let at = row; at < next && !this.#isEnough; at++) {
        if (this.#isHidden) this.#hiddenRows.push(at);
        else this.#isEnough = !this.#take({ ...this.#row, row: at });
      }
    }
    this.#row = emptyRow(next);
  }

  shape(): SheetShape {
    return {
      merges: this.#merges,
      hiddenRows: this.#hiddenRows,
      hiddenColumns: [...this.#hiddenColumns].sort((a, b) => a - b),
    };
  }
}

function times(attributes: Attributes, what: "rows" | "columns"): number {
  const count = Number(attributes[`table:number-${what}-repeated`] ?? 1);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`a ${what.slice(0, -1)} is repeated no number of times`);
}

const isCollapsed = (attributes: Attributes): boolean =>
  ["collapse", "filter"].includes(attributes["table:visibility"] ?? "");

async function refusePassword(parts: Parts, name: string): Promise<void> {
  await readXml(await parts.read("META-INF/manifest.xml"), {
    open: (tag) => {
      if (tag === "encryption-data") throw locked(name);
    },
  });
}

const locked = (name: string) =>
  dataError({
    expected: "a spreadsheet without a password",
    came: "one that needs a password",
    where: name,
    todo: "open it, save a copy without a password, and load that; nothing was loaded",
  });
