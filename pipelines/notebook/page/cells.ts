/** Kinds of cells: words, or a block of code. */
export type CellMode = "md" | "sql" | "js" | "ts";

export interface Cell {
  mode: CellMode;
  /** Words, or the code within the fence. */
  source: string;
  /** What stands behind the mode in the first line of the fence, such as id=rows display. */
  info: string;
  /** The fence as it was written. Words have none. */
  fence?: { open: string; close: string };
  /** Blank lines before and after, as they were written. */
  around: { before: string; after: string };
}

/** A notebook: a page of Framework, cut into cells. */
export interface Notebook {
  /** What stands at its top between two lines of hyphens, with these; empty where there is none. */
  front: string;
  cells: Cell[];
}

const FRONT = /^(?:---[ \t]*\n[\s\S]*?\n---[ \t]*(?:\n|$))?(?:[ \t]*\r?\n)*/;
const FENCE = /^(`{3,}|~{3,})[ \t]*(sql|js|ts)(?![^\s])([^\n`]*)$/;

/** Cuts a page into cells; `written` puts them together again, byte for byte. */
export function readNotebook(text: string): Notebook {
  const front = FRONT.exec(text)?.[0] ?? "";
  const lines = text.slice(front.length).split(/(?<=\n)/);
  const cells: Cell[] = [];
  let words = "";
  const endWords = () => {
    if (words !== "") cells.push(...wordsOf(words, cells));
    words = "";
  };
  for (let i = 0; i < lines.length; i++) {
    const [, marks, mode, info] = FENCE.exec(lines[i]!.replace(/\r?\n$/, "")) ?? [];
    const end = marks ? closing(lines, i + 1, marks) : anyFenceEnd(lines, i);
    if (end === null) {
      words += lines[i];
    } else if (!marks) {
      words += lines.slice(i, end + 1).join("");
      i = end;
    } else {
      endWords();
      const code = lines.slice(i + 1, end).join("");
      // One blank line is no code; it stays where it was.
      const blank = code === "\n" ? code : "";
      cells.push({
        mode: mode as CellMode,
        source: code.replace(/\n$/, ""),
        info: info!.trim(),
        fence: { open: lines[i]! + blank, close: lines[end]! },
        around: { before: "", after: "" },
      });
      i = end;
    }
  }
  endWords();
  return { front, cells };
}

/** Words as a cell; blank lines alone belong to the cell before them. */
function wordsOf(text: string, before: readonly Cell[]): Cell[] {
  const source = text.trim();
  const last = before.at(-1);
  if (source === "" && last) {
    last.around.after += text;
    return [];
  }
  const start = source === "" ? text.length : text.indexOf(source);
  return [
    {
      mode: "md",
      source,
      info: "",
      around: { before: text.slice(0, start), after: text.slice(start + source.length) },
    },
  ];
}

/** Line that closes a fence; null where none does, so that it runs to the end of the page. */
function closing(lines: readonly string[], from: number, marks: string): number | null {
  const close = new RegExp(`^ {0,3}\\${marks[0]}{${marks.length},}[ \\t]*\\r?\\n?$`);
  const found = lines.slice(from).findIndex((line) => close.test(line));
  return found === -1 ? null : from + found;
}

/** A fence of another kind is words up to its end, whatever stands in it. */
function anyFenceEnd(lines: readonly string[], at: number): number | null {
  const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(lines[at]!) ?? [];
  return marks ? closing(lines, at + 1, marks) : null;
}

/** The page that a notebook is. */
export const written = ({ front, cells }: Notebook): string =>
  front + cells.map((cell, i) => cellText(cell, i === cells.length - 1)).join("");

/** One cell as Markdown; between two there is at least a blank line. */
export function cellText(cell: Cell, isLast = false): string {
  const { before, after } = cell.around;
  const gap = after !== "" || isLast || cell.source === "" ? after : "\n";
  if (cell.mode === "md") return `${before}${cell.source}${gap}`;
  const holds = cell.fence && !isBroken(cell.source, cell.fence.open);
  const { open, close } = holds ? cell.fence! : newFence(cell);
  const body = cell.source === "" ? "" : `${cell.source}\n`;
  const end = isLast || close.endsWith("\n") ? "" : "\n";
  return `${before}${open}${body}${close}${end}${after}`;
}

/** Whether code has a line that would end its own fence. */
function isBroken(source: string, open: string): boolean {
  const [, marks = ""] = /^(`{3,}|~{3,})/.exec(open) ?? [];
  return closing(source.split(/(?<=\n)/), 0, marks) !== null;
}

/** The fence of a cell whose mode or info changed, or that is new: longer than any in its code. */
export function newFence({ mode, info, source }: Pick<Cell, "mode" | "info" | "source">) {
  const longest = Math.max(2, ...[...source.matchAll(/`+/g)].map(([marks]) => marks.length));
  const marks = "`".repeat(longest + 1);
  return { open: `${marks}${mode}${info ? ` ${info}` : ""}\n`, close: `${marks}\n` };
}
