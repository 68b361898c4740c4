import iconv from "iconv-lite";
import type { Random } from "../../pipelines/sample/random.ts";
import { ods } from "../pipelines/load/ods.ts";
import { kindOf, type Planted } from "./planted.ts";
import { delimited, gzipped, ndjson, workbook, xlsx } from "./written.ts";

/** A file that says the same as another, in other words. */
export interface Equivalent {
  bytes: Buffer;
  ending: string;
  history: string[];
}

type Rows = string[][];
type Change = (rows: Rows, planted: Planted, random: Random) => Rows;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

const shuffled = <T>(items: readonly T[], random: Random): T[] =>
  items
    .map((item) => ({ item, place: random.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** Other spellings of a value, by the kind of its cell. */
const SPELLINGS: Readonly<Record<string, readonly ((text: string) => string)[]>> = {
  decimal: [
    (text) => `£${Number(text).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`,
    (text) => `£ ${Number(text).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`,
    (text) => String(Number(text)),
    (text) => `${text}000`,
  ],
  integer: [(text) => `${text}.0`, (text) => `${text}.000`],
  hours: [(text) => `${text} hours`, (text) => `${text}hrs`, (text) => String(Number(text))],
  date: [
    (text) => text.split("-").reverse().join("/"),
    (text) => `${text} 00:00:00`,
    (text) => {
      const [year, month, day] = text.split("-");
      return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
    },
  ],
  year: [(text) => text.replace("-", "/"), (text) => `${text.slice(0, 5)}20${text.slice(5)}`],
  figure: [
    (text) => Number(text).toExponential(),
    (text) => Number(text).toLocaleString("en-GB", { maximumFractionDigits: 20 }),
    (text) => `£${text}`,
    (text) => (text.includes(".") ? `${text}0` : `${text}.00`),
  ],
};

/** What may be spelled otherwise; of figures plain numbers alone, as planted ones have any form. */
const isSpelled = (kind: string, text: string): boolean =>
  text !== "" && (kind !== "figure" || /^[1-9][0-9]{0,8}([.][0-9]{1,4})?$/.test(text));

/** Changes of where cells stand, after which any file says what it said. */
const PLACES: Readonly<Record<string, Change>> = {
  "reorder the rows": ([header, ...rows], _, random) => [header!, ...shuffled(rows, random)],
  "reorder the columns": (rows, _, random) => {
    const order = shuffled([...rows[0]!.keys()], random);
    return rows.map((row) => order.map((at) => row[at]!));
  },
  "put spaces around cells": ([header, ...rows]) => [
    header!,
    ...rows.map((row) => row.map((text) => (text === "" ? "  " : ` ${text}\u00a0`))),
  ],
  "add an empty column": (rows, _, random) => {
    const at = random.whole(0, rows[0]!.length);
    return rows.map((row) => row.toSpliced(at, 0, ""));
  },
  "add an empty column of the same name": (rows, _, random) => {
    const [from, at] = [random.whole(0, rows[0]!.length - 1), random.whole(0, rows[0]!.length)];
    return rows.map((row, i) => row.toSpliced(at, 0, i === 0 ? row[from]! : ""));
  },
};

/** Changes of a file in the loader's own terms, after which it must be stored as it was. */
const OWN_TERMS: Readonly<Record<string, Change>> = {
  "spell values otherwise": (rows, planted, random) => {
    const [header, ...body] = rows;
    const spell = header!.map((name) => {
      const kind = kindOf(planted, name);
      const ways = SPELLINGS[kind] ?? [];
      return (text: string) => {
        const way = random.chance(0.5) ? ways[random.whole(0, ways.length - 1)] : undefined;
        return way && isSpelled(kind, text) ? way(text) : text;
      };
    });
    return [header!, ...body.map((row) => row.map((text, i) => spell[i]!(text)))];
  },
  "write headings otherwise": ([header, ...rows], _, random) => [
    header!.map((name) =>
      random.chance(0.5) ? ` ${name.toUpperCase()} ` : name.replaceAll("_", " "),
    ),
    ...rows,
  ],
  ...PLACES,
};

/** Changes of a file in its supplier's terms. */
const SUPPLIERS_TERMS: Readonly<Record<string, Change>> = {
  "write headings and words in capitals": (rows, _, random) =>
    rows.map((row, i) =>
      row.map((text) =>
        (i === 0 || /^(Supplier says|N\/A)/.test(text)) && random.chance(0.5)
          ? text.toUpperCase()
          : text,
      ),
    ),
  ...PLACES,
};

/** Changes of which a new loader must know nothing. */
const OF_ROWS: Readonly<Record<string, Change>> = {
  "reorder the rows": PLACES["reorder the rows"]!,
  "put spaces around cells": PLACES["put spaces around cells"]!,
};

/** Changes that only a sheet or delimited text can have, made last. */
const LAST: Readonly<Record<string, Change>> = {
  "add blank rows": (rows, _, random) =>
    rows.flatMap((row, i) => (i > 0 && random.chance(0.1) ? [[], row] : [row])),
  "put titles above": (rows) => [["Extract of records"], [], ...rows],
};

/** In whose terms a file is, which says how it may be written otherwise. */
export const TERMS = { own: OWN_TERMS, "supplier's": SUPPLIERS_TERMS, example: OF_ROWS } as const;

const CONTAINERS = ["csv", "csv", "xlsx", "ods", "ndjson"] as const;
const ENCODINGS = [
  { encoding: "utf8", hasMark: false },
  { encoding: "utf8", hasMark: true },
  { encoding: "utf16le", hasMark: true },
  { encoding: "utf16le", hasMark: false },
  { encoding: "utf16be", hasMark: false },
  { encoding: "windows-1252", hasMark: false },
] as const;

/** Rows in another form: order, spelling, encoding, delimiter, kind of file. */
export function equivalent(
  planted: Planted,
  random: Random,
  terms: keyof typeof TERMS = "own",
  from: Rows = [planted.header, ...planted.rows],
): Equivalent {
  const history: string[] = [];
  let rows: Rows = from.map((row) => [...row]);
  // Keys of a JSON object have no order, and a new loader takes columns in the file's.
  const containers = CONTAINERS.filter((one) => terms !== "example" || one !== "ndjson");
  const container = containers[random.whole(0, containers.length - 1)]!;
  // Of two keys of one name a JSON object has the last alone.
  const isOut = (name: string) => container === "ndjson" && name.endsWith("of the same name");
  const apply = (changes: Readonly<Record<string, Change>>, share: number) => {
    for (const [name, change] of Object.entries(changes)) {
      if (!random.chance(share) || isOut(name)) continue;
      rows = change(rows, planted, random);
      history.push(name);
    }
  };
  apply(TERMS[terms], 0.3);
  if (container !== "ndjson") apply(LAST, 0.3);
  const { bytes, said } = contained(container, rows, random);
  history.push(said);
  const isPacked = random.chance(0.1);
  return {
    bytes: isPacked ? gzipped(bytes) : bytes,
    ending: `.${container}${isPacked ? ".gz" : ""}`,
    history,
  };
}

function contained(container: (typeof CONTAINERS)[number], rows: Rows, random: Random) {
  switch (container) {
    case "csv": {
      const encodings = ENCODINGS.filter(({ encoding }) => isWhole(rows, encoding));
      const dialect = {
        delimiter: [",", ";", "\t", "|"][random.whole(0, 3)]!,
        ...encodings[random.whole(0, encodings.length - 1)]!,
        lineEnd: random.chance(0.3) ? "\r\n" : "\n",
      };
      return { bytes: delimited(rows, dialect), said: `csv ${JSON.stringify(dialect)}` };
    }
    case "xlsx":
      return { bytes: xlsx(workbook(rows)), said: container };
    case "ods":
      return {
        bytes: ods({ Rows: { rows: rows.map((cells) => ({ cells: cells.map(odsCell) })) } }),
        said: container,
      };
    case "ndjson":
      return { bytes: ndjson(rows), said: container };
  }
}

/** Whether an encoding can write all that the rows say. */
function isWhole(rows: Rows, encoding: string): boolean {
  const text = rows.flat().join("");
  return iconv.decode(iconv.encode(text, encoding), encoding, { stripBOM: false }) === text;
}

/** Days and numbers as a spreadsheet stores them, the others as text. */
function odsCell(text: string) {
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    const shown = text.split("-").reverse().join("/");
    return { type: "date" as const, value: text, shown };
  }
  if (/^-?(0|[1-9][0-9]{0,8})([.][0-9]{0,5}[1-9])?$/.test(text) && text !== "-0")
    return { type: "float" as const, value: text, shown: text };
  return text === "" ? {} : { type: "string" as const, shown: text };
}
