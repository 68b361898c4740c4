import { z } from "zod";
import { type CountedChildren, namedBy } from "../../disclosure/nested-sets.ts";
import { fewestNoisy, noisyInterval } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { type Figure, type Protected, protect, roundedMeans } from "../../disclosure/protect.ts";
import type { SumsOfChildren } from "../../disclosure/sums-of-children.ts";
import { isAtAnEnd, SENSITIVE } from "../../disclosure/tells-all.ts";
import { rule } from "../../warehouse/rules.ts";
import { meanOf, numberOf, type Said } from "./measure.ts";

/** What a table of means of children has beside what they are grouped by. */
export const MEAN_COLUMNS = {
  child_count: z
    .number()
    .nullable()
    .describe("Children, to the nearest five; null where 1 to 4, or hidden to keep those hidden."),
  mean: z
    .number()
    .nullable()
    .describe("Mean of the children's points, with noise; null of fewer than 30 children."),
  lower: z.number().nullable().describe("Lower end of the 95% interval of the mean."),
  upper: z.number().nullable().describe("Upper end of the 95% interval of the mean."),
  symbol: z
    .string()
    .nullable()
    .describe("c where figures are hidden so that no child can be identified."),
};

const MEANS = ["mean", "lower", "upper"] as const;

/** Children of each cell and their points, as they stand in the warehouse. */
interface Cell extends Figure {
  child_count: number;
  averaged_mean: number;
  averaged_sd: number;
  /** How many children have the commonest value. */
  alike_count: number;
  averaged_marks: string;
}

type Shown<C extends Cell> = Omit<
  C,
  "averaged_mean" | "averaged_sd" | "alike_count" | "averaged_marks"
> & { child_count: number | null } & Record<(typeof MEANS)[number], number | null> & {
    symbol: string | null;
  };

/** Statistic of a shared mean that no table of the program shows. */
export const SHARED = "shared mean";

/**
 * How means of children's points, grouped by some columns, are protected and audited: each has the
 * noise of its children and their values, whatever the table is called, so that the same mean
 * shared again is the same.
 *
 * @param name of the table, so that its sums are its own.
 * @param statistic by which the noise is drawn: the name that other tables have for this mean.
 */
export function meansOfChildren(
  name: string,
  by: readonly [string, ...string[]],
  statistic: string = SHARED,
) {
  const others = (column: string) => by.filter((other) => other !== column);
  const said = (row: Figure, columns: readonly string[]) => namedBy(name, row, columns);
  return {
    /** @param from the view that has each child, these columns, and its points as `averaged`. */
    counted: (from: string): CountedChildren => ({ name, from, by, value: "averaged" }),
    contributors: (row: Figure): readonly string[] => [said(row, by)],
    shows: (row: {
      child_count: number | null;
      mean: number | null;
      symbol: string | null;
    }): readonly Said[] => [numberOf(row), meanOf(statistic, row.mean, row)],
    audit: (sums: SumsOfChildren, rows: readonly Figure[]): void => {
      for (const row of rows) {
        const count = { child_count: row.child_count as number | null };
        for (const column of by) sums.part(said(row, others(column)), column, said(row, by), count);
      }
    },
    protect: <C extends Cell>(cells: readonly C[]): Protected<Shown<C>> => {
      const [noise, level] = [readNoise(), rule("confidence_level")];
      const figures = cells.map((cell) => {
        const { averaged_mean, averaged_sd, alike_count, averaged_marks, ...own } = cell;
        const n = cell.child_count;
        const of = { n, mean: averaged_mean, sd: averaged_sd, marks: averaged_marks };
        const means = roundedMeans(noisyInterval(noise, statistic, of, level), MEANS, n);
        return {
          ...own,
          ...means,
          moved: n - alike_count,
          tells: isAtAnEnd(averaged_mean),
          symbol: null,
        };
      });
      return protect<Figure>(figures, {
        count: "child_count",
        moved: "moved",
        sensitive: { column: "tells", words: SENSITIVE },
        values: MEANS,
        fewest: fewestNoisy(),
        hasNoise: true,
        wholes: by.map(others),
      }) as Protected<Figure> as unknown as Protected<Shown<C>>;
    },
  };
}
