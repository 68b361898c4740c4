import { beforeAll, describe, expect, test } from "vitest";
import type { Released, ReleasedRow } from "./released.ts";
import { SAMPLES } from "./samples.ts";

/** Another place where the change in total need of all children of an authority would be read. */
interface Elsewhere {
  table: string;
  isOfAll(row: ReleasedRow): boolean;
  figure: string;
}

const ELSEWHERE: readonly Elsewhere[] = [
  { table: "change-weighted", isOfAll: () => true, figure: "seen_mean" },
  { table: "change-by-way", isOfAll: ({ way }) => way === "first to last", figure: "estimate" },
  {
    table: "change-by-setting",
    // One row beside none, or all rows: their mean is that of all.
    isOfAll: () => true,
    figure: "change_mean",
  },
];

const keyOf = ({ instrument, authority_code }: ReleasedRow): string =>
  `${instrument ?? "any"}, ${authority_code}`;

describe.each(SAMPLES)("a change that %s hides of all children of an authority", (_, sample) => {
  let tables: Released;
  beforeAll(async () => {
    ({ tables } = await sample());
  });

  const everyone = () =>
    tables
      .get("change-by-authority")!
      .filter(({ group_kind, domain }) => group_kind === "Everyone" && domain === "total");

  test("is shown in no other table", () => {
    const hidden = everyone().filter(({ change_mean }) => change_mean === null);
    const names = new Set(hidden.flatMap((row) => [keyOf(row), `any, ${row.authority_code}`]));
    for (const { table, isOfAll, figure } of ELSEWHERE) {
      const shown = tables
        .get(table)!
        .filter((row) => isOfAll(row) && row[figure] !== null && names.has(keyOf(row)));
      expect(shown, table).toEqual([]);
    }
  });

  test("is in no headline and in no caveat", () => {
    const estimates = tables.get("need-estimates")!;
    const isHidden = estimates.some(({ is_primary, estimate }) => is_primary && estimate === null);
    const need = tables.get("headlines")!.find(({ topic }) => topic === "need")!;
    if (isHidden) expect(String(need.sentence)).not.toMatch(/\d+(\.\d+)? points/);
    for (const { estimate, sentence, caveats } of estimates) {
      if (estimate !== null) continue;
      expect(`${sentence} ${caveats}`).not.toMatch(
        /would be expected between|of \d+(\.\d+)? points/,
      );
    }
  });
});

test("the sample made to be hard hides some, so that the attack has something to find", async () => {
  const { tables } = await SAMPLES[1][1]();
  const hidden = tables
    .get("change-by-authority")!
    .filter(
      ({ group_kind, domain, change_mean }) =>
        group_kind === "Everyone" && domain === "total" && change_mean === null,
    );
  expect(hidden.length).toBeGreaterThan(1);
  expect(tables.get("need-estimates")!.some(({ estimate }) => estimate === null)).toBe(true);
});
