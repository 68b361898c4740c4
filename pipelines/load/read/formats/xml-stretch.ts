import { rule } from "../../../warehouse/rules.ts";

/**
 * Watches XML that is read as a stream: a stretch of it without the beginning or end of anything
 * is held in memory by the parser, so it may be no longer than a line of text.
 */
export class XmlStretch {
  readonly #most = rule("longest_line_mb") * 1e6;
  #length = 0;
  #hasEvent = false;

  /** To be called whenever the parser tells of something. */
  saw(): void {
    this.#hasEvent = true;
  }

  /** To be called after each piece of text. @returns whether the stretch is too long. */
  isTooLongAfter(text: string): boolean {
    this.#length = this.#hasEvent ? 0 : this.#length + text.length;
    this.#hasEvent = false;
    return this.#length > this.#most;
  }
}
