import { deviation, group, mean } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import { meanInterval } from "../../../../pipelines/statistics/mean-interval.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import { COARSE, groupOf, type TrueChange, trueChanges } from "./changes-truth.ts";
import { type KnownNoise, type PublishedChange, toldBy, waysOf } from "./one-row.ts";
import type { Released } from "./released.ts";
import { ordinary, SAMPLES } from "./samples.ts";

const QUIET: KnownNoise = { ofSum: 0, ofSquares: 0 };
/** As the method page says it is. */
const PUBLISHED: KnownNoise = {
  ofSum: rule("noise_of_sum"),
  ofSquares: rule("noise_of_squares"),
};

/** Of numbers who got worse or better that are truly 1 to 4: how many there are, and how many are told. */
function score(rows: readonly { row: PublishedChange; own: TrueChange[] }[], noise: KnownNoise) {
  let [small, told] = [0, 0];
  for (const { row, own } of rows) {
    const worse = own.filter(({ change }) => change > 0).length;
    const better = own.filter(({ change }) => change < 0).length;
    const isFew = (n: number) => n >= 1 && n <= 4;
    if (!isFew(worse) && !isFew(better)) continue;
    const said = toldBy(waysOf(row, noise));
    small += Number(isFew(worse)) + Number(isFew(better));
    told += Number(isFew(worse) && said.worse) + Number(isFew(better) && said.better);
  }
  return { small, told };
}

/** Rows of single areas with what is true of them. */
function published(tables: Released, groups: ReadonlyMap<string, TrueChange[]>) {
  return tables.get("change-by-authority")!.flatMap((row) => {
    const own = groups.get(groupOf(row));
    if (!own || !COARSE.includes(String(row.instrument)) || row.lower === null) return [];
    const [count, change, lower, upper] = [
      row.child_count,
      row.change_mean,
      row.lower,
      row.upper,
    ].map(Number);
    return [{ row: { count: count!, change: change!, lower: lower!, upper: upper! }, own }];
  });
}

describe.each(SAMPLES)("one row of %s", (_, sample) => {
  let groups: Map<string, TrueChange[]>;
  let tables: Released;
  beforeAll(async () => {
    const attacked = await sample();
    tables = attacked.tables;
    groups = group(await trueChanges(attacked.warehouse), groupOf);
  });

  test("tells of no number who got worse or better that it is 1 to 4", () => {
    const rows = published(tables, groups);
    const { small, told } = score(rows, PUBLISHED);
    expect(small).toBeGreaterThan(5);
    expect(told).toBe(0);
  });
});

test("the attack tells many such numbers from the plain figures of ten to twenty-two children", async () => {
  const { warehouse } = await ordinary();
  const rows = [...group(await trueChanges(warehouse), groupOf).values()].flatMap((own) => {
    const changes = own.map(({ change }) => 20 * change);
    const { value } = meanInterval(own.length, mean(changes)!, deviation(changes) ?? 0);
    const moved = changes.filter((change) => change !== 0).length;
    if (!value || own.length > 22 || moved < 5) return [];
    const round = (points: number) => Math.floor(points + 0.5);
    const count = 5 * Math.round(own.length / 5);
    const { mean: change, ci } = value;
    const row = { count, change: round(change), lower: round(ci.lo), upper: round(ci.hi) };
    return [{ row, own }];
  });
  const { small, told } = score(rows, QUIET);
  expect(small).toBeGreaterThan(20);
  expect(told).toBeGreaterThan(0.1 * small);
});
