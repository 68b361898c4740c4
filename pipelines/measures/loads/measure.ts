import { z } from "zod";
import { contracts } from "../../../loaders/index.ts";
import { isCountOfFew, nearestFive } from "../../disclosure/protect.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  load_id: z.number(),
  loader: z.string(),
  file: z
    .string()
    .nullable()
    .describe("File name, for published data; extracts about children are not named."),
  is_child_level: z.boolean(),
  rows_read: z
    .number()
    .nullable()
    .describe(
      "Of children: to the nearest five, from 100 on to two figures, and null when from 1 to 4, or 0 beside such a one.",
    ),
  rows_loaded: z.number().nullable(),
  rows_rejected: z.number().nullable(),
  rows_superseded: z.number().nullable(),
  rows_out_of_scope: z.number().nullable(),
  as_of: z.string().nullable(),
};

export type LoadLine = RowOf<typeof columns>;

/** Loaders of what is published anyway; a loader that nobody knows any more may be about children. */
const OPEN = new Set(
  contracts([])
    .filter(({ isChildLevel }) => !isChildLevel)
    .map(({ name }) => name),
);

/** Folders are the user's own; an archive's name is part of what was published. */
const publishedName = (file: string): string =>
  file
    .split("/")
    .slice(/\.(zip|gz)\/[^/]*$/i.test(file) ? -2 : -1)
    .join("/");

const COUNTS = [
  "rows_read",
  "rows_loaded",
  "rows_rejected",
  "rows_superseded",
  "rows_out_of_scope",
] as const;
type Counts = Record<(typeof COUNTS)[number], number | null>;

/**
 * Counts to the nearest five, and from 100 on to two figures, as two releases of a file that differ by a
 * child's rows would show whose file it was; 1 to 4 as null; where one is, so is every 0 beside it: the counts add
 * up, and the blank would else be the only one of them that can be 1 to 4.
 */
function shownRows(line: Record<string, unknown>): Counts {
  const counts = COUNTS.map((name) => [name, Number(line[name])] as const);
  const fewest = counts.some(([, n]) => isCountOfFew(n)) ? 1 : 0;
  return Object.fromEntries(
    counts.map(([name, n]) => [name, n < fewest || isCountOfFew(n) ? null : coarse(n)]),
  ) as Counts;
}

const coarse = (n: number): number => (n < 100 ? nearestFive(n) : Number(n.toPrecision(2)));

/** What was loaded, how much of it was refused, and as of when. */
export const loads = defineMeasure({
  name: "loads",
  grain: "one row per file loaded",
  columns,
  key: ["load_id"],
  method: "disclosure",
  component: "ledger",
  disclosure:
    "Rows about children are counted to the nearest five, from 100 on to two figures; 1 to 4 are hidden, and with them each 0 of the same file; such files are not named",
  audit: {
    notAudited:
      "its counts are of rows of files, to the nearest five, and are parts of no count of children",
  },
  contributors: { notCompared: "counts rows of files, to the nearest five, and no children" },
  rows: async (warehouse) => {
    const lines = await warehouse.rows(`
      select load_id, loader, file, rows_read, rows_loaded, rows_rejected, rows_superseded, rows_out_of_scope, as_of
      from loads order by load_id`);
    return {
      rows: lines.map((line) => {
        const isChildLevel = !OPEN.has(String(line.loader));
        return {
          ...(line as unknown as LoadLine),
          is_child_level: isChildLevel,
          // The latest day of an extract may be one child's.
          as_of: isChildLevel
            ? line.as_of
              ? String(line.as_of).slice(0, 7)
              : null
            : (line.as_of as string | null),
          file: isChildLevel ? null : publishedName(String(line.file)),
          ...(isChildLevel ? shownRows(line) : {}),
        };
      }),
    };
  },
});
