import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Bounds,
  knowable,
  narrowest,
  type Sum,
  toldFew,
} from "../../../pipelines/disclosure/audit.ts";

const bounds = fc
  .tuple(fc.nat(4), fc.nat(2))
  .map(([least, more]) => ({ least, most: least + more }));
const CELLS = ["a1", "a2", "a3", "b1", "b2", "b3"];
/** Two rows of three columns, whose margins are known to within bounds: each pair of lines is a circle. */
const SUMS: Sum[] = [
  { whole: "a", parts: ["a1", "a2", "a3"] },
  { whole: "b", parts: ["b1", "b2", "b3"] },
  { whole: "1", parts: ["a1", "b1"] },
  { whole: "2", parts: ["a2", "b2"] },
  { whole: "3", parts: ["a3", "b3"] },
];
/** A table that exists, its cells wide open and its margins hidden by at most two either way. */
const table = fc.tuple(
  fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
  fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 5, maxLength: 5 }),
  fc.array(bounds, { minLength: 6, maxLength: 6 }),
  fc.boolean(),
);

describe("bounds of numbers whose sums form circles", () => {
  test("are those of trying every number, also where tightening leaves them too wide", async () => {
    let missed = 0;
    await fc.assert(
      fc.asyncProperty(table, async ([values, off, loose, contradicts]) => {
        const cells = contradicts ? loose : values.map(() => ({ least: 0, most: 3 }));
        const value = (name: string) => values[CELLS.indexOf(name)]!;
        const given = new Map<string, Bounds>(CELLS.map((name, i) => [name, cells[i]!]));
        SUMS.forEach(({ whole, parts }, i) => {
          const sum = parts.reduce((all, part) => all + value(part), 0);
          given.set(whole, { least: Math.max(0, sum - off[i]![0]), most: sum + off[i]![1] });
        });
        const possible = everyWay(cells).filter((way) =>
          SUMS.every(({ whole, parts }) => {
            const sum = parts.reduce((all, part) => all + way[CELLS.indexOf(part)]!, 0);
            return sum >= given.get(whole)!.least && sum <= given.get(whole)!.most;
          }),
        );
        if (possible.length === 0) {
          await expect(narrowest(given, SUMS)).rejects.toThrow("no number");
          return;
        }
        const known = await narrowest(given, SUMS);
        const tightened = knowable(given, SUMS);
        const few = [1, 2, 3].map((most) => toldFew(given, SUMS, CELLS, most + 1));
        for (const [i, told] of (await Promise.all(few)).entries()) {
          const isFew = ({ least, most }: Bounds) => least >= 1 && most <= i + 1;
          // Where tightening tells some it is not asked further.
          const sought = CELLS.some((name) => isFew(tightened.get(name)!)) ? tightened : known;
          expect(told).toEqual(CELLS.filter((name) => isFew(sought.get(name)!)));
        }
        CELLS.forEach((name, i) => {
          const own = possible.map((way) => way[i]!);
          const truth = { least: Math.min(...own), most: Math.max(...own) };
          expect(known.get(name)).toEqual(truth);
          if (tightened.get(name)!.most - tightened.get(name)!.least > truth.most - truth.least)
            missed++;
        });
      }),
      { numRuns: 150, seed: 8 },
    );
    expect(missed).toBeGreaterThan(0);
  }, 60_000);

  test("have no end where nothing ends them", async () => {
    const open: Bounds = { least: 1, most: Number.POSITIVE_INFINITY };
    const given = new Map([...CELLS, "a", "b", "1", "2", "3"].map((name) => [name, open]));
    expect((await narrowest(given, SUMS)).get("a")).toEqual({ ...open, least: 3 });
  });
});

const everyWay = (cells: readonly Bounds[]): number[][] =>
  cells.reduce<number[][]>(
    (ways, { least, most }) =>
      ways.flatMap((way) =>
        Array.from({ length: most - least + 1 }, (_, i) => [...way, least + i]),
      ),
    [[]],
  );
