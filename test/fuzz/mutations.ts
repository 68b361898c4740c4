import type { Random } from "../../pipelines/sample/random.ts";

/** Rows of text, the header among them. */
export interface Grid {
  rows: string[][];
  /** Cells whose text was changed, so that at most so many may be found changed. */
  altered: number;
  /** What was done, in order. */
  history: string[];
}

type Mutation = (grid: Grid, random: Random) => void;

const anyRow = ({ rows }: Grid, random: Random) => random.whole(0, Math.max(rows.length - 1, 0));
const dataRow = ({ rows }: Grid, random: Random) =>
  random.whole(Math.min(1, rows.length - 1), rows.length - 1);
const anyColumn = ({ rows }: Grid, random: Random) =>
  random.whole(0, Math.max(rows[0]!.length - 1, 0));

const ODD = [
  "",
  " ",
  "é",
  "\u00a0",
  "NULL",
  "#REF!",
  "=1+1",
  '=HYPERLINK("http://example.org","x")',
  "=cmd|' /C calc'!A0",
  "@SUM(A1:A9)",
  "+1+1",
  "-1+1",
  "1e5",
  "‘x’",
  "🙂",
  "-0",
  "١",
  "a\nb",
  '"',
  "'",
  "C:\\",
  "5,4",
  "0x1F",
  "9999999999",
  "<b>",
  "\u200b",
  "31/02/2025",
];

/** Changes that keep each value under its own heading, or alter cells in a counted way. */
export const MUTATIONS: Record<string, Mutation> = {
  "drop a column": (grid, random) => {
    const at = anyColumn(grid, random);
    grid.rows = grid.rows.map((row) => row.toSpliced(at, 1));
  },
  "swap two columns": (grid, random) => {
    const [a, b] = [anyColumn(grid, random), anyColumn(grid, random)];
    const swapped = (row: string[]) => row.with(a, row[b]!).with(b, row[a]!);
    grid.rows = grid.rows.map((row) =>
      swapped([...row, ...Array(Math.max(0, Math.max(a, b) + 1 - row.length)).fill("")]),
    );
  },
  "rename a column": (grid, random) => {
    const at = anyColumn(grid, random);
    const name = grid.rows[0]![at] ?? "";
    grid.rows[0]![at] = [
      `${name}_x`,
      name.toUpperCase(),
      name.replaceAll("_", " "),
      `  ${name}\t`,
      "",
      name.slice(1),
    ][random.whole(0, 5)]!;
  },
  "add a column": (grid, random) => {
    const at = random.whole(0, grid.rows[0]!.length);
    grid.rows = grid.rows.map((row, i) =>
      // Beside a blank row too the column stands where it stands.
      [...row, ...Array(Math.max(0, at - row.length)).fill("")].toSpliced(
        at,
        0,
        i ? `note ${i}` : ["notes", "", "id"][random.whole(0, 2)]!,
      ),
    );
  },
  "repeat a column": (grid, random) => {
    const [at, width] = [anyColumn(grid, random), grid.rows[0]!.length];
    // Beside a row that was shortened too the copy stands under its own heading.
    grid.rows = grid.rows.map((row) => [
      ...row.slice(0, width),
      ...Array(Math.max(0, width - row.length)).fill(""),
      row[at] ?? "",
      ...row.slice(width),
    ]);
  },
  "shorten a row": (grid, random) => {
    const at = dataRow(grid, random);
    grid.rows[at] = grid.rows[at]!.slice(0, random.whole(0, grid.rows[at]!.length - 1));
    grid.altered += grid.rows[0]!.length;
  },
  "lengthen a row": (grid, random) => {
    const at = dataRow(grid, random);
    grid.rows[at] = [...grid.rows[at]!, "more"];
  },
  "alter a cell": (grid, random) => {
    const at = dataRow(grid, random);
    const row = grid.rows[at]!;
    if (row.length === 0) return;
    grid.rows[at] = row.with(
      random.whole(0, row.length - 1),
      ODD[random.whole(0, ODD.length - 1)]!,
    );
    grid.altered += 1;
  },
  "put lines above": (grid, random) => {
    const lines = Array.from(
      { length: random.whole(1, 5) },
      () =>
        [["Extract of records"], ["As of", "31/01/2025"], [], [""], ["sep=,"]][random.whole(0, 4)]!,
    );
    grid.rows = [...lines, ...grid.rows];
  },
  "put blank rows in": (grid, random) => {
    for (let n = random.whole(1, 3); n > 0; n--) grid.rows.splice(anyRow(grid, random), 0, []);
  },
  "split the header": (grid) => {
    const [header, ...rows] = grid.rows;
    const halves = header!.map((name) => {
      const at = name.indexOf("_");
      return at < 0 ? ["", name] : [name.slice(0, at), name.slice(at + 1)];
    });
    grid.rows = [halves.map(([top]) => top!), halves.map(([, bottom]) => bottom!), ...rows];
  },
  "repeat the header": (grid, random) => {
    grid.rows.splice(dataRow(grid, random), 0, [...grid.rows[0]!]);
  },
  "drop rows": (grid, random) => {
    grid.rows.splice(dataRow(grid, random), random.whole(1, 30));
    if (grid.rows.length === 1 && random.chance(0.5)) grid.rows.push([]);
  },
  "repeat a row": (grid, random) => {
    grid.rows.push([...grid.rows[dataRow(grid, random)]!]);
  },
};

/** Changes to bytes; `cells` is how many cells they may have altered. */
export const BYTE_MUTATIONS: Record<
  string,
  (bytes: Buffer, random: Random) => { bytes: Buffer; cells: number }
> = {
  "flip bits": (bytes, random) => {
    const flipped = Buffer.from(bytes);
    const n = random.whole(1, 4);
    for (let i = 0; i < n && flipped.length; i++) {
      const at = random.whole(0, flipped.length - 1);
      flipped[at] = flipped[at]! ^ (1 << random.whole(0, 7));
    }
    return { bytes: flipped, cells: Infinity };
  },
  "cut short": (bytes, random) => ({
    bytes: bytes.subarray(0, random.whole(0, bytes.length)),
    cells: 1,
  }),
  "put a quotation mark in": (bytes, random) => {
    const at = random.whole(0, bytes.length);
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from('"'), bytes.subarray(at)]),
      cells: Infinity,
    };
  },
  "mix encodings": (bytes, random) => {
    const at = random.whole(0, bytes.length);
    const odd = [[0xe9], [0xc3, 0xa9], [0xff], [0xe2, 0x82], [0], [0x81], [0xef, 0xbb, 0xbf]][
      random.whole(0, 6)
    ]!;
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(odd), bytes.subarray(at)]),
      cells: 2,
    };
  },
  "mix line endings": (bytes, random) => {
    const text = bytes.toString("latin1");
    let n = 0;
    return {
      bytes: Buffer.from(
        text.replace(/\r?\n/g, (end) => (n++ % 5 === random.whole(0, 4) ? "\r\n" : end)),
        "latin1",
      ),
      cells: 0,
    };
  },
  "put rubbish in": (bytes, random) => {
    const at = random.whole(0, bytes.length);
    const rubbish = Buffer.from(
      Array.from({ length: random.whole(1, 400) }, () => random.whole(0, 255)),
    );
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), rubbish, bytes.subarray(at)]),
      cells: Infinity,
    };
  },
  "take a stretch out": (bytes, random) => {
    const at = random.whole(0, bytes.length);
    return {
      bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.whole(1, 60))]),
      cells: Infinity,
    };
  },
};
