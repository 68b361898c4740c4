import type { Instrument } from "../../../loaders/contract/instrument.ts";
import type { Noise } from "../../disclosure/noise.ts";
import type { TrialWay } from "../../disclosure/sums-of-children.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Evaluation } from "../designs/designs.ts";
import { recordWay } from "../designs/record-way.ts";
import { CHILDREN } from "./children-by-side.ts";
import { differenceOf } from "./difference.ts";
import { type EstimateInput, HEADLINE_METHOD } from "./estimate-row.ts";
import { type Moments, momentsOf, readCells, scaledCells } from "./moments.ts";
import type { Unit } from "./sentence.ts";
import { improvedOf } from "./share-improved.ts";

/** The difference between the sides in how many children improved. */
export const IMPROVED_METHOD = "difference in the share whose need fell by more than error";

interface Context {
  noise: Noise;
  used: readonly Instrument[];
  shared: readonly Instrument[];
}

type Way = Pick<
  EstimateInput,
  | "method"
  | "facts"
  | "result"
  | "clusters"
  | "unit"
  | "isWithin"
  | "isOfAllInstruments"
  | "isOfAllDue"
  | "counts"
> & { used?: readonly Instrument[] };

const POPULATION_WORDS = {
  first_assessed_since_start: "first assessed since the start",
  read_since_start: "all read since the start",
} as const satisfies Record<string, TrialWay>;

/**
 * The headline's difference in total need, asked in other ways: in another unit, over all instruments,
 * of the population that was not registered, and of one entry window. A way whose children are the
 * headline's is not another way; one whose children differ from them by a few would tell of these.
 */
export async function otherWays(
  warehouse: Warehouse,
  { evaluation, population }: Pick<Evaluation, "evaluation" | "population">,
  { noise, used, shared }: Context,
): Promise<Way[]> {
  const cells = async (from: string) =>
    (await readCells(warehouse, ["total"], noise, { from })).get("total")!;
  const headline = momentsOf(await cells(CHILDREN.headline), true);
  const ways: Way[] = [];
  const add = (name: string, found: Moments, more: Partial<Way>) =>
    ways.push({
      method: `${HEADLINE_METHOD}, ${name}`,
      facts: found.facts,
      result: differenceOf(found),
      clusters: found.moments.length,
      ...more,
    });
  const spreads = await firstSpreads(warehouse);
  const unitOf = (instrument: string, version: string) =>
    spreads.get(`${instrument} ${version}`) ?? Number.NaN;
  if (
    headline.cells.length > 0 &&
    headline.cells.every(({ instrument, version }) => unitOf(instrument, version) > 0)
  ) {
    const unit: Unit = "standard deviations";
    add(
      "in standard deviations of first need",
      momentsOf(scaledCells(headline.cells, unitOf), true),
      {
        ...{ unit, isWithin: true },
      },
    );
  }
  if (used.length > 1) {
    const all = momentsOf(await cells(CHILDREN.allInstruments));
    await recordWay(warehouse, evaluation, "over all instruments", CHILDREN.allInstruments);
    add("over all instruments", all, { used, isOfAllInstruments: true, isOfAllDue: true });
  }
  const other =
    population === "read_since_start" ? "first_assessed_since_start" : "read_since_start";
  for (const [view, name, counts] of [
    [CHILDREN.otherPopulation, POPULATION_WORDS[other], other],
    [CHILDREN.sameWindow, "one entry window", "one_window"],
    [CHILDREN.aboutAYear, "followed up after about a year", population],
  ] as const) {
    const found = momentsOf(await cells(view), true);
    if (!isAnother(found, headline)) continue;
    await recordWay(warehouse, evaluation, name, view);
    add(name, found, { isWithin: true, used: shared, counts });
  }
  const improved = await improvedOf(warehouse);
  if (improved.cells.length > 0) {
    const unit: Unit = "per cent of children";
    ways.push({
      ...{ method: IMPROVED_METHOD, unit, isWithin: true, facts: improved.facts },
      result: differenceOf(improved),
      clusters: improved.moments.length,
    });
  }
  return ways;
}

/** Whether two nested sets of children differ, and by enough children on each side that differs. */
export function isAnother({ facts: a }: Moments, { facts: b }: Moments): boolean {
  const apart = [Math.abs(a.trialN - b.trialN), Math.abs(a.comparisonN - b.comparisonN)];
  const fewest = rule("fewest_different");
  return apart.some((n) => n > 0) && apart.every((n) => n === 0 || n >= fewest);
}

/** Standard deviation of the first readings of all children assessed with an instrument, by its name. */
async function firstSpreads(warehouse: Warehouse): Promise<Map<string, number>> {
  const rows = await warehouse.rows<{ name: string; sd: number }>(`
    select instrument || ' ' || version as name, stddev_samp(first_need) as sd
    from follow_up join sides using (authority_code) where rated_by = 'professional' and first_need is not null
    group by 1 having count(*) >= ${rule("fewest_first_readings")} and stddev_samp(first_need) > 0`);
  return new Map(rows.map(({ name, sd }) => [name, sd]));
}
