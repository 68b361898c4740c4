import { beforeAll, describe, expect, it } from "vitest";
import { councilStandings } from "../../../pipelines/measures/council-standings/measure.ts";
import { evaluationOutcomes } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { evaluationSeries } from "../../../pipelines/measures/evaluation-series/measure.ts";
import { neighbours } from "../../../pipelines/measures/neighbours/measure.ts";
import { evaluateAuthorities } from "../../../pipelines/trials/authorities/evaluate-authorities.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { latestFigures } from "../../../src/components/published-figures.ts";
import { emptyWarehouse, READ_BY_DESIGNS } from "../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../shipped.ts";

/** What both pages show, under the name that each has for it. */
const SHARED = {
  pupils_with_plans: "pupils_with_plan",
  within_20_weeks: "on_time",
  mainstream_share: "mainstream",
  independent_special_share: "independent_special",
  key_stage_2_plans: "key_stage_2",
  attainment_8_plans: "attainment_8",
  needs_met: "needs_met",
  appeals: "appeals",
  plans_maintained: "plans",
} as const;
const COUNCILS = ["E10000015", "E10000018", "E09000001", "E08000025"];

describe("an authority's page beside the page of the same council", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    await empty.load(projectFile("data/open"));
    await empty.build(...READ_BY_DESIGNS, "council_standings");
    const designs = shippedAuthorityDesigns().map((design) => ({
      ...design,
      comparisons: design.comparisons.filter(({ kind }) => kind === "statistical_neighbours"),
      outcomes: design.outcomes.filter(({ outcome }) => outcome in SHARED),
    }));
    await evaluateAuthorities(warehouse, designs, silent);
  });

  it.each(COUNCILS)(
    "%s has the same figure, year and middles on both, of as many authorities",
    async (authority) => {
      const [series, outcomes, near, standings] = [
        await evaluationSeries.rows(warehouse),
        await evaluationOutcomes.rows(warehouse),
        await neighbours.rows(warehouse),
        await councilStandings.rows(warehouse),
      ];
      const codes = near.rows.filter((row) => row.authority_code === authority);
      const shown = latestFigures(series.rows as never[], outcomes.rows as never[], {
        authority,
        neighbours: codes.map(({ neighbour_code }) => neighbour_code),
      });
      const compared = Object.entries(SHARED).flatMap(([outcome, figure]) => {
        const standing = standings.rows.find(
          (row) => row.authority_code === authority && row.figure === figure,
        );
        const own = shown.find((row) => row.outcome === outcome);
        return standing || own ? [{ figure, standing, own }] : [];
      });
      expect(compared.length).toBeGreaterThan(6);
      for (const { figure, standing, own } of compared) {
        expect(own, figure).toMatchObject({
          period: standing!.period,
          allCount: standing!.councils,
          neighbourCount: standing!.neighbours ?? 0,
        });
        // A council's page rounds to a decimal more than it shows.
        const digits = figure === "plans" ? 0 : 1;
        expect(own!.value, figure).toBeCloseTo(standing!.value, digits);
        expect(own!.all, figure).toBeCloseTo(standing!.middle, digits);
        expect(own!.neighbours, figure).toBeCloseTo(standing!.neighbours_middle as number, digits);
      }
    },
  );
});
