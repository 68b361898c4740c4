import type { ElementSink } from "./xml-elements.ts";

const [LT, SLASH] = [0x3c, 0x2f];
const DECLARATION =
  /^<\?xml[ \t\r\n]+version=(["'])1\.0\1([ \t\r\n]+encoding=(["'])[A-Za-z][\w.-]*\3)?([ \t\r\n]+standalone=(["'])(yes|no)\5)?[ \t\r\n]*\?>/;
const ATTRIBUTES = /^([ \t\r\n]+[A-Za-z_][\w.:-]*=("[^"<&]*"|'[^'<&]*'))+[ \t\r\n]*$/;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** What a byte of text asks for: nothing, a closer look, decoding; or it may not be there. */
const [PLAIN, LOOK, MULTIBYTE, NEVER, END] = [0, 1, 2, 4, 8];
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === LT) return END;
  if (byte >= 0x80) return MULTIBYTE;
  if (byte === 0x0d || byte === 0x26 || byte === 0x5d) return LOOK;
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a ? NEVER : PLAIN;
});
const isNameByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\w.:-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? 1 : 0,
);
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** A spelling of a tag met before. */
interface Known<Tag> {
  spelling: Buffer;
  tag: Tag;
}

/** Splits plain XML into tags and text. See `readPlainXml` for what is plain. */
export class PlainScanner<Tag extends object> {
  readonly #sink: ElementSink<Tag>;
  readonly #known = new Map<number, Known<Tag>[]>();
  readonly #open: Known<Tag>[] = [];
  #isBegun = false;
  #hasRoot = false;

  constructor(sink: ElementSink<Tag>) {
    this.#sink = sink;
  }

  /** Whether one element, with all in it, has been told. */
  get isWhole(): boolean {
    return this.#hasRoot && this.#open.length === 0;
  }

  /**
   * @returns the position up to which the bytes from `at` to `end` were told (what remains is the
   * beginning of a tag or of text), or null where something is not plain.
   */
  scan(bytes: Buffer, at: number, end: number, isLast: boolean): number | null {
    const text = bytes.toString("latin1", 0, end);
    let from = at;
    if (!this.#isBegun) {
      const [declaration] = DECLARATION.exec(text.slice(from)) ?? [];
      from += declaration?.length ?? 0;
      this.#isBegun = true;
    }
    while (from < end) {
      let next = from;
      if (bytes[from] === LT) {
        const close = text.indexOf(">", from);
        if (close < 0) return isLast ? null : from;
        const isTold =
          bytes[from + 1] === SLASH
            ? this.#closeTag(bytes, from, close)
            : this.#openTag(bytes, text, from, close);
        if (!isTold) return null;
        next = close + 1;
      } else {
        let kinds = PLAIN;
        for (let kind = PLAIN; next < end; next++) {
          kind = KINDS[bytes[next]!]!;
          if (kind === END) break;
          kinds |= kind;
        }
        if (next === end && !isLast) return from;
        if (!this.#text(bytes, text, from, next, kinds)) return null;
      }
      from = next;
    }
    return from;
  }

  #text(bytes: Buffer, text: string, from: number, to: number, kinds: number): boolean {
    if (kinds & NEVER) return false;
    if (this.#open.length === 0) return /^[ \t\r\n]*$/.test(text.slice(from, to));
    const { wantsText } = this.#sink;
    if (kinds === PLAIN) {
      if (wantsText) this.#sink.text(text.slice(from, to));
      return true;
    }
    const resolved = resolve(
      kinds & MULTIBYTE ? bytes.toString("utf8", from, to) : text.slice(from, to),
    );
    if (resolved !== null && wantsText) this.#sink.text(resolved);
    return resolved !== null;
  }

  #openTag(bytes: Buffer, text: string, from: number, close: number): boolean {
    if (this.isWhole) return false;
    const isClosed = bytes[close - 1] === SLASH;
    const end = isClosed ? close - 1 : close;
    let [to, hash] = [from + 1, 0];
    for (let byte = bytes[to]!; isNameByte[byte]; byte = bytes[++to]!) {
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    if (to < end && !isPlainAttributes(text.slice(to, end))) return false;
    const known = this.#find(bytes, hash, from + 1, to);
    if (!known) return false;
    this.#hasRoot = true;
    this.#sink.openTag(known.tag);
    if (isClosed) this.#sink.closeTag();
    else this.#open.push(known);
    return true;
  }

  #closeTag(bytes: Buffer, from: number, close: number): boolean {
    const spelling = this.#open.pop()?.spelling;
    if (!spelling) return false;
    let at = from + 2;
    for (let i = 0; i < spelling.length; i++, at++) {
      if (bytes[at] !== spelling[i]) return false;
    }
    while (isSpace(bytes[at])) at++;
    if (at !== close) return false;
    this.#sink.closeTag();
    return true;
  }

  #find(bytes: Buffer, hash: number, from: number, to: number): Known<Tag> | null {
    const alike = this.#known.get(hash);
    for (const known of alike ?? []) {
      if (isSame(known.spelling, bytes, from, to)) return known;
    }
    const name = bytes.toString("latin1", from, to);
    if (!/^[A-Za-z_]/.test(name)) return null;
    const known = { spelling: Buffer.from(name, "latin1"), tag: this.#sink.tag(name) };
    if (alike) alike.push(known);
    else this.#known.set(hash, [known]);
    return known;
  }
}

function isSame(spelling: Buffer, bytes: Buffer, from: number, to: number): boolean {
  if (spelling.length !== to - from) return false;
  for (let i = 0; i < spelling.length; i++) {
    if (spelling[i] !== bytes[from + i]) return false;
  }
  return true;
}

function isPlainAttributes(text: string): boolean {
  if (/^[ \t\r\n]*$/.test(text)) return true;
  // Whether other characters may stand there, and what they are, is left to a whole parser.
  if (!ATTRIBUTES.test(text) || /[^\t\r\n\x20-\x7e]/.test(text)) return false;
  const names = [...text.matchAll(/([\w.:-]+)=("[^"]*"|'[^']*')/g)].map(([, name]) => name);
  return new Set(names).size === names.length;
}

/** Text with its entities resolved and its lines ended by LF; null where that is not plain to do. */
function resolve(raw: string): string | null {
  if (raw.includes("]]>")) return null;
  let isPlain = true;
  const text = raw.replaceAll(/\r\n?/g, "\n").replaceAll(ENTITY, (_, name, decimal, hex) => {
    if (name) return NAMED[name]!;
    const code = decimal ? Number(decimal) : Number.parseInt(hex ?? "0", 16);
    const isCharacter =
      code === 0x09 || code === 0x0a || code === 0x0d || (code >= 0x20 && code < 0xd800);
    isPlain &&= isCharacter;
    return isCharacter ? String.fromCharCode(code) : "";
  });
  return isPlain ? text : null;
}
