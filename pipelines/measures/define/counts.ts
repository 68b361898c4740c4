import { z } from "zod";
import { isCover } from "../../disclosure/covers.ts";
import { type CountedChildren, namedBy } from "../../disclosure/nested-sets.ts";
import {
  type Figure,
  noneAsFew,
  type Protected,
  protect,
  rounded,
  shownTotal,
} from "../../disclosure/protect.ts";
import { shareBases } from "../../disclosure/share-bases.ts";
import type { SumsOfChildren } from "../../disclosure/sums-of-children.ts";
import type { Interval } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";

/** Of what the shares of a table are, whose counts are each to the nearest five. */
export const OF_SHOWN =
  "from the rounded counts: of their sum where all are shown, which can be a few more or fewer than the whole";

/** What a table that counts children has beside what they are counted by. */
export const COUNT_COLUMNS = {
  child_count: z
    .number()
    .nullable()
    .describe("Children, to the nearest five; null where 1 to 4, or hidden to keep those hidden."),
  all_count: z
    .number()
    .nullable()
    .describe("Children of all the rows that this one is a part of, to the nearest five."),
  share: z
    .number()
    .nullable()
    .describe(`Percentage that the children are of all of them, ${OF_SHOWN}.`),
  symbol: z
    .string()
    .nullable()
    .describe("c where figures are hidden so that no child can be identified."),
};

/** Children of each cell, and of all the cells that it is a part of, as they stand in the warehouse. */
interface Cell extends Figure {
  child_count: number;
  all_count: number;
}

type Shown<C extends Cell> = Omit<C, "child_count" | "all_count"> & {
  child_count: number | null;
  all_count: number | null;
  share: number | null;
  symbol: string | null;
};

/**
 * How children counted by some columns are protected and audited. Cells that are alike in all of
 * these columns but one add up to a number that may be known, whichever the one is: within each
 * such sum nothing hidden may be told by subtraction. A cell is a part of its `all_count` by the
 * last column.
 *
 * @param name of the table, so that its sums are its own.
 * @param isNoneHidden Whether a row of none is blank as one of a few: where the table has a row for each
 *   of its groups, so that who is in none of them is not told by a nought.
 */
export function countsOfChildren(
  name: string,
  by: readonly [string, ...string[]],
  { isNoneHidden = false }: { isNoneHidden?: boolean } = {},
) {
  const values = ["share"];
  const others = (column: string) => by.filter((other) => other !== column);
  const said = (row: Figure, columns: readonly string[]) => namedBy(name, row, columns);
  const finish = <R extends Figure & Counts>(
    rows: readonly R[],
  ): (R & { share: number | null })[] => withShares(rows, (row) => said(row, by.slice(0, -1)));
  return {
    /** Shares of the rows as they are published: more of them may be hidden by then. */
    finish,
    /** @param from the table or view that has each child and these columns. */
    counted: (from: string): CountedChildren => ({ name, from, by }),
    contributors: (row: Figure): readonly string[] => [said(row, by), said(row, by.slice(0, -1))],
    audit: (sums: SumsOfChildren, rows: readonly Figure[]): void => {
      const last = by.at(-1)!;
      for (const row of rows) {
        const where = Object.fromEntries(others(last).map((column) => [column, row[column]]));
        const cover = { table: name, where, column: "all_count" };
        sums.say(said(row, others(last)), { child_count: row.all_count as number | null }, cover);
        const count = { child_count: row.child_count as number | null };
        for (const column of by) {
          sums.part(said(row, others(column)), column, said(row, by), count, isNoneHidden);
        }
      }
    },
    protect: <C extends Cell>(cells: readonly C[]): Protected<Shown<C>> => {
      const { rows, hidden } = protect(
        cells.map((cell) => {
          const all = isCover(cell, "all_count") ? null : shownTotal(cell.all_count);
          return {
            ...cell,
            child_count: cell.child_count as number | null,
            all_count: all,
            share: null as number | null,
            symbol: null as string | null,
          };
        }),
        {
          count: "child_count",
          values,
          areOfCounts: true,
          fewest: rule("smallest_count"),
          wholes: by.map(others),
        },
      );
      return { rows: finish(isNoneHidden ? rows.map(noneAsFew(values)) : rows), hidden };
    },
  };
}

interface Counts {
  child_count: number | null;
  all_count: number | null;
}

const ofBase = (count: number, base: number): number | null => rounded((100 * count) / base);

/**
 * Rows with the share that each count is of its whole, in per cent, from rounded counts: an exact share
 * of a known total gives the count back.
 *
 * @param wholeOf names the whole that a row is a part of.
 * @param shareOf the share of a count of a base, null where none may stand; to 0.1 per cent unless given.
 */
export function withShares<P extends Counts>(
  rows: readonly P[],
  wholeOf: (row: P) => string,
  shareOf = ofBase,
): (P & { share: number | null })[] {
  const bases = shareBases(rows, wholeOf);
  return rows.map((row) => {
    const base = bases.get(wholeOf(row)) ?? null;
    const isKnown = row.child_count !== null && base !== null;
    return { ...row, share: isKnown ? shareOf(row.child_count!, base) : null };
  });
}

interface Shared {
  child_count: number | null;
  share: number | null;
  lower: number | null;
  upper: number | null;
  symbol: string | null;
}

/**
 * Rows with the share that each count is of its base, in per cent, and its interval; a row whose count
 * or base is hidden stays as it is.
 *
 * @param baseOf what the share of a row is taken of, from `shareBases`.
 * @param shareOf the share of a count of its base and its interval, both of 1.
 */
export function withIntervals<R extends Shared>(
  rows: readonly R[],
  baseOf: (row: R) => number | null,
  shareOf: (count: number, base: number) => { share: number; ci: Pick<Interval, "lo" | "hi"> },
): R[] {
  return rows.map((row) => {
    const base = baseOf(row);
    if (row.child_count === null || base === null) return row;
    // Of a share of all it would be known of each child.
    if (row.child_count === base)
      return { ...row, share: null, lower: null, upper: null, symbol: "c" };
    const { share, ci } = shareOf(row.child_count, base);
    return {
      ...row,
      share: rounded(100 * share),
      lower: rounded(100 * ci.lo, 0),
      upper: rounded(100 * ci.hi, 0),
      symbol: null,
    };
  });
}
