import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import type { Measure } from "../../../pipelines/measures/define/measure.ts";
import { type Before, holdRows, keyOf, sameKeys } from "../../../pipelines/releases/hold.ts";
import type { Near } from "../../../pipelines/releases/near.ts";

const measure = {
  name: "by-age",
  key: ["authority_code", "age"],
  row: z.strictObject({
    authority_code: z.string(),
    age: z.string(),
    child_count: z.number().nullable(),
    symbol: z.string().nullable(),
  }),
  contributors: ({ authority_code, age }: Figure) => [`${authority_code}: ${age}`],
} as unknown as Measure;

const row = (age: string, child_count: number | null, authority_code = "A"): Figure => ({
  authority_code,
  age,
  child_count,
  symbol: child_count === null ? "c" : null,
});

const before = (
  rows: readonly Figure[],
  sizes: Record<string, number>,
  { isStanding = true, isOfNow = true } = {},
): Before => ({
  rows: new Map(
    rows.map((one) => [keyOf(measure, one), { row: one, isStanding, isOfNow, made: 1 }]),
  ),
  sizes: new Map(Object.entries(sizes)),
  since: new Map(Object.keys(sizes).map((cell) => [cell, 1])),
});
const sizes = (now: Record<string, number>) => new Map(Object.entries(now));
const NEAR_NONE = new Map<string, Near>();

describe("a row of a group that nobody was in before", () => {
  const then = before([row("under 5", 40)], { "A: under 5": 40 });
  const rows = [row("under 5", 40), row("16 and over", null)];

  it.each([1, 4, 9])("is left out where %i children are in it now", (n) => {
    const found = sameKeys(
      measure,
      rows,
      NEAR_NONE,
      then,
      sizes({ "A: under 5": 40, "A: 16 and over": n }),
    );
    expect(found.rows).toEqual([row("under 5", 40)]);
    expect(found.held).toMatchObject([{ shown: "hidden", because: { children: n } }]);
  });

  it("is published once ten are, and in a first release however many there are", () => {
    const now = sizes({ "A: under 5": 40, "A: 16 and over": 10 });
    expect(sameKeys(measure, rows, NEAR_NONE, then, now).rows).toHaveLength(2);
    const first = before([], {});
    const few = sizes({ "A: under 5": 40, "A: 16 and over": 1 });
    expect(sameKeys(measure, rows, NEAR_NONE, first, few).rows).toHaveLength(2);
  });
});

describe("a row whose last children have gone", () => {
  const rows = [row("under 5", 40)];
  const now = sizes({ "A: under 5": 40 });
  const then = (n: number, how = {}) =>
    before(
      [row("under 5", 40), row("16 and over", null)],
      { "A: under 5": 40, "A: 16 and over": n },
      how,
    );

  it("stays as it was where they were few, and goes where they were ten", () => {
    expect(sameKeys(measure, rows, NEAR_NONE, then(9), now).rows).toEqual([
      row("16 and over", null),
      row("under 5", 40),
    ]);
    expect(sameKeys(measure, rows, NEAR_NONE, then(10), now).rows).toEqual(rows);
  });

  it("goes with all that stood beside it, and stays gone", () => {
    expect(sameKeys(measure, [], NEAR_NONE, then(3), now).rows).toEqual([]);
    expect(sameKeys(measure, rows, NEAR_NONE, then(3, { isStanding: false }), now).rows).toEqual(
      rows,
    );
  });
});

describe("a row that a few more or fewer make large enough to be shown", () => {
  const rows = [row("under 5", 40), row("16 and over", 20)];
  const both = { "A: under 5": 40, "A: 16 and over": 20 };
  const moved = (n: number) => ({
    come: new Map([["A: 16 and over", n]]),
    gone: new Map([["A: 16 and over", n]]),
  });

  it("does not come for a few, and comes for ten, or by another program", () => {
    const then = before([row("under 5", 40)], { "A: under 5": 40 });
    const keysOf = (n: number, known = then) =>
      sameKeys(measure, rows, NEAR_NONE, known, sizes(both), moved(n)).rows.length;
    expect([keysOf(1), keysOf(9), keysOf(10)]).toEqual([1, 1, 2]);
    const older = before([row("under 5", 40)], { "A: under 5": 40 }, { isOfNow: false });
    expect(keysOf(1, older)).toBe(2);
  });

  it("does not go for a few", () => {
    const then = before(rows, both);
    const keysOf = (n: number) =>
      sameKeys(measure, rows.slice(0, 1), NEAR_NONE, then, sizes({ "A: under 5": 40 }), moved(n))
        .rows.length;
    expect([keysOf(1), keysOf(9), keysOf(10)]).toEqual([2, 2, 1]);
  });
});

describe("a row of the same children", () => {
  const then = before([row("under 5", null)], { "A: under 5": 40 });
  const unchanged = new Set(["A: under 5"]);

  it("is as it was, though it no longer covers another", () => {
    const found = holdRows(measure, [row("under 5", 40)], NEAR_NONE, then, { unchanged });
    expect(found).toEqual({ rows: [row("under 5", null)], held: [] });
  });

  it("is new where a child has another value, or by another program or rule", () => {
    const rows = [row("under 5", 40)];
    expect(holdRows(measure, rows, NEAR_NONE, then).rows).toEqual(rows);
    const older = before([row("under 5", null)], { "A: under 5": 40 }, { isOfNow: false });
    expect(holdRows(measure, rows, NEAR_NONE, older, { unchanged }).rows).toEqual(rows);
  });
});

