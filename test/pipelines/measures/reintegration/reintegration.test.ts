import { csvFormatRows } from "d3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build } from "../../../../pipelines/build/build.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { shippedInstruments } from "../../../shipped.ts";
import { type Bench, makeBench } from "../../load/bench.ts";

const HEADER = [
  "authority_code",
  "child_id",
  "setting_id",
  "setting_type",
  "started_on",
  "ended_on",
  "end_reason",
];

type Episode = [child: string, type: string, from: string, to: string, reason: string];

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

/** Stage, days and cause of every stretch that counts. */
async function stagesOf(episodes: readonly Episode[], isPlaced = false) {
  // Somebody who stays until the end says up to when placements are known.
  const all: Episode[] = [...episodes, ["z", "mainstream", "2024-01-01", "2026-01-01", "other"]];
  const rows = all.map(([child, type, from, to, reason]) => [
    ...["X10000001", child, "S1", type, from, to, reason],
  ]);
  await bench.load(bench.write("placements.csv", `${csvFormatRows([HEADER, ...rows])}\n`));
  await build(bench.warehouse, shippedInstruments(), [], silent, { only: ["reintegration_times"] });
  return (
    await bench.warehouse.rows<{ stage: string; days: number; cause: number }>(
      `select stage, days::integer as days, cause from reintegration_times where (stage = 'placed') = ${isPlaced} order by stage desc, days, cause`,
    )
  ).map(({ stage, days, cause }) => [stage, days, cause]);
}

describe("apart from mainstream, and back", () => {
  it("is tried on the day of the move, and held while it goes on", async () => {
    expect(
      await stagesOf([
        ["a", "state_special", "2024-01-01", "2024-06-30", "planned_move"],
        ["a", "mainstream", "2024-07-01", "", ""],
      ]),
    ).toEqual([
      ["tried", 182, 1],
      ["held", 549, 0],
    ]);
  });

  it("looks through a wait for a place, and takes two mainstream schools as one stay", async () => {
    expect(
      await stagesOf([
        ["a", "alternative_provision", "2024-01-01", "2024-01-31", "breakdown"],
        ["a", "awaiting", "2024-02-01", "2024-03-01", "planned_move"],
        ["a", "mainstream", "2024-03-02", "2024-08-31", "planned_move"],
        ["a", "resourced_provision", "2024-09-01", "2024-12-31", "breakdown"],
        ["a", "independent_special", "2025-01-01", "", ""],
      ]),
    ).toEqual([
      ["tried", 61, 1],
      ["held", 305, 1],
    ]);
  });

  it("takes a move at a phase transfer for no attempt, and leaving for no return", async () => {
    expect(
      await stagesOf([
        ["a", "state_special", "2024-01-01", "2024-08-31", "phase_transfer"],
        ["a", "mainstream", "2024-09-01", "", ""],
      ]),
    ).toEqual([
      ["tried", 244, 2],
      ["left out", 0, 0],
    ]);
  });

  it("tells leaving the area from coming back apart", async () => {
    expect(
      await stagesOf([
        ["a", "state_special", "2024-01-01", "2024-03-31", "left_area"],
        ["b", "sen_unit", "2024-01-01", "2024-03-31", "planned_move"],
        ["b", "mainstream", "2024-04-01", "2024-06-30", "plan_ceased"],
      ]),
    ).toEqual([
      ["tried", 91, 1],
      ["tried", 91, 2],
      ["held", 91, 2],
    ]);
  });

  it("is neither at home by choice, in early years nor at college", async () => {
    expect(
      await stagesOf([
        ["a", "elective_home_education", "2024-01-01", "2024-03-31", "planned_move"],
        ["a", "mainstream", "2024-04-01", "", ""],
        ["b", "further_education", "2024-01-01", "", ""],
      ]),
    ).toEqual([]);
  });

  it("counts a breakdown of the first placement as one, and a planned end as another end", async () => {
    expect(
      await stagesOf(
        [
          ["a", "mainstream", "2024-01-01", "2024-03-31", "breakdown"],
          ["a", "state_special", "2024-04-01", "", ""],
          ["b", "mainstream", "2024-01-01", "2024-06-29", "planned_move"],
          ["c", "awaiting", "2024-01-01", "2024-01-31", "planned_move"],
        ],
        true,
      ),
    ).toEqual([
      ["placed", 91, 1],
      ["placed", 181, 2],
      ["placed", 731, 0],
    ]);
  });
});
