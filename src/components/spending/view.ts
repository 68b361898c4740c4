import type { CouncilFigure } from "../../../pipelines/measures/council-figures/measure.ts";
import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import type { Council } from "../../../pipelines/measures/councils/measure.ts";
import type { HighNeedsLine } from "../../../pipelines/measures/high-needs-lines/measure.ts";
import type { Neighbour } from "../../../pipelines/measures/neighbours/measure.ts";
import type { SpendDriver } from "../../../pipelines/measures/spend-drivers/measure.ts";
import { ask, controls } from "../choices.js";
import { councilTrend } from "../council/trend.js";
import { liveParts } from "../live.js";
import { nothingYet } from "../page-parts.js";
import { topUpDrivers } from "./drivers.js";
import { BASES, type Basis, spendLines } from "./lines.js";
import { budgetAndOutturn } from "./outturn.js";

interface Tables {
  councils: readonly Council[];
  lines: readonly HighNeedsLine[];
  drivers: readonly SpendDriver[];
  figures: readonly CouncilFigure[];
  measures: readonly CouncilMeasure[];
  neighbours: readonly Neighbour[];
}

const ENGLAND = { value: "E92000001", label: "England" };
const FIRST = "E10000020";
const ROOT = ".";

/** What one council, or England, plans and spends on high needs, what is left, and why it changed. */
export function spendingView(tables: Tables): HTMLElement {
  const { councils, lines, drivers, figures, measures, neighbours } = tables;
  if (lines.length === 0)
    return nothingYet(
      "No published spend of councils is loaded: download DfE’s section 251 files.",
      "npx vsend run PATH",
    );
  const own = councils.map((row) => ({ value: row.authority_code, label: row.name }));
  // The council that is shown first is the first of the list.
  const listed = [
    ...own.filter(({ value }) => value === FIRST),
    ...own.filter(({ value }) => value !== FIRST),
  ];
  const { fields, chosen } = ask([
    { name: "council", label: "Council", choices: () => [...listed, ENGLAND] },
    {
      name: "each",
      label: "For each",
      choices: () => Object.entries(BASES).map(([value, label]) => ({ value, label })),
    },
  ]);
  const nameOf = (code: string) =>
    [...own, ENGLAND].find(({ value }) => value === code)?.label ?? "";
  const linesOf = (code: string) => lines.filter((row) => row.authority_code === code);
  const balance = measures.find(({ figure }) => figure === "grant_balance");
  const keyOf = ({ council }: { council: string }) => council;
  return liveParts(chosen, [
    controls(fields.council, fields.each),
    {
      key: ({ council, each }) => `${council}|${each}`,
      draw: ({ council, each }, width) =>
        spendLines(linesOf(council), {
          ...{ width, name: nameOf(council), root: ROOT },
          basis: each as Basis,
        }),
    },
    {
      key: keyOf,
      draw: ({ council }, width) =>
        budgetAndOutturn(linesOf(council), { width, name: nameOf(council), root: ROOT }),
    },
    {
      key: keyOf,
      draw: ({ council }, width) =>
        balance
          ? councilTrend(
              figures.filter(({ figure }) => figure === balance.figure),
              balance,
              {
                ...{ width, name: nameOf(council), authority: council, root: ROOT },
                neighbours: neighbours
                  .filter((row) => row.authority_code === council)
                  .map((row) => row.neighbour_code),
              },
            )
          : null,
    },
    {
      key: keyOf,
      draw: ({ council }, width) =>
        topUpDrivers(
          drivers.filter((row) => row.authority_code === council),
          { width, name: nameOf(council), root: ROOT },
        ),
    },
  ]);
}
