import { expect, it } from "vitest";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { independentColumns } from "../../../pipelines/statistics/independent-columns.ts";

const random = randomOf(3);
const column = () => Array.from({ length: 50 }, () => random.normal());

it("leaves out sums of earlier columns, constants and repeats, and keeps the others in order", () => {
  const [a, b, c] = [column(), column(), column()];
  const sum = a.map((value, i) => 3 * value - 2 * b[i]! + 7);
  expect(independentColumns([a, a.map(() => 4), b, sum, c, a])).toEqual([0, 2, 4]);
});

it("does not depend on the units of a column", () => {
  const [a, b] = [column(), column()];
  const near = a.map((value, i) => value + 1e-3 * b[i]!);
  for (const unit of [1e-9, 1, 1e9]) {
    expect(independentColumns([a, near.map((value) => value * unit)])).toEqual([0, 1]);
  }
});

it("finds nothing in no columns", () => {
  expect(independentColumns([])).toEqual([]);
});
