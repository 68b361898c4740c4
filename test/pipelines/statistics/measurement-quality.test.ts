import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kappa } from "../../../pipelines/statistics/agreement.ts";
import { intraclassCorrelations } from "../../../pipelines/statistics/icc.ts";
import { uniforms } from "../../../pipelines/statistics/random.ts";
import { reliability } from "../../../pipelines/statistics/reliability.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { squareTable } from "../../../pipelines/statistics/square-table.ts";

describe("agreement", () => {
  const table = [
    [10, 3, 1],
    [2, 8, 4],
    [0, 2, 10],
  ];

  it("gives the worked kappas", () => {
    const values = (["unweighted", "linear", "quadratic"] as const).map(
      (weights) => expectValue(kappa(table, weights)).kappa,
    );
    const worked = [0.5514018692, 0.6348314607, 0.7185741088];
    expect(values).toEqual(worked.map((value) => expect.closeTo(value, 9)));
  });

  it("is 1 for a rater with herself, and refused when one category holds everyone", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4 });
    const scale = [0, 1, 2, 3, 4, 5];
    fc.assert(
      fc.property(scores, (a) => {
        const result = kappa(squareTable(a, a, scale), "quadratic");
        if (new Set(a).size === 1) expect(result.reason).toBe("no_variation");
        else expect(expectValue(result).kappa).toBeCloseTo(1, 12);
      }),
    );
  });

  it("reproduces Shrout and Fleiss (1979)", () => {
    const ratings = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const icc = expectValue(intraclassCorrelations(ratings, { minimum: 6 })).map((row) => row.icc);
    const published = [0.1657417684, 0.2897637795, 0.7148407148, 0.4427971337, 0.6200505476];
    expect(icc.slice(0, 5)).toEqual(published.map((value) => expect.closeTo(value, 9)));
    expect(intraclassCorrelations(ratings).reason).toBe("below_minimum_size");
  });
});

describe("reliability", () => {
  const answers = [
    [2, 3, 3],
    [1, 1, 2],
    [4, 3, 4],
    [0, 1, 1],
    [3, 3, 2],
  ];

  it("gives the worked alpha, Feldt interval and smallest detectable change", () => {
    const { alpha, ci, sem, mdc95 } = expectValue(reliability(answers, { minimum: 5 }));
    expect([alpha, ci.lo, ci.hi, sem, mdc95]).toEqual(
      [0.9140625, 0.5657894188, 0.9904296753, 1.0488088482, 2.9071498069].map((value) =>
        expect.closeTo(value, 8),
      ),
    );
  });

  it("does not change when a constant is added to an item", () => {
    const random = uniforms(4);
    const many = Array.from({ length: 40 }, () => {
      const shared = random() * 4;
      return [0, 1, 2, 3].map(() => shared + random());
    });
    const moved = many.map((row) => row.map((value, j) => value + 10 * j));
    const [one, other] = [expectValue(reliability(many)), expectValue(reliability(moved))];
    expect(other.alpha).toBeCloseTo(one.alpha, 10);
    expect(other.omega!.total).toBeCloseTo(one.omega!.total, 6);
  });

  it("drops an item that never varies, and refuses one item or 29 profiles", () => {
    const flat = answers.map((row) => [...row, 2]);
    const result = expectValue(reliability(flat, { minimum: 5 }));
    expect(result).toMatchObject({ k: 3, dropped: [3], alpha: expect.closeTo(0.9140625, 10) });
    expect(
      reliability(
        answers.map(([first]) => [first!]),
        { minimum: 5 },
      ).reason,
    ).toBe("below_minimum_size");
    expect(reliability(answers).reason).toBe("below_minimum_size");
  });
});