describe("a row that stands although nobody is in its group", () => {
  const near = (cell: string): Near => ({
    cell,
    other: cell,
    release_id: null,
    children: 3,
    changed: 0,
  });
  const moved = (cell: string) => new Map([[cell, near(cell)]]);

  it("stays as it was where a few left, or came: a blank that turns to none would tell that they did", () => {
    const few = before([row("under 5", null)], { "A: under 5": 3 });
    const left = holdRows(measure, [row("under 5", 0)], NEAR_NONE, few, {
      moved: moved("A: under 5"),
    });
    expect(left.rows).toEqual([row("under 5", null)]);
    const none = before([row("under 5", 0)], {});
    const came = holdRows(measure, [row("under 5", null)], NEAR_NONE, none, {
      moved: moved("A: under 5"),
    });
    expect(came.rows).toEqual([row("under 5", 0)]);
  });

  it("waits for those beside it: alone made anew it would tell that nobody is in it", () => {
    const whole = {
      ...measure,
      contributors: ({ age }: Figure) => [`A: ${age}`, "A: all"],
    } as unknown as Measure;
    const then = before([row("under 5", 40), row("5 to 10", null)], { "A: under 5": 40 });
    const now = [row("under 5", 45), row("5 to 10", 0)];
    const sizes = new Map([["A: under 5", 43]]);
    const held = holdRows(whole, now, moved("A: under 5"), then, { sizes });
    expect(held.rows).toEqual([row("under 5", 40), row("5 to 10", null)]);
    expect(holdRows(whole, now, NEAR_NONE, then, { sizes }).rows).toEqual(now);
  });
});

describe("a row of the same children that another program made", () => {
  const part = {
    ...measure,
    contributors: ({ age }: Figure) => [`A: ${age}`, "A: all"],
  } as unknown as Measure;
  const then = before([row("under 5", 40)], { "A: under 5": 40, "A: all": 90 }, { isOfNow: false });
  const now = [row("under 5", 45)];
  const unchanged = new Set(["A: under 5", "A: all"]);

  it("is made anew where nobody of the whole changed", () => {
    expect(holdRows(part, now, NEAR_NONE, then, { unchanged }).rows).toEqual(now);
  });

  it("waits where some of the whole did, now or since: made anew it would be told from those held back", () => {
    const some = new Set(["A: under 5"]);
    const held = holdRows(part, now, NEAR_NONE, then, { unchanged: some });
    expect(held.rows).toEqual([row("under 5", 40)]);
    expect(held.held).toMatchObject([{ shown: "again" }]);
    const later = { ...then, since: new Map([["A: all", 2]]) };
    expect(holdRows(part, now, NEAR_NONE, later, { unchanged }).rows).toEqual([row("under 5", 40)]);
  });
});

describe("a row that is made of a group and of those to whom something happened", () => {
  const happened = {
    ...measure,
    contributors: ({ age }: Figure) => [`A: ${age}: so`, `A: ${age}`],
  } as unknown as Measure;

  it("stays as it was where the last of the group left, though nothing had happened to any", () => {
    const then = before([row("under 5", 40), row("5 to 10", null)], {
      "A: under 5: so": 12,
      "A: under 5": 40,
      "A: 5 to 10": 1,
    });
    const now = sizes({ "A: under 5: so": 12, "A: under 5": 40 });
    const found = sameKeys(happened, [row("under 5", 40)], NEAR_NONE, then, now);
    expect(found.rows).toContainEqual(row("5 to 10", null));
  });

  it("is left out where a few came into a group of nobody, though nothing happened to any", () => {
    const then = before([row("under 5", 40)], { "A: under 5: so": 12, "A: under 5": 40 });
    const now = sizes({ "A: under 5: so": 12, "A: under 5": 40, "A: 5 to 10": 1 });
    const rows = [row("under 5", 40), row("5 to 10", null)];
    expect(sameKeys(happened, rows, NEAR_NONE, then, now).rows).toEqual([row("under 5", 40)]);
  });
});

describe("rows that count children who are no set", () => {
  const counting = {
    ...measure,
    authority: "authority_code",
    contributors: () => ["A: all"],
    counts: ({ child_count }: Figure) => [child_count as number | null],
  } as unknown as Measure;
  const then = before([row("under 5", 70), row("5 to 10", 365), row("under 5", 80, "B")], {});

  it("all wait where one of their authority counts a few more or less", () => {
    const now = [row("under 5", 65), row("5 to 10", 345), row("under 5", 60, "B")];
    expect(holdRows(counting, now, NEAR_NONE, then).rows).toEqual([
      row("under 5", 70),
      row("5 to 10", 365),
      row("under 5", 60, "B"),
    ]);
  });

  it("are made anew where each counts as many as before or ten more or less", () => {
    const now = [row("under 5", 70), row("5 to 10", 345), row("under 5", 80, "B")];
    expect(holdRows(counting, now, NEAR_NONE, then).rows).toEqual(now);
  });
});
