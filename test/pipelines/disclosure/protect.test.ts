import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { knowable } from "../../../pipelines/disclosure/audit.ts";
import { withEnoughCovers } from "../../../pipelines/disclosure/covers.ts";
import {
  addUp,
  type Figure,
  nearestFive,
  protect,
  rounded,
} from "../../../pipelines/disclosure/protect.ts";

const figure = (place: string, group: string, n: number): Figure => ({
  place,
  group,
  n,
  mean: 1,
  symbol: null,
});
const rule = { count: "n", values: ["mean"], wholes: [["place"], ["group"]] };

describe("protect", () => {
  test("hides counts of 1 to 4 with their values, and means of fewer than 10 but not their counts, which are to the nearest five", () => {
    const { rows } = protect([figure("a", "x", 4), figure("b", "y", 9), figure("c", "z", 10)], {
      count: "n",
      values: ["mean"],
    });
    expect(rows.map(({ n, mean, symbol }) => [n, mean, symbol])).toEqual([
      [null, null, "c"],
      [10, null, "c"],
      [10, 1, null],
    ]);
  });

  test("hides a row of which another table leaves few children, and one more with it", () => {
    const rows = [30, 40, 50].map(
      (n, i): Figure => ({
        ...figure("a", `x${i}`, n),
        left: i === 0 ? 3 : i === 1 ? 0 : 10,
      }),
    );
    const kept = protect(rows, { ...rule, remainder: "left" });
    expect(kept.rows.map(({ n }) => n)).toEqual([null, null, 50]);
    expect(kept.rows[2]).not.toHaveProperty("left");
    expect(kept.hidden).toEqual([{ rule: "could be worked out from the others", rows: 2 }]);
  });

  test("keeps a true zero", () => {
    const { rows } = protect([figure("a", "x", 0)], { count: "n", values: ["mean"] });
    expect(rows[0]).toMatchObject({ n: 0, symbol: null });
  });

  test("hides values that tell of a child for a reason of their own, and does not publish that they do", () => {
    const { rows, hidden } = protect([{ n: 20, mean: 5, tells: true, symbol: null } as Figure], {
      count: "n",
      values: ["mean"],
      sensitive: { column: "tells", words: "one child more than half" },
    });
    expect(rows[0]).toEqual({ n: 20, mean: null, symbol: "c" });
    expect(hidden).toEqual([
      { rule: "fewer than 10 children, or one child more than half", rows: 1 },
    ]);
  });

  test("hides the next smallest part where the only hidden one could be worked out", () => {
    const { rows, hidden } = protect(
      [figure("a", "x", 3), figure("a", "y", 30), figure("a", "z", 12)],
      {
        count: "n",
        values: ["mean"],
        wholes: [["place"]],
      },
    );
    expect(rows.map(({ n, mean }) => [n, mean])).toEqual([
      [null, null],
      [30, 1],
      [10, null],
    ]);
    expect(hidden).toEqual([
      { rule: "fewer than 5 children", rows: 1 },
      { rule: "could be worked out from the others", rows: 1 },
    ]);
  });

  test("hides the smallest count that keeps a hidden one from being told, and none where it is not", () => {
    const counts = (...sizes: number[]) =>
      protect(
        sizes.map((n, i) => figure("a", `x${i}`, n)),
        { ...rule, wholes: [["place"]], hasNoise: true },
      ).rows.map(({ n }) => n);
    // Of about 30, at least 28 shown: at most 4 are left, or up to 14 without those of about 10.
    expect(counts(3, 28)).toEqual([null, null]);
    expect(counts(3, 18, 10)).toEqual([null, 20, 10]);
    expect(counts(3, 30)).toEqual([null, 30]);
    expect(counts(2, 18, 13, 23)).toEqual([null, 20, null, 25]);
  });

  test("covers every hidden count of an authority of which tables together tell one", async () => {
    const rows = [3, 30, 12].map(
      (n, i): Figure => ({ ...figure("a", `x${i}`, n), authority_code: "X10000001" }),
    );
    const made: (number | null)[][] = [];
    const { audit } = await withEnoughCovers(
      async () => {
        const { rows: kept } = protect(rows, { ...rule, wholes: [["place"]], hasNoise: true });
        made.push(kept.map(({ n }) => n as number | null));
        return kept;
      },
      async ([first]) => ({
        ...{ counts: 3, hidden: 1, covers: [] },
        told: made.length < 2 && first!.n === null ? ["X10000001, core 1: Sex, Girls"] : [],
      }),
    );
    expect(made).toEqual([
      [null, 30, 10],
      [null, 30, null],
    ]);
    expect(audit.told).toEqual([]);
  });

  const tables = fc
    .array(
      fc.record({
        place: fc.constantFrom("a", "b", "c"),
        group: fc.constantFrom("x", "y", "z"),
        n: fc.nat(40),
      }),
      { minLength: 1, maxLength: 9 },
    )
    .map((cells) => {
      const distinct = new Map(cells.map((cell) => [`${cell.place}${cell.group}`, cell]));
      return [...distinct.values()].map(({ place, group, n }) => figure(place, group, n));
    });

  test("never shows a small count or a mean of few, and no whole gives away a hidden part", () => {
    fc.assert(
      fc.property(tables, (figures) => {
        const { rows } = protect(figures, rule);
        rows.forEach(({ n, mean }, i) => {
          const real = Number(figures[i]!.n);
          if (n !== null) expect(n === 0 || Number(n) >= 5).toBe(true);
          if (mean !== null) expect(real === 0 || real >= 10).toBe(true);
        });
        for (const within of ["place", "group"] as const) {
          for (const value of new Set(figures.map((row) => row[within]))) {
            const part = rows.flatMap((row, i) =>
              row[within] === value && Number(figures[i]!.n) > 0 ? [i] : [],
            );
            const noCount = part.filter((i) => rows[i]!.n === null);
            const noMean = part.filter((i) => rows[i]!.symbol === "c");
            const total = (some: number[]) =>
              some.reduce((sum, i) => sum + Number(figures[i]!.n), 0);
            // What a reader knows who has the parts shown and their whole, each to the nearest five.
            const about = (n: number) => ({ least: Math.max(5, n - 2), most: n + 2 });
            if (noCount.length > 0 && noCount.length < part.length) {
              const given = new Map(
                part.map((i) => [
                  `${i}`,
                  rows[i]!.n === null
                    ? { least: 1, most: Number.POSITIVE_INFINITY }
                    : about(Number(rows[i]!.n)),
                ]),
              );
              given.set("whole", about(nearestFive(total(part))));
              const known = knowable(given, [{ whole: "whole", parts: part.map(String) }]);
              for (const i of noCount) expect(known.get(`${i}`)!.most).toBeGreaterThanOrEqual(5);
            }
            // Either several are hidden with ten children between them, or nothing of the whole is shown.
            if (noMean.length > 0 && noMean.length < part.length) {
              expect(noMean.length > 1 && total(noMean) >= 10).toBe(true);
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("the order of rows decides nothing but ties", () => {
    fc.assert(
      fc.property(tables, (figures) => {
        const distinctCounts = figures.map((row, i) => ({ ...row, n: Number(row.n) * 10 + i }));
        const straight = protect(distinctCounts, {
          count: "n",
          values: ["mean"],
          wholes: [["place"]],
        }).rows;
        const turned = protect([...distinctCounts].reverse(), {
          count: "n",
          values: ["mean"],
          wholes: [["place"]],
        }).rows.reverse();
        expect(turned).toEqual(straight);
      }),
    );
  });
});

test("what was hidden in parts of a table adds up by rule", () => {
  expect(
    addUp(
      [{ rule: "a", rows: 1 }],
      [
        { rule: "a", rows: 2 },
        { rule: "b", rows: 1 },
      ],
    ),
  ).toEqual([
    { rule: "a", rows: 3 },
    { rule: "b", rows: 1 },
  ]);
});

test("rounding never gives minus zero", () => {
  expect(Object.is(rounded(-0.04), 0)).toBe(true);
  expect([nearestFive(12), nearestFive(13), rounded(2.345, 2)]).toEqual([10, 15, 2.35]);
});

test("a half is rounded up whatever the threads that summed it left in its last digits", () => {
  for (const half of [0.05, 38.05, 61.25, 1.005]) {
    const decimals = String(half).split(".")[1]!.length - 1;
    const sums = [half * (1 - 3e-16), half, half * (1 + 3e-16)];
    expect(new Set(sums.map((sum) => rounded(sum, decimals))).size, String(half)).toBe(1);
  }
});
