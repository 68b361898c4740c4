import type { CostByPlacement } from "../../pipelines/measures/cost-by-placement/measure.ts";
import { ask, controls, councilsOf } from "./choices.js";
import { costByPlacement } from "./cost-by-placement.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";
import { distinct } from "./rows.js";

/** What a year of support costs, of one authority in one financial year. */
export function costsView(costs: readonly CostByPlacement[]): HTMLElement {
  if (costs.length === 0)
    return nothingYet(
      "No spend is loaded: an extract of spend and one of placements are needed.",
      "npx vsend run PATH",
    );
  const { fields, chosen } = ask([
    {
      name: "year",
      label: "Financial year",
      choices: () =>
        distinct(costs.map((row) => row.financial_year))
          .sort()
          .reverse()
          .map((value) => ({ value, label: value })),
    },
    {
      name: "council",
      label: "Council",
      choices: () => councilsOf(costs),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.year, fields.council),
    {
      key: ({ year, council }) => `${year}|${council}`,
      draw: ({ year, council }, width) => {
        const rows = costs.filter(
          (row) => row.financial_year === year && row.authority_code === council,
        );
        const whose = costs.find((row) => row.authority_code === council)?.authority_name ?? "";
        return costByPlacement(rows, {
          width,
          title: `Cost of a year of support by placement: ${whose}, ${year}`,
        });
      },
    },
  ]);
}
