import { type Cell, type CellMode, type Notebook, written } from "../page/cells.ts";
import { ask, type Refusal } from "./api.ts";
import { type Around, CellView } from "./cell-view.ts";
import { WAREHOUSE_CHANGED } from "./changed.ts";
import { button, element, say } from "./element.ts";
import { askToShare } from "./share.ts";

const MOST_UNDONE = 100;

/** A notebook on the page: its cells, in order, and their file. */
export class NotebookView {
  #cells: CellView[] = [];
  #front = "";
  #tag = "";
  #savedText = "";
  #undo: string[] = [];
  readonly #actions: HTMLElement;
  readonly #around: Around = {
    changed: () => this.#mark(),
    add: (after, mode, source) => this.add(mode, source, after),
    move: (cell, by) => this.#move(cell, by),
    remove: (cell) => this.#remove(cell),
    next: (cell) => this.#cells[this.#cells.indexOf(cell) + 1]?.focus(),
    save: () => void this.save(),
    freeName: () => this.#freeName(),
    share: (cell) => askToShare(this.name, cell.cell, () => this.save()),
  };

  constructor(
    readonly name: string,
    readonly main: HTMLElement,
    actions: HTMLElement,
  ) {
    this.#actions = actions;
    actions.append(
      button("Run all", () => void this.runAll()),
      button("Undo", () => this.#takeBack()),
      button("Save", () => void this.save()),
      button("+ SQL", () => this.add("sql"), "cell at the end"),
      button("+ Words", () => this.add("md"), "cell at the end"),
      readButton(),
      button("Print", () => print()),
    );
  }

  get isChanged(): boolean {
    return this.#text() !== this.#savedText;
  }

  /** Reads the file, and runs every cell. */
  async open(): Promise<void> {
    const response = await ask(`api/notebooks/${this.name}`);
    this.#tag = response.headers.get("etag") ?? "";
    const { front, cells, text } = (await response.json()) as Notebook & { text: string };
    this.#savedText = text;
    this.#front = front;
    this.#show(cells);
    await this.runAll();
  }

  async runAll(): Promise<void> {
    // All are read before any is run: a cell may read what one below it defines.
    const starts = await Promise.all(this.#cells.map((cell) => cell.prepare()));
    for (const start of starts) start();
  }

  /** Runs again what asks the warehouse. */
  async refresh(): Promise<void> {
    dispatchEvent(new Event(WAREHOUSE_CHANGED));
    await Promise.all(this.#cells.map((cell) => cell.refresh()));
    say("The warehouse has changed: every question was asked again.");
  }

  add(mode: CellMode, source = "", after = this.#cells.at(-1)): void {
    this.#remember();
    const cell: Cell = { mode, source, info: "", around: { before: "", after: "\n" } };
    const view = this.#view(cell);
    const at = after ? this.#cells.indexOf(after) + 1 : 0;
    this.#cells.splice(at, 0, view);
    if (after) after.box.after(view.box);
    else this.main.append(view.box);
    this.#renumber();
    this.#mark();
    view.focus();
    if (source) void view.run();
  }

  /** @returns whether it was saved. */
  async save(): Promise<boolean> {
    const text = this.#text();
    try {
      const response = await ask(`api/notebooks/${this.name}`, {
        method: "PUT",
        headers: { "content-type": "application/json", "if-match": this.#tag },
        body: JSON.stringify({ text }),
      });
      this.#tag = response.headers.get("etag") ?? "";
      this.#savedText = text;
      this.#mark();
      say("Saved.");
      return true;
    } catch (error) {
      if ((error as Refusal).status === 412) await this.changedElsewhere();
      else say(`Not saved. ${(error as Error).message}`);
      return false;
    }
  }

  /** The file was written by another program: shown where nothing would be lost, else asked about. */
  async changedElsewhere(): Promise<void> {
    const response = await ask(`api/notebooks/${this.name}`);
    const tag = response.headers.get("etag") ?? "";
    if (tag === this.#tag) return;
    const { front, cells, text } = (await response.json()) as Notebook & { text: string };
    const take = async () => {
      this.#remember();
      this.#tag = tag;
      this.#savedText = text;
      this.#front = front;
      this.#show(cells);
      notice.remove();
      await this.runAll();
      say("Shows the file as it was changed elsewhere. Undo brings back what was here.");
    };
    const notice = element(
      "p",
      { class: "notice", role: "alert" },
      "The file was changed elsewhere, and so was this page. ",
      button("Take the file", () => void take()),
      button("Keep this page, and write over the file at the next save", () => {
        this.#tag = tag;
        notice.remove();
      }),
    );
    if (!this.isChanged) return take();
    document.querySelector(".notice")?.remove();
    this.main.prepend(notice);
  }

  #text = (): string => written({ front: this.#front, cells: this.#cells.map(({ cell }) => cell) });

  #view = (cell: Cell) => new CellView(cell, this.#around);

  #show(cells: readonly Cell[]) {
    for (const view of this.#cells) view.remove();
    this.#cells = cells.map((cell) => this.#view(cell));
    this.main.append(...this.#cells.map(({ box }) => box));
    this.#renumber();
    this.#mark();
  }

  #renumber() {
    for (const [i, view] of this.#cells.entries()) view.number(i + 1);
  }

  #mark() {
    this.#actions.classList.toggle("unsaved", this.isChanged);
  }

  #remember() {
    this.#undo.push(JSON.stringify(this.#cells.map(({ cell }) => cell)));
    if (this.#undo.length > MOST_UNDONE) this.#undo.shift();
  }

  #takeBack() {
    const before = this.#undo.pop();
    if (before === undefined) return say("Nothing to undo: within a cell, Ctrl-Z undoes its text.");
    this.#show(JSON.parse(before) as Cell[]);
    void this.runAll();
    say("Undone.");
  }

  #move(view: CellView, by: -1 | 1) {
    const at = this.#cells.indexOf(view);
    const other = this.#cells[at + by];
    if (!other) return;
    this.#remember();
    this.#cells.splice(at, 1);
    this.#cells.splice(at + by, 0, view);
    if (by < 0) other.box.before(view.box);
    else other.box.after(view.box);
    this.#renumber();
    this.#mark();
    say(`Moved to place ${at + by + 1} of ${this.#cells.length}.`);
  }

  #remove(view: CellView) {
    this.#remember();
    const at = this.#cells.indexOf(view);
    this.#cells.splice(at, 1);
    view.remove();
    this.#renumber();
    this.#mark();
    (this.#cells[at] ?? this.#cells[at - 1])?.focus();
    say("Deleted. Undo brings it back.");
  }

  #freeName(): string {
    const taken = new Set(this.#cells.map(({ cell }) => /(?:^|\s)id=(\S+)/.exec(cell.info)?.[1]));
    for (let i = 1; ; i++) if (!taken.has(`rows${i}`)) return `rows${i}`;
  }
}

/** Hides and shows what cells are written in. */
function readButton(): HTMLElement {
  const read = button("Read", () => {
    const isReading = document.body.classList.toggle("reading");
    read.setAttribute("aria-pressed", String(isReading));
  });
  read.setAttribute("aria-pressed", "false");
  return read;
}
