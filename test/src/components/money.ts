import { topUpDrivers } from "../../../src/components/spending/drivers.ts";
import { spendLines } from "../../../src/components/spending/lines.ts";
import { budgetAndOutturn } from "../../../src/components/spending/outturn.ts";
import { PARTS } from "../../../src/components/spending/words.ts";
import { valuePlane } from "../../../src/components/value/plane.ts";
import { worthCurve } from "../../../src/components/value/worth.ts";
import type { Component } from "./components.ts";
import { goldenRows, hidden, type Row, reversed } from "./golden-rows.ts";

/** Norfolk's of 2021-22 in whole millions, so that the words can be worked out in the head. */
const AMOUNTS = [20, 47, 34, 6, 2, 0, 0.4];
const OUTTURN = [13, 51, 41, 6, 2, 0, 0.3];

const line = (name: string, kind: string, millions: number | null): Row => ({
  authority_code: "E10000020",
  line: name,
  kind,
  financial_year: "2021-22",
  amount_gbp: millions === null ? null : millions * 1e6,
  plans: 8000,
  per_plan_gbp: millions === null ? null : millions * 125,
  people: 160_000,
  per_head_gbp: millions === null ? null : millions * 6.25,
  neighbours: 10,
  neighbours_per_plan_gbp: millions === null ? null : millions * 100 + 200,
  neighbours_per_head_gbp: millions === null ? null : millions * 5 + 10,
  councils: null,
  ...{ planned_gbp: null, over_plan_gbp: null, over_plan_share: null },
  lacks_academy_places: name === "place_funding" || name === "all_lines",
  symbol: millions === null ? "x" : null,
});

const side = (kind: string, amounts: readonly (number | null)[]): Row[] => {
  const known = amounts.map((amount) => amount ?? Number.NaN);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const orNone = (value: number) => (Number.isNaN(value) ? null : value);
  return [
    ...amounts.map((amount, i) => line(PARTS[i]!, kind, amount)),
    line("all_but_places", kind, orNone(sum(known.slice(1)))),
    line("all_lines", kind, orNone(sum(known))),
  ];
};
const none = AMOUNTS.map(() => null);
/** A budget and an outturn, the second beside the first. */
function beside(planned: readonly (number | null)[], spent: readonly (number | null)[]): Row[] {
  const budget = side("budget", planned);
  const outturn = side("outturn", spent).map((row, i) => {
    const [own, other] = [row.amount_gbp, budget[i]!.amount_gbp] as (number | null)[];
    const isTold = !row.lacks_academy_places && own !== null && other !== null;
    return {
      ...row,
      planned_gbp: isTold ? other : null,
      over_plan_gbp: isTold ? own! - other! : null,
      over_plan_share: isTold ? 100 * (own! / other! - 1) : null,
    };
  });
  return [...budget, ...outturn];
}
const lines = beside(AMOUNTS, OUTTURN);
const unpublished = beside(none, none);

const driver = (from: number, to: number, parts: readonly (number | null)[]): Row => ({
  authority_code: "E10000020",
  from_year: `${from}-${String(from + 1).slice(2)}`,
  to_year: `${to}-${String(to + 1).slice(2)}`,
  from_gbp: 47e6,
  to_gbp: 71e6,
  from_plans: 1984,
  to_plans: 2672,
  volume_gbp: parts[0],
  mix_gbp: parts[1],
  price_gbp: parts[2],
  is_doubtful: from === 2018 && to === 2021,
  symbol: parts[0] === null ? "z" : null,
});
const drivers = [driver(2018, 2019, [3e6, 1e6, 2.5e6]), driver(2018, 2021, [17e6, 5e6, 2e6])];

const options = (width: number) => ({ width, name: "Norfolk", root: "." });

const values = goldenRows("cost-effectiveness");
const worths = goldenRows("worth-of-points");

/** Charts of what councils spend, and of what a trial is worth. */
export const MONEY: Record<string, Component> = {
  "spending-lines": {
    cases: { none: [], one: lines, hidden: unpublished },
    draw: (rows: never[], width: number) => spendLines(rows, { ...options(width), basis: "plan" }),
  },
  "spending-outturn": {
    cases: {
      none: [],
      one: lines,
      hidden: unpublished,
      reversed: beside(OUTTURN, AMOUNTS),
    },
    draw: (rows: never[], width: number) => budgetAndOutturn(rows, options(width)),
  },
  "spending-drivers": {
    cases: {
      none: [],
      one: drivers,
      hidden: [driver(2018, 2021, [null, null, null])],
      reversed: reversed(drivers, "volume_gbp", "mix_gbp", "price_gbp"),
    },
    draw: (rows: never[], width: number) => topUpDrivers(rows, options(width)),
  },
  "value-plane": {
    cases: { none: [], one: values, hidden: hidden("cost-effectiveness", values) },
    draw: (rows: never[], width: number) => valuePlane(rows, { width, root: "." }),
  },
  "worth-curve": {
    cases: { none: [], one: worths, hidden: hidden("worth-of-points", worths) },
    draw: (rows: never[], width: number) => worthCurve(rows, { width, root: "." }),
  },
};
