import { group, rollup, sum } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import { COARSE, groupOf, type TrueChange, trueChanges } from "./changes-truth.ts";
import { type Chances, direction, posterior, type Seen } from "./insider.ts";
import type { Released } from "./released.ts";
import { ordinary, SAMPLES } from "./samples.ts";

/** How sure an insider must be to act on it. */
const SURE = 0.95;

/** What changes are usual in each area, which anyone may know. */
const priors = (changes: readonly TrueChange[]): Map<string, Chances> =>
  rollup(
    changes.filter(({ group_kind }) => group_kind === "Everyone"),
    (own) => {
      const counts = rollup(
        own,
        (same) => same.length,
        ({ change }) => change,
      );
      return new Map([...counts].map(([change, n]) => [change, n / own.length]));
    },
    ({ instrument, domain }) => `${instrument}, ${domain}`,
  );

/** How often an insider is sure of the direction of the last child's change, before and after. */
function score(
  changes: readonly TrueChange[],
  meanOf: (group: string, own: readonly TrueChange[]) => { count: number; change: number } | null,
  noiseOfSum: number,
) {
  const groups = group(changes, groupOf);
  const sums = rollup(changes, (own) => sum(own, ({ change }) => change), groupOf);
  const prior = priors(changes);
  const found = { cases: 0, sure: 0, sureBefore: 0, right: 0 };
  const byChild = group(changes, (row) => `${row.child_id}, ${row.instrument}, ${row.domain}`);
  for (const own of byChild.values()) {
    const seen = own.flatMap((row): Seen[] => {
      const name = groupOf(row);
      const mean = meanOf(name, groups.get(name)!);
      if (!mean) return [];
      return [{ ...mean, n: groups.get(name)!.length, others: sums.get(name)! - row.change }];
    });
    if (seen.length === 0) continue;
    const [{ instrument, domain, change }] = own as [TrueChange];
    const before = prior.get(`${instrument}, ${domain}`)!;
    const { sign, sure } = direction(posterior(seen, before, noiseOfSum));
    found.cases++;
    found.sureBefore += Number(direction(before).sure > SURE);
    found.sure += Number(sure > SURE);
    found.right += Number(sign === Math.sign(change));
  }
  return found;
}

function publishedMeans(tables: Released) {
  const rows = new Map(
    tables
      .get("change-by-authority")!
      .filter((row) => COARSE.includes(String(row.instrument)) && row.change_mean !== null)
      .map((row) => [
        groupOf(row),
        { count: Number(row.child_count), change: Number(row.change_mean) },
      ]),
  );
  return (name: string) => rows.get(name) ?? null;
}

describe.each(SAMPLES)("who knows all children of %s but one", (_, sample) => {
  let changes: TrueChange[];
  let tables: Released;
  beforeAll(async () => {
    const attacked = await sample();
    tables = attacked.tables;
    changes = await trueChanges(attacked.warehouse);
  });

  test("is sure of the direction of its change in at most 35 of 100 cases", () => {
    const { cases, sure, ...rest } = score(changes, publishedMeans(tables), rule("noise_of_sum"));
    expect(cases).toBeGreaterThan(100);
    expect(sure / cases, JSON.stringify(rest)).toBeLessThanOrEqual(0.35);
  });
});

test("the attack is sure of seven changes in ten where means are only rounded", async () => {
  const changes = await trueChanges((await ordinary()).warehouse);
  const plain = (_: string, own: readonly TrueChange[]) => {
    const mean = (20 * sum(own, ({ change }) => change)) / own.length;
    return own.length < 10 || own.length > 120
      ? null
      : { count: 5 * Math.round(own.length / 5), change: Math.floor(mean + 0.5) };
  };
  const { cases, sure } = score(changes, plain, 0);
  expect(sure / cases).toBeGreaterThan(0.7);
});
