import type { Cell, CellMode } from "../page/cells.ts";
import { type answerPanel as AnswerPanel, answerPanel } from "./answer-panel.ts";
import { showAnswersOf } from "./answers.ts";
import { Refusal } from "./api.ts";
import { type Editor, makeEditor } from "./editor.ts";
import { button, element } from "./element.ts";
import { forget, prepareCell } from "./run-cell.ts";
import { sqlFault } from "./sql-fault.ts";
import { tidied } from "./tidied.ts";

export const MODE_NAMES: Readonly<Record<CellMode, string>> = {
  md: "Words",
  sql: "SQL",
  js: "JavaScript",
  ts: "TypeScript",
};

const SHORT: Readonly<Record<CellMode, string>> = { ...MODE_NAMES, js: "JS", ts: "TS" };

/** What a cell asks of the notebook it is in. */
export interface Around {
  changed(): void;
  add(after: CellView, mode: CellMode, source?: string): void;
  move(cell: CellView, by: -1 | 1): void;
  remove(cell: CellView): void;
  next(cell: CellView): void;
  save(): void;
  freeName(): string;
  share(cell: CellView): void;
}

let count = 0;

/** One cell on the page: what it shows, its text, its answer. */
export class CellView {
  readonly key = `c${++count}`;
  readonly box: HTMLElement;
  readonly #output = tidied(element("div", { class: "output" }));
  readonly #fault = element("pre", { class: "fault", hidden: true });
  readonly #panel: ReturnType<typeof AnswerPanel>;
  readonly #editor: Editor;
  readonly #label = element("span", { class: "mode" });
  #name: HTMLInputElement | null = null;
  #ids: string[] = [];
  #hasRun = false;
  #turn = 0;
  #ran: Promise<void> = Promise.resolve();

  constructor(
    readonly cell: Cell,
    readonly around: Around,
  ) {
    this.#panel = answerPanel({
      nameRows: () => this.#nameRows(),
      // What reads the rows by a name just given waits until they have it.
      addCode: (code) => void this.#ran.then(() => around.add(this, "js", code)),
      failed: (error) => this.#markFault(error),
      answered: () => this.#editor.fault(null),
    });
    showAnswersOf(this.key, (answer) => void this.#panel.show(answer));
    this.#editor = makeEditor(cell.mode, cell.source, `${MODE_NAMES[cell.mode]} of a cell`, {
      changed: (text) => {
        cell.source = text;
        this.box.classList.add("stale");
        around.changed();
      },
      run: (goesOn) => {
        void this.run();
        if (goesOn) around.next(this);
      },
      save: around.save,
    });
    this.box = element(
      "section",
      { class: `cell cell-${cell.mode}`, id: this.key },
      this.#output,
      this.#toolbar(),
      element("div", { class: "editor" }, this.#editor.dom),
      this.#fault,
      this.#panel.box,
    );
  }

  /** Says which of all cells it is. */
  number(at: number): void {
    const name = `${MODE_NAMES[this.cell.mode]} cell ${at}`;
    this.#label.textContent = name;
    this.box.setAttribute("aria-label", name);
    this.#editor.dom.querySelector(".cm-content")?.setAttribute("aria-label", `Text of ${name}`);
    for (const one of this.box.querySelectorAll(":scope > .toolbar button")) {
      one.setAttribute("aria-label", `${one.textContent} (${name})`);
    }
    this.#name?.setAttribute("aria-label", `Name of the rows of ${name}`);
  }

  focus(): void {
    this.#editor.focus();
  }

  run(): Promise<void> {
    this.#ran = this.prepare().then((start) => start());
    return this.#ran;
  }

  /** Reads the text; what is given runs it at once, together with other cells. */
  async prepare(): Promise<() => void> {
    const turn = ++this.#turn;
    try {
      const start = await prepareCell(this.key, this.cell, this.#output);
      return () => {
        // What was asked later may be read sooner.
        if (turn !== this.#turn) return;
        this.#ids = start(this.#ids);
        this.#hasRun = true;
        this.box.classList.remove("stale");
        this.#fault.hidden = true;
        this.#editor.fault(null);
      };
    } catch (error) {
      return () => {
        if (turn !== this.#turn) return;
        this.#fault.textContent = (error as Error).message;
        this.#fault.hidden = false;
        this.#markFault(error as Error);
      };
    }
  }

  /** Runs again what asks the warehouse, where it has run before. */
  async refresh(): Promise<void> {
    if (this.cell.mode === "sql" && this.#hasRun) await this.run();
  }

  remove(): void {
    forget(this.#ids, this.#output);
    this.#editor.destroy();
    this.box.remove();
  }

  #markFault(error: Error) {
    const words = error.message;
    if (error instanceof Refusal && error.at !== null) {
      return this.#editor.fault({ at: error.at, words });
    }
    const place = this.cell.mode === "sql" ? sqlFault(words, this.cell.source) : null;
    if (place) this.#editor.fault({ ...place, words });
  }

  /** The name of its rows, given now where there is none. */
  #nameRows(): string {
    const held = nameIn(this.cell.info);
    if (held) return held;
    const name = this.around.freeName();
    this.#rename(name);
    if (this.#name) this.#name.value = name;
    return name;
  }

  #rename(name: string) {
    const others = this.cell.info.replace(/(^|\s)id=\S+/, "").trim();
    this.cell.info = [name && `id=${name}`, others].filter(Boolean).join(" ");
    delete this.cell.fence;
    this.around.changed();
    void this.run();
  }

  #toolbar(): HTMLElement {
    const { around, cell } = this;
    const add = (mode: CellMode) => button(`+ ${SHORT[mode]}`, () => around.add(this, mode));
    if (cell.mode === "sql") {
      this.#name = element("input", {
        class: "name",
        placeholder: "rows",
        value: nameIn(cell.info) ?? "",
        size: "12",
        change: (event) => this.#rename((event.target as HTMLInputElement).value.trim()),
      });
    }
    return element(
      "div",
      { class: "toolbar" },
      this.#label,
      this.#name,
      button("Run", () => void this.run()),
      cell.mode === "sql" && button("Share", () => around.share(this)),
      element(
        "span",
        { class: "seldom" },
        button("Up", () => around.move(this, -1)),
        button("Down", () => around.move(this, 1)),
        button("Delete", () => around.remove(this)),
      ),
      element("span", { class: "seldom adds" }, add("sql"), add("js"), add("ts"), add("md")),
    );
  }
}

const nameIn = (info: string): string | null => /(?:^|\s)id=(\S+)/.exec(info)?.[1] ?? null;
