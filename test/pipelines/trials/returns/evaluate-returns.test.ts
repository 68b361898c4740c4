import { csvFormatRows } from "d3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { reintegrationTrials } from "../../../../pipelines/measures/reintegration-trials/measure.ts";
import { evaluationSchema } from "../../../../pipelines/trials/designs/designs.ts";
import { rule } from "../../../../pipelines/warehouse/rules.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { shippedInstruments } from "../../../shipped.ts";
import { type Bench, makeBench } from "../../load/bench.ts";

const HEADER = "authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason";
const [A, B, C, D, E] = [1, 2, 3, 4, 5].map((n) => `X1000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
];
const DESIGN_AS_WRITTEN = {
  evaluation: "returns",
  title: "Returns",
  registered_on: "2023-01-01",
  primary_outcome: "total",
  minimum_important_difference: 3,
  trial: [A, B].map((authority_code) => ({ authority_code, starts_on: "2023-09-01" })),
  comparisons: [{ name: "named", title: "Named", authorities: [C, D, E] }],
};
const DESIGN = evaluationSchema.parse(DESIGN_AS_WRITTEN);

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

/** So many children of an authority, of whom some return for good, some for two months, and the others stay apart. */
function children(code: string, { lasting, short, apart }: Record<string, number>): string[][] {
  const rows: string[][] = [];
  const child = (i: number) => `${code.at(-1)}-${i}`;
  const row = (i: number, kind: string, from: string, to = "", reason = "") =>
    rows.push([code, child(i), "S1", kind, from, to, reason]);
  let i = 0;
  for (; i < lasting!; i++) {
    row(i, "state_special", "2023-01-01", "2023-12-31", "planned_move");
    row(i, "mainstream", "2024-01-01");
  }
  for (; i < lasting! + short!; i++) {
    row(i, "state_special", "2023-01-01", "2023-12-31", "planned_move");
    row(i, "mainstream", "2024-01-01", "2024-02-29", "breakdown");
    row(i, "state_special", "2024-03-01");
  }
  for (; i < lasting! + short! + apart!; i++) row(i, "state_special", "2023-01-01");
  // Gone before the design began, and so of no side; and one who says up to when placements are known.
  row(i, "state_special", "2023-01-01", "2023-06-30", "planned_move");
  row(i++, "mainstream", "2023-07-01");
  row(i, "mainstream", "2023-01-01", "2026-01-01", "other");
  return rows;
}

async function rowsOf(authorities: Record<string, Record<string, number>>, design = DESIGN) {
  const rows = Object.entries(authorities).flatMap(([code, of]) => children(code, of));
  await bench.load(
    bench.write("placements.csv", `${csvFormatRows([HEADER.split(","), ...rows])}\n`),
  );
  await build(bench.warehouse, shippedInstruments(), [design], silent, {
    only: ["reintegration_trials"],
  });
  const { rows: found } = await reintegrationTrials.rows(bench.warehouse);
  return new Map(found.map((row) => [row.outcome, row]));
}

describe("who returned to mainstream, in the trial and elsewhere", () => {
  it("is the plain share where everyone was followed, and a return that did not last is none", async () => {
    const found = await rowsOf({
      [A]: { lasting: 20, short: 6, apart: 14 },
      [B]: { lasting: 12, short: 8, apart: 20 },
      [C]: { lasting: 6, short: 6, apart: 28 },
      [D]: { lasting: 10, short: 6, apart: 24 },
      [E]: { lasting: 6, short: 6, apart: 28 },
    });
    const { trial_share, comparison_share, estimate, trial_n, comparison_n } =
      found.get("lasting")!;
    expect([trial_share, comparison_share, estimate, trial_n, comparison_n]).toEqual([
      ...[40, 18, 22, 80, 120],
    ]);
    // 46 of 80 and 40 of 120 were tried; 32 of 46 and 22 of 40 stayed.
    expect(found.get("tried")).toMatchObject({
      trial_share: 58,
      comparison_share: 33,
      estimate: 24,
    });
    expect(found.get("held_26")).toMatchObject({ trial_share: 70, comparison_share: 55 });
    expect(found.get("lasting")!.sentence).toContain(
      "Within a year 40 in 100 children apart from mainstream were back there for 26 weeks in the two trial authorities and 18 in 100 in the three comparison authorities, 22 more in 100 (95% interval",
    );
  });

  const EVEN = {
    [A]: { lasting: 20, short: 6, apart: 14 },
    [B]: { lasting: 12, short: 8, apart: 20 },
    [C]: { lasting: 6, short: 6, apart: 28 },
    [D]: { lasting: 10, short: 6, apart: 24 },
    [E]: { lasting: 6, short: 6, apart: 28 },
  };

  it("takes what matters and which is the answer from the design, and says where it names neither", async () => {
    const program = await rowsOf(EVEN);
    expect([...program.values()].filter((row) => row.is_primary).map((row) => row.outcome)).toEqual(
      ["lasting"],
    );
    for (const row of program.values()) {
      expect(row).toMatchObject({
        is_named: false,
        minimum_important: rule("smallest_important_share"),
      });
      expect(row.caveats).toContain("this program’s choice");
      if (row.symbol === null) expect(row.security_why).toContain("written down after the figures");
    }
    const returns = { primary_outcome: "tried", minimum_important_difference: 7 };
    const named = await rowsOf(EVEN, evaluationSchema.parse({ ...DESIGN_AS_WRITTEN, returns }));
    expect([...named.values()].filter((row) => row.is_primary).map((row) => row.outcome)).toEqual([
      "tried",
    ]);
    for (const row of named.values()) {
      expect(row).toMatchObject({ is_named: true, minimum_important: 7 });
      expect(row.caveats).not.toContain("this program’s choice");
      if (row.symbol === null)
        expect(row.security_why).not.toContain("written down after the figures");
    }
  });

  const MORE = { ...EVEN, [D]: { lasting: 14, short: 6, apart: 20 } };

  it("counts none as lost where everyone was followed", async () => {
    const whole = (await rowsOf(MORE)).get("held_26")!;
    expect(whole).toMatchObject({ comparison_authorities: 3, symbol: null });
    expect(whole.caveats).not.toContain("left out");
    expect(whole.security_why).toContain(
      "(0 in 100 of the children due are not in it, on the side that lost more)",
    );
  });

  it("names an authority left out and why, and counts its children as lost", async () => {
    // Of C six were tried: fewer than ten, so these six of 38 are lost.
    const few = await rowsOf({ ...MORE, [C]: { lasting: 6, short: 0, apart: 34 } });
    expect(few.get("tried")!.caveats).not.toContain("left out");
    const { caveats, security_why, left_out, comparison_authorities } = few.get("held_26")!;
    expect(left_out).toBe(C);
    expect(comparison_authorities).toBe(2);
    expect(caveats).toContain(`left out: ${C}, with fewer than 10 children`);
    expect(security_why).toContain(
      `(${Math.round((100 * 6) / 38)} in 100 of the children due are not in it, on the side that lost more)`,
    );
  });

  it("says nothing of a side of which few returned", async () => {
    const found = await rowsOf({
      [A]: { lasting: 1, short: 2, apart: 37 },
      [B]: { lasting: 1, short: 5, apart: 37 },
      [C]: { lasting: 4, short: 6, apart: 30 },
      [D]: { lasting: 10, short: 6, apart: 24 },
      [E]: { lasting: 6, short: 6, apart: 28 },
    });
    expect(found.get("lasting")).toMatchObject({ estimate: null, trial_n: null, symbol: "c" });
    expect(found.get("lasting")!.sentence).toMatch(/^Cannot say: /);
    expect(found.get("tried")).toMatchObject({ trial_share: 11, symbol: null });
  });
});
