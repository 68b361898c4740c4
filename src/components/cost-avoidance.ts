import type { CostAvoidance } from "../../pipelines/measures/cost-avoidance/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { HIDDEN } from "./reasons.js";
import { month, pounds, whole } from "./words.js";

const TITLES: Record<CostAvoidance["money"], string> = {
  cash: "From independent special (cash)",
  notional: "From state special (notional)",
  "not costed": "From elsewhere (not costed)",
  all: "All who stayed",
};

/** What returns to mainstream that lasted 26 weeks may have saved, as its parts; cash and notional pounds are never added. */
export function costAvoidance(
  rows: readonly CostAvoidance[],
  { width }: { width: number },
): HTMLElement {
  const all = rows.filter((row) => row.authority_code === "all");
  const lines = linesOf(all);
  return figure(rows, lines.length ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title: "What returns that lasted 26 weeks may have saved",
    summary: summaryOf(all),
    basis: basisOf(all),
    definition: "./method/need-and-cost#avoided",
    file: "cost-avoidance",
    columns: [
      text("Council", "authority_name"),
      text("Where children were", (row) => TITLES[row.money]),
      number("Children still in mainstream at 26 weeks", "child_count", whole),
      number("Child-years so far", "child_years", whole),
      number<CostAvoidance>("A year more there", (row) => row.difference_gbp, pounds, notPriced),
      number<CostAvoidance>("Worth, by the mean", (row) => row.avoided_gbp, pounds, notPriced),
      between(
        "Range: ends of the 95% interval of the difference, times the fewest and the most child-years",
        (row) => ({ lower: row.avoided_lower_gbp, upper: row.avoided_upper_gbp }),
        pounds,
        () => "none",
      ),
      number<CostAvoidance>("By the median", (row) => row.avoided_median_gbp, pounds, notPriced),
      number<CostAvoidance>(
        "Support recorded since",
        (row) => row.support_gbp,
        pounds,
        (row) => (row.symbol === null ? "of too few" : null),
      ),
    ],
  });
}

const linesOf = (rows: readonly CostAvoidance[]) =>
  rows
    .filter((row) => row.money === "cash" || row.money === "notional")
    .map((row) => ({
      label: TITLES[row.money],
      value: row.avoided_gbp,
      lower: row.avoided_lower_gbp,
      upper: row.avoided_upper_gbp,
      colour: row.money === "cash" ? TRIAL : COMPARISON,
      ends: "range",
      isHollow: row.money !== "cash",
      instead: HIDDEN,
    }));

const notPriced = (row: CostAvoidance): string | null =>
  row.symbol === null ? "no matched cost" : null;

const AXIS = {
  axis: "Pounds: child-years in mainstream times what a year costs more where they were",
  narrowAxis: "Pounds not paid for",
  hasZero: true,
  format: pounds,
};

function summaryOf(rows: readonly CostAvoidance[]): string {
  const of = (money: string) => rows.find((row) => row.money === money);
  const said = (row: CostAvoidance | undefined): string | null =>
    row?.avoided_gbp == null || row.avoided_lower_gbp === null || row.avoided_upper_gbp === null
      ? null
      : `about ${pounds(row.avoided_gbp)} (${pounds(row.avoided_lower_gbp)} to ${pounds(row.avoided_upper_gbp)}) by the mean difference${row.avoided_median_gbp === null ? "" : `, ${pounds(row.avoided_median_gbp)} by the median,`}`;
  const [cash, notional] = [said(of("cash")), said(of("notional"))];
  const parts = [
    ...(cash
      ? [
          `Returns from independent special schools that lasted 26 weeks go with ${cash} not spent, beside like children in mainstream, over ${whole(of("cash")?.child_years ?? 0)} child-years`,
        ]
      : []),
    ...(notional
      ? [
          `${cash ? "those" : "Returns that lasted 26 weeks"} from state special schools with ${notional} that is notional: their places stay funded until there are fewer of them`,
        ]
      : []),
  ];
  return parts.length
    ? `${parts.join("; ")}.`
    : "Too few returns lasted 26 weeks, or too few costs can be matched, to say what they saved.";
}

function basisOf(rows: readonly CostAvoidance[]): string {
  const all = rows.find((row) => row.money === "all");
  const children =
    all?.child_count == null
      ? "Children who were still in mainstream at 26 weeks"
      : `About ${whole(all.child_count)} children who were still in mainstream at 26 weeks, ${whole(all.child_years ?? 0)} child-years there up to ${month(all.as_of)}`;
  const support =
    all?.support_gbp == null
      ? "What their support cost is recorded of too few to be taken off."
      : `Support recorded of them since then cost ${pounds(all.support_gbp)}, and is not taken off; mainstream costs are already in the difference.`;
  return `${children}. ${support} The range takes an end of the 95% interval of the difference and the fewest or most years that are rounded so; it is no 95% interval of the product. The difference is of children who stayed all year: those who came back may have been the cheaper ones, so that less was saved. The mean asks what all returns come to and the median what a usual one does, so the median may lie outside the range. Whether a child would have stayed apart without the return is not known, and every child-year counts as if it would.`;
}
