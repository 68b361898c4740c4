import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import type { CatalogueEntry } from "../../pipelines/measures/indicator-catalogue/measure.ts";
import type { Neighbour } from "../../pipelines/measures/neighbours/measure.ts";
import type { PlacementShare } from "../../pipelines/measures/placement-shares/measure.ts";
import { ask, type Choice, choicesOf, chooseSome, controls, councilsOf } from "./choices.js";
import { extractPlacements } from "./extract-placements.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";
import { placementTrend } from "./placement-shares.js";
import { distinct } from "./rows.js";
import { asksFor } from "./selection.js";

export interface PlacementTables {
  shares: readonly PlacementShare[];
  catalogue: readonly CatalogueEntry[];
  neighbours: readonly Neighbour[];
}

/** Hertfordshire, Norfolk and Oxfordshire: picked where the reader has picked none. */
const TRIAL_AUTHORITIES = ["E10000015", "E10000020", "E10000025"];

/** Shares of plans by kind of placement, over the years, for the authorities picked. */
export function placementsView({ shares, catalogue, neighbours }: PlacementTables): HTMLElement {
  if (shares.length === 0) {
    return nothingYet(
      "DfE’s real figures are not loaded: download the release “Education, health and care plans” as a zip.",
      "npx vsend run PATH",
    );
  }
  const published = new Set(shares.map((row) => row.indicator));
  const { fields, chosen } = ask([
    {
      name: "placement",
      label: "Kind of placement",
      value: () => "mainstream_recorded_share",
      choices: () =>
        choicesOf(
          catalogue.filter((row) => published.has(row.indicator) && row.indicator !== "ehc_plans"),
          (row) => row.indicator,
          (row) => row.title,
        ),
    },
  ]);
  const picked = chooseSome({
    label: "Authorities",
    name: "authorities",
    choices: authoritiesOf(shares),
    value: pickedFirst(authoritiesOf(shares)),
  });
  return liveParts(
    () => ({ ...chosen(), picked: picked.value }),
    [
      controls(fields.placement, picked),
      {
        key: (now) => `${now.placement}|${now.picked}`,
        draw: (now, width) =>
          placementTrend(
            shares.filter((row) => row.indicator === now.placement),
            {
              width,
              title: `${catalogue.find((row) => row.indicator === now.placement)?.title}: share of plans`,
              picked: now.picked,
              neighbours: neighbours
                .filter((row) => row.authority_code === now.picked[0])
                .map((row) => row.neighbour_code),
              definition: "./method/placements",
            },
          ),
      },
    ],
  );
}

/** The council that was chosen on another page, and the trial authorities beside it. */
function pickedFirst(choices: readonly Choice[]): string[] {
  const council = asksFor(
    "council",
    choices.map(({ value }) => value),
  );
  return distinct([...(council ? [council] : []), ...TRIAL_AUTHORITIES]);
}

/** Authorities in DfE's latest year, by name: those that ended before cannot be picked. */
function authoritiesOf(shares: readonly PlacementShare[]): Choice[] {
  const areas = shares.filter((row) => row.area_kind !== "England");
  const latest = distinct(areas.map((row) => row.period))
    .sort()
    .at(-1);
  return councilsOf(areas.filter((row) => row.period === latest)).sort((a, b) =>
    a.label.localeCompare(b.label),
  );
}

/** Where children are placed by the authorities' own extracts, in the January that is chosen. */
export function extractsView(extracts: readonly ExtractPlacement[]): HTMLElement {
  if (extracts.length === 0)
    return nothingYet("No placement extracts are loaded.", "npx vsend run PATH");
  const { fields, chosen } = ask([
    {
      name: "year",
      label: "January",
      choices: () =>
        distinct(extracts.map((row) => row.period))
          .sort()
          .reverse()
          .map((value) => ({ value, label: value })),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.year),
    {
      key: ({ year }) => year,
      draw: ({ year }, width) =>
        extractPlacements(
          extracts.filter((row) => row.period === year),
          { width, period: year },
        ),
    },
  ]);
}
