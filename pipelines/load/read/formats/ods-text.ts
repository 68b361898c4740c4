/** The text of one cell of an OpenDocument spreadsheet: its paragraphs, without comments and drawings. */
export class OdsText {
  #text = "";
  #paragraphs = 0;
  #isInParagraph = false;
  /** How many comments or drawings what is read stands in. */
  #aside = 0;

  start(): void {
    [this.#text, this.#paragraphs, this.#isInParagraph] = ["", 0, false];
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (ASIDE.has(name)) this.#aside++;
    if (this.#aside > 0) return;
    if (name === "p" || name === "h") {
      if (this.#paragraphs++ > 0) this.#text += "\n";
      this.#isInParagraph = true;
    }
    if (name === "s") this.#text += " ".repeat(Math.min(Number(attributes["text:c"] ?? 1), 1000));
    if (name === "tab") this.#text += "\t";
    if (name === "line-break") this.#text += "\n";
  }

  text(more: string): void {
    if (this.#isInParagraph && this.#aside === 0) this.#text += more.replace(/\s+/g, " ");
  }

  close(name: string): void {
    if (ASIDE.has(name)) this.#aside--;
    if (this.#aside === 0 && (name === "p" || name === "h")) this.#isInParagraph = false;
  }

  result(): string {
    return this.#text;
  }
}

const ASIDE = new Set(["annotation", "frame", "custom-shape", "shapes", "forms", "g", "control"]);
