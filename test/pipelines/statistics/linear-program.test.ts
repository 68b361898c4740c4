import fc from "fast-check";
import highs from "highs";
import { describe, expect, it } from "vitest";
import { leastCost } from "../../../pipelines/statistics/linear-program.ts";

const solver = await highs();

/** The same program by HiGHS. */
function byHighs(
  cost: readonly number[],
  rows: readonly (readonly number[])[],
  bounds: readonly number[],
) {
  const terms = (values: readonly number[]) =>
    values.map((value, j) => `${value < 0 ? "-" : "+"} ${Math.abs(value)} x${j}`).join(" ");
  const { Status, ObjectiveValue } = solver.solve(
    `Minimize\n obj: ${terms(cost)}\nSubject To\n${rows.map((row, i) => ` c${i}: ${terms(row)} = ${bounds[i]}`).join("\n")}\nEnd`,
  );
  return Status === "Optimal" ? ObjectiveValue : null;
}

const whole = fc.integer({ min: -6, max: 6 });

describe("the least cost", () => {
  it("is that of the cheapest corner", () => {
    // x + y + z = 1 and x - y = 0.2: corners (1/5, 0, 4/5) and (3/5, 2/5, 0).
    const { value, x } = leastCost(
      [1, 2, 3],
      [
        [1, 1, 1],
        [1, -1, 0],
      ],
      [1, 0.2],
    ).value!;
    expect(value).toBeCloseTo(0.6 + 0.8, 10);
    expect(x.map((one) => Number(one.toFixed(10)))).toEqual([0.6, 0.4, 0]);
  });

  it("is that of HiGHS for any program whose columns are mixed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 9 }).chain((n) =>
          fc.record({
            cost: fc.array(whole, { minLength: n, maxLength: n }),
            rows: fc.array(fc.array(whole, { minLength: n, maxLength: n }), {
              minLength: 0,
              maxLength: 5,
            }),
            inside: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: n, maxLength: n }),
          }),
        ),
        ({ cost, rows, inside }) => {
          const total = inside.reduce((a, b) => a + b, 0);
          fc.pre(total > 0);
          const w = inside.map((part) => part / total);
          const all = [cost.map(() => 1), ...rows];
          const bounds = all.map((row) => row.reduce((sum, value, j) => sum + value * w[j]!, 0));
          const expected = byHighs(cost, all, bounds);
          fc.pre(expected !== null);
          expect(leastCost(cost, all, bounds).value!.value).toBeCloseTo(expected!, 5);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is refused where nothing fulfils the constraints, or the cost falls for ever", () => {
    expect(
      leastCost(
        [1, 1],
        [
          [1, 1],
          [1, 1],
        ],
        [1, 2],
      ).reason,
    ).toBe("invalid_input");
    expect(leastCost([-1, 0], [[1, -1]], [0]).reason).toBe("invalid_input");
  });
});
