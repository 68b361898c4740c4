import * as Plot from "@observablehq/plot";
import type { SpendDriver } from "../../../pipelines/measures/spend-drivers/measure.ts";
import { ABOVE_MARKS, isNarrow, plotStyle, SERIES, TRIAL } from "../chart-style.js";
import { number, text } from "../columns.js";
import { figure } from "../figure.js";
import { inList, whole } from "../words.js";
import { millions, millionsOnAxis } from "./words.js";

interface Options {
  width: number;
  name: string;
  root: string;
}

const PARTS = [
  ["volume_gbp", "More plans in such schools"],
  ["mix_gbp", "More of them in independent schools"],
  ["price_gbp", "Cost of each plan"],
] as const;

/** Why top-up to special schools changed over the years, in pounds that add up to the change. */
export function topUpDrivers(
  rows: readonly SpendDriver[],
  { width, name, root }: Options,
): HTMLElement {
  const longest = rows.reduce<SpendDriver | null>(
    (widest, row) => (widest === null || spanOf(row) > spanOf(widest) ? row : widest),
    null,
  );
  const parts = longest
    ? PARTS.flatMap(([column, label]) => {
        const gbp = longest[column];
        return gbp === null ? [] : [{ label, gbp }];
      })
    : [];
  return figure(rows, parts.length ? chart(parts, width) : null, {
    title: `Why special school top-up changed: ${name}`,
    summary: sentence(longest, name),
    basis: longest
      ? `DfE, section 251 outturn, ${longest.from_year} and ${longest.to_year}, and EHC plans in special schools and alternative provision: ${whole(longest.from_plans)}, then ${whole(longest.to_plans)}. Every pound and plan is counted, so there is no interval. Coverage: some of the money is for children without a plan. Pounds of each year, so general inflation is in the last part.`
      : "DfE, section 251 outturn.",
    definition: `${root}/method/spending#why-it-changed`,
    file: "spend-drivers",
    columns: [
      text("Years", (row) => `${row.from_year} to ${row.to_year}`),
      number("Before", "from_gbp", millions),
      number("After", "to_gbp", millions),
      ...PARTS.map(([column, label]) =>
        number<SpendDriver>(label, column, millions, () => "no plan in one kind of school"),
      ),
      text("Recorded alike", (row) => (row.is_doubtful ? "in doubt" : "yes")),
    ],
  });
}

const spanOf = ({ from_year, to_year }: SpendDriver): number =>
  Number(to_year.slice(0, 4)) - Number(from_year.slice(0, 4));

function sentence(row: SpendDriver | null, name: string): string {
  if (row === null)
    return `Top-up by kind of school cannot be compared over years for ${name}: none is published, or no two years have both kinds (a nought where children are in such schools is no figure).`;
  const change = row.to_gbp - row.from_gbp;
  const said = `Top-up to special schools and alternative provision went from ${millions(row.from_gbp)} in ${row.from_year} to ${millions(row.to_gbp)} in ${row.to_year}`;
  if (row.volume_gbp === null || row.mix_gbp === null || row.price_gbp === null)
    return `${said}. It cannot be split: one kind of school has no plan in one of the years.`;
  const parts = [
    `${millions(row.volume_gbp)} for ${row.volume_gbp >= 0 ? "more" : "fewer"} plans in such schools`,
    `${millions(row.mix_gbp)} for a shift to ${row.mix_gbp >= 0 ? "independent" : "state"} schools`,
    `${millions(row.price_gbp)} for ${row.price_gbp >= 0 ? "dearer" : "cheaper"} plans in schools of the same kind`,
  ];
  const split = `The change of ${millions(change)} is ${inList(parts)}.`;
  const doubt = row.is_doubtful
    ? " Plans in one kind of school jumped within a year, so schools may have been recorded otherwise: do not rely on how mix and price divide it."
    : "";
  return `${said}. ${split}${doubt}`;
}

function chart(parts: readonly { label: string; gbp: number }[], width: number): Element {
  const narrow = isNarrow(width);
  let from = 0;
  const steps = parts.map(({ label, gbp }, i) => {
    const step = { label, gbp, from, to: from + gbp, fill: SERIES[i + 1] };
    from += gbp;
    return step;
  });
  const all = [...steps, { label: "Change in all", gbp: from, from: 0, to: from, fill: TRIAL }];
  return Plot.plot({
    width,
    height: all.length * (narrow ? 50 : 40) + 40,
    marginLeft: narrow ? 8 : 250,
    marginRight: 72,
    style: plotStyle,
    x: { label: null, grid: true, ticks: 4, tickFormat: millionsOnAxis, nice: true },
    y: {
      domain: all.map(({ label }) => label),
      label: null,
      axis: narrow ? null : "left",
      tickSize: 0,
    },
    marks: [
      Plot.ruleX([0], { stroke: "var(--ink)" }),
      Plot.barX(all, {
        y: "label",
        x1: "from",
        x2: "to",
        fill: "fill",
        title: (step: { label: string; gbp: number }) => `${step.label}: ${millions(step.gbp)}`,
        insetTop: narrow ? 22 : 6,
        insetBottom: 4,
      }),
      Plot.text(all, {
        y: "label",
        x: (step: { from: number; to: number }) => Math.max(step.from, step.to),
        text: (step: { gbp: number }) => millions(step.gbp),
        dx: 6,
        dy: narrow ? 9 : 0,
        textAnchor: "start",
        fill: "var(--ink)",
        fontWeight: 600,
      }),
      ...(narrow
        ? [
            Plot.text(all, {
              ...ABOVE_MARKS,
              y: "label",
              text: "label",
              dy: -15,
            }),
          ]
        : []),
    ],
  }) as Element;
}
