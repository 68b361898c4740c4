import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../../pipelines/build/build.ts";
import { load } from "../../../pipelines/load/load.ts";
import {
  type Reintegration,
  reintegration,
} from "../../../pipelines/measures/reintegration/measure.ts";
import {
  type ReintegrationTrial,
  reintegrationTrials,
} from "../../../pipelines/measures/reintegration-trials/measure.ts";
import { type Wait, waits } from "../../../pipelines/measures/waits/measure.ts";
import { generateSample } from "../../../pipelines/sample/sample.ts";
import type { JourneyTruth } from "../../../pipelines/sample/truth.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments, UNMAPPED } from "../../shipped.ts";
import { withKey } from "../sample-file.ts";

const FILES = ["requests.csv", "placements-returns.csv", "authorities.csv"];

/** What is published of the planted requests and returns of one sample, and what was planted. */
export async function journeyOf(seed: number): Promise<{
  waits: Wait[];
  returns: Reintegration[];
  inTrial: ReintegrationTrial[];
  truth: JourneyTruth;
}> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-journey-"));
  try {
    const { tables, truth } = generateSample({ children: 2500, authorities: 6, seed });
    await mkdir(join(folder, "extracts"));
    for (const { file, columns, rows } of tables.filter((table) => FILES.includes(table.file))) {
      const text = `${[columns.join(","), ...rows].join("\n")}\n`;
      await writeFile(join(folder, "extracts", file), text);
    }
    return await withKey(join(folder, "key"), async () => {
      const warehouse = await openWarehouse(":memory:");
      const instruments = shippedInstruments();
      await load(warehouse, [join(folder, "extracts")], instruments, silent, UNMAPPED);
      await build(warehouse, instruments, shippedDesigns(), silent, {
        only: ["waits", "reintegration_trials", "trial_sides", "authorities"],
      });
      const published = {
        waits: (await waits.rows(warehouse)).rows,
        returns: (await reintegration.rows(warehouse)).rows,
        inTrial: (await reintegrationTrials.rows(warehouse)).rows,
      };
      warehouse.close();
      return { ...published, truth };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a share of a hundred lies in an interval of whole per cent. */
export const holds = (lower: number | null, upper: number | null, share: number): boolean =>
  lower !== null && upper !== null && 100 * share >= lower - 0.5 && 100 * share <= upper + 0.5;

/** For each planted share: whether its published interval holds it; null where it is hidden. */
export function held({
  waits: curves,
  returns,
  inTrial,
  truth,
}: Awaited<ReturnType<typeof journeyOf>>) {
  const ofPlans = truth.requests.map(({ authority_code, within_20_weeks }) => {
    const row = curves.find(
      (one) =>
        one.authority_code === authority_code &&
        one.locality === "all" &&
        one.wait === "plan" &&
        one.week === 20,
    )!;
    return row.lower === null ? null : holds(row.lower, row.upper, 1 - within_20_weeks);
  });
  // Of all authorities together: the planted shares of both sides are mixed.
  const mixed = (of: (side: JourneyTruth["returns"][number]) => number) => {
    const children = truth.returns.reduce((sum, side) => sum + side.children, 0);
    return truth.returns.reduce((sum, side) => sum + of(side) * side.children, 0) / children;
  };
  const tried = returns.find(
    (row) => row.authority_code === "all" && row.stage === "tried" && row.week === 52,
  )!;
  const more = (of: (side: JourneyTruth["returns"][number]) => number) => {
    const [trial, comparison] = ["trial", "comparison"].map((name) =>
      of(truth.returns.find(({ side }) => side === name)!),
    );
    return trial! - comparison!;
  };
  const ofTrial = (outcome: string, planted: number) => {
    const row = inTrial.find((one) => one.outcome === outcome)!;
    return row.lower === null ? null : holds(row.lower, row.upper, planted);
  };
  return {
    ofPlans,
    ofTrial: [
      ofTrial(
        "lasting",
        more((side) => side.lasting_52_weeks),
      ),
      ofTrial(
        "tried",
        more((side) => side.tried_52_weeks),
      ),
    ],
    tried: holds(
      tried.event_lower,
      tried.event_upper,
      mixed((side) => side.tried_52_weeks),
    ),
  };
}
