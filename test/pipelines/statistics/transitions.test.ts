import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  ladderSteps,
  type PlacementTerm,
  transitionHomogeneity,
  transitionPower,
  transitions,
  twoTermShares,
} from "../../../pipelines/statistics/transitions.ts";

const states = ["mainstream", "unit", "special"];

const history = fc
  .array(
    fc.record({
      child: fc.constantFrom("a", "b", "c", "d"),
      term: fc.integer({ min: 1, max: 6 }),
      state: fc.constantFrom("mainstream", "unit", "special"),
      group: fc.constantFrom("HERT", "NORF"),
    }),
    { maxLength: 24 },
  )
  .map((records) => [...new Map(records.map((r) => [`${r.child}${r.term}`, r])).values()]);

/** Every child in two terms, as many as the worked table says. */
const worked: PlacementTerm[] = [
  [80, 5, 15],
  [4, 36, 0],
  [2, 0, 48],
].flatMap((row, i) =>
  row.flatMap((n, j) =>
    Array.from({ length: n }, (_, k) =>
      [1, 2].map((term) => ({
        child: `${i}${j}${k}`,
        group: "HERT",
        term,
        state: states[term === 1 ? i : j]!,
      })),
    ).flat(),
  ),
);

describe("transitions", () => {
  it("gives the worked example's shares and their square", () => {
    const { shares } = expectValue(transitions(worked, states));
    expect(shares).toEqual([
      [0.8, 0.05, 0.15],
      [0.1, 0.9, 0],
      [0.04, 0, 0.96],
    ]);
    expect(transitionPower(shares, 2)[0]).toEqual(
      [0.651, 0.085, 0.264].map((value) => expect.closeTo(value, 10)),
    );
    const { up, down, stay } = ladderSteps(
      expectValue(transitions(worked, states)).transitions,
      states,
    );
    expect([up, down, stay]).toEqual([20, 6, 164]);
  });

  it("never bridges a gap", () => {
    const gap = worked.slice(0, 2).map((record) => ({ ...record, term: 2 * record.term }));
    expect(expectValue(transitions(gap, states))).toMatchObject({
      transitions: [],
      withoutNext: 2,
    });
  });

  it("has rows that sum to 1 or none, and powers that keep every child", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 6 }), (records, terms) => {
        const { shares, counts, unobserved, withoutNext } = expectValue(
          transitions(records, states),
        );
        const moved = counts.flat().reduce((sum, value) => sum + value, 0);
        expect(moved + withoutNext).toBe(records.length);
        expect(shares.filter((row) => row === null)).toHaveLength(unobserved.length);
        for (const row of transitionPower(shares, terms)) {
          expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
        }
      }),
    );
  });

  it("finds groups that move alike alike", () => {
    const twice = ["HERT", "NORF"].flatMap((group) =>
      worked.map((record) => ({ ...record, group, child: group + record.child })),
    );
    const { g2, df, p } = transitionHomogeneity(
      expectValue(transitions(twice, states)).transitions,
      states,
    );
    expect(g2).toBeCloseTo(0, 8);
    expect(df).toBe(4);
    expect(p).toBeCloseTo(1, 6);
    expect(transitionHomogeneity([], states).p).toBeNull();
  });

  it("shows two-term moves of children seen throughout, for a check of memory", () => {
    const kept = [1, 2, 3].map((term) => ({ child: "a", group: "HERT", term, state: "unit" }));
    expect(twoTermShares(kept, states)).toEqual([null, [0, 1, 0], null]);
  });

  it("refuses two records of a child in one term", () => {
    expect(transitions([worked[0]!, worked[0]!], states).reason).toBe("invalid_input");
  });
});
