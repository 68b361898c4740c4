import type { CostByPlacement } from "../../pipelines/measures/cost-by-placement/measure.ts";
import { ask, choicesOf, controls } from "./choices.js";
import { costByPlacement } from "./cost-by-placement.js";
import { liveParts } from "./live.js";
import { note } from "./page-parts.js";
import { distinct } from "./rows.js";

/** What a year of support costs, of one authority in one financial year. */
export function costsView(costs: readonly CostByPlacement[]): HTMLElement {
  if (costs.length === 0) return note("No spend is loaded.");
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
      name: "authority",
      label: "Authority",
      choices: () =>
        choicesOf(
          costs,
          (row) => row.authority_code,
          (row) => row.authority_name,
        ),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.year, fields.authority),
    {
      key: ({ year, authority }) => `${year}|${authority}`,
      draw: ({ year, authority }, width) => {
        const rows = costs.filter(
          (row) => row.financial_year === year && row.authority_code === authority,
        );
        const whose = costs.find((row) => row.authority_code === authority)?.authority_name ?? "";
        return costByPlacement(rows, {
          width,
          title: `Cost of a year of support by placement: ${whose}, ${year}`,
        });
      },
    },
  ]);
}
