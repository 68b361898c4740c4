/** One part of a number format: what it shows of the numbers it is for. */
export interface Section {
  /** The numbers that it is for, where the code says which. */
  isFor: ((value: number) => boolean) | null;
  shows:
    | { kind: "nothing" }
    | { kind: "general" }
    | { kind: "words"; words: string }
    | { kind: "text"; before: string; after: string }
    | { kind: "day"; hasTime: boolean; isYear: boolean }
    | { kind: "time" }
    | { kind: "duration"; unit: "h" | "m" | "s" }
    | { kind: "padded"; pattern: readonly string[]; before: string; after: string }
    | { kind: "number"; isPercent: boolean; isScaled: boolean; before: string; after: string };
}

type Token =
  | { kind: "literal"; text: string }
  | { kind: "elapsed"; text: "h" | "m" | "s" }
  | { kind: "condition"; isFor: (value: number) => boolean }
  | {
      kind: "digit" | "date" | "point" | "comma" | "percent" | "power" | "text" | "general";
      text: string;
    };

/** The sections of a format code (ECMA-376 part 1, 18.8.31), at most four. */
export function sectionsOf(code: string): Section[] {
  const sections: Token[][] = [[]];
  for (const part of code.match(PIECE) ?? []) {
    if (part === ";") sections.push([]);
    else sections.at(-1)!.push(...token(part));
  }
  return sections.slice(0, 4).map(section);
}

const PIECE =
  /"[^"]*"?|\\[\s\S]?|_[\s\S]?|\*[\s\S]?|\[[^\]]*\]?|General|AM\/PM|A\/P|E[+-]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[\s\S]/gi;

function token(part: string): Token[] {
  const literal = (text: string): Token[] => [{ kind: "literal", text }];
  const first = part[0]!;
  if (first === '"') return literal(part.replaceAll('"', ""));
  if (first === "\\") return literal(part.slice(1));
  // Space of a mark's width, and a mark that fills the cell.
  if (first === "_" || first === "*") return [];
  if (first === "[") return bracket(part.slice(1).replace("]", ""));
  if (/^general$/i.test(part)) return [{ kind: "general", text: part }];
  if (/^e[+-]$/i.test(part)) return [{ kind: "power", text: part }];
  if (/^(a\/p|am\/pm|[ymdhs]+)$/i.test(part)) return [{ kind: "date", text: part.toLowerCase() }];
  if (/[0#?]/.test(first)) return [{ kind: "digit", text: first }];
  const marks = { ".": "point", ",": "comma", "%": "percent", "@": "text" } as const;
  return first in marks
    ? [{ kind: marks[first as keyof typeof marks], text: first }]
    : literal(first);
}

function bracket(inside: string): Token[] {
  const elapsed = /^([hms])\1*$/i.exec(inside)?.[1]?.toLowerCase();
  if (elapsed) return [{ kind: "elapsed", text: elapsed as "h" | "m" | "s" }];
  const currency = /^\$([^-]*)/.exec(inside)?.[1];
  if (currency) return [{ kind: "literal", text: currency }];
  const [, sign, than] = /^(<=|>=|<>|<|>|=)(-?[0-9]+(?:[.][0-9]+)?)$/.exec(inside) ?? [];
  return sign ? [{ kind: "condition", isFor: comparison(sign, Number(than)) }] : [];
}

function comparison(sign: string, than: number): (value: number) => boolean {
  switch (sign) {
    case "<":
      return (value) => value < than;
    case "<=":
      return (value) => value <= than;
    case ">":
      return (value) => value > than;
    case ">=":
      return (value) => value >= than;
    case "=":
      return (value) => value === than;
    default:
      return (value) => value !== than;
  }
}

function section(tokens: readonly Token[]): Section {
  const condition = tokens.find((token) => token.kind === "condition");
  return { isFor: condition?.isFor ?? null, shows: shows(tokens) };
}

function shows(tokens: readonly Token[]): Section["shows"] {
  const has = (kind: Token["kind"]) => tokens.some((token) => token.kind === kind);
  const at = (kind: Token["kind"], from = 0) =>
    tokens.findIndex((token, i) => i >= from && token.kind === kind);
  const words = (from: number, to: number) =>
    kept(tokens.slice(from, to).flatMap((token) => (token.kind === "literal" ? token.text : [])));
  const elapsed = tokens.find((token) => token.kind === "elapsed");
  if (elapsed) return { kind: "duration", unit: elapsed.text };
  if (has("general")) return { kind: "general" };
  if (has("date")) return dateShown(tokens);
  if (has("text")) {
    const place = at("text");
    return { kind: "text", before: words(0, place), after: words(place + 1, tokens.length) };
  }
  const first = at("digit");
  if (first < 0) {
    const all = tokens.flatMap((token) => (token.kind === "literal" ? token.text : [])).join("");
    return all.trim() === "" ? { kind: "nothing" } : { kind: "words", words: all.trim() };
  }
  const last = tokens.findLastIndex(({ kind }) => kind === "digit");
  const around = { before: words(0, first), after: words(last + 1, tokens.length) };
  const inner = tokens.slice(first, last + 1);
  const isPattern =
    inner.length > 1 &&
    !has("percent") &&
    inner.every((token) => token.kind === "literal" || ("text" in token && token.text === "0"));
  if (isPattern) {
    const pattern = inner.map((token) =>
      token.kind === "digit" ? "0" : "text" in token ? token.text : "",
    );
    return { kind: "padded", pattern, ...around };
  }
  // A comma between digits parts thousands; one after them takes three digits off what is shown.
  const isScaled = tokens.some(
    ({ kind }, i) => kind === "comma" && i > first && tokens[i + 1]?.kind !== "digit",
  );
  return { kind: "number", isPercent: has("percent"), isScaled, ...around };
}

function dateShown(tokens: readonly Token[]): Section["shows"] {
  const letters = tokens.flatMap((token) => (token.kind === "date" ? token.text : [])).join("");
  const hasTime = /[hs]/.test(letters);
  if (/[dy]/.test(letters) || !hasTime) {
    return { kind: "day", hasTime, isYear: /^y+$/.test(letters) };
  }
  return { kind: "time" };
}

/** Words beside a number, unless they are its pounds, its sign or space: those the number has itself. */
function kept(texts: readonly string[]): string {
  const text = texts.join("");
  return /[^\s£()+.,:'\u2010-\u2015\u2212-]/.test(text.replace(/\bGBP\b/g, "")) ? text : "";
}
