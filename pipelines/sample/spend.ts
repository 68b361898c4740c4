import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { dayOf } from "./day.ts";
import type { Placement } from "./placement.ts";
import { type Category, type Prices, pricesOf, supportPrice } from "./price.ts";
import type { Random } from "./random.ts";

/** The financial years that were closed by the end of the window, and the level of their prices. */
const YEARS = [
  { year: "2023-24", priceLevel: 0.96 },
  { year: "2024-25", priceLevel: 1 },
  { year: "2025-26", priceLevel: 1.035 },
].map(({ year, priceLevel }) => ({
  year,
  priceLevel,
  from: dayOf(`${year.slice(0, 4)}-04-01`),
  to: dayOf(`20${year.slice(5)}-03-31`),
}));

type Year = (typeof YEARS)[number];

const CATEGORIES: readonly Category[] = [
  "place",
  "top_up",
  "support",
  "therapy",
  "transport",
  "other",
];

type Priced = Placement & { prices: Prices };

/** Lines of a child's spend, by year and category, in proportion to the days in each placement. */
export function spendRows(
  { code }: Authority,
  { id, plan }: Child,
  placements: readonly Placement[],
  chance: Random,
): string[] {
  const priced = withPrices(plan, placements, chance);
  return YEARS.flatMap((year) => {
    const spent = spentIn(year, priced);
    return CATEGORIES.filter((category) => (spent[category] ?? 0) >= 0.01).map((category) =>
      [code, id, year.year, category, spent[category]!.toFixed(2)].join(","),
    );
  });
}

/** The latest financial year with spend. */
export const LATEST_YEAR: Pick<Year, "from" | "to"> = YEARS.at(-1)!;

/** What the latest year of a child might cost too, transport apart: its prices drawn once more. */
export function costOfLatestYear(
  { plan }: Child,
  placements: readonly Placement[],
  chance: Random,
): number {
  const spent = spentIn(YEARS.at(-1)!, withPrices(plan, placements, chance));
  return CATEGORIES.reduce(
    (sum, category) => sum + (category === "transport" ? 0 : (spent[category] ?? 0)),
    0,
  );
}

const withPrices = (plan: Child["plan"], placements: readonly Placement[], chance: Random) =>
  placements.map(
    (placement): Priced => ({ ...placement, prices: priceFor(plan, placement, chance) }),
  );

function spentIn({ from, to, priceLevel }: Year, priced: readonly Priced[]): Prices {
  const spent: Prices = {};
  for (const { startedOn, endedOn, prices } of priced) {
    const days = Math.min(endedOn ?? to, to) - Math.max(startedOn, from) + 1;
    if (days <= 0) continue;
    for (const category of CATEGORIES) {
      const price = prices[category];
      if (price === undefined) continue;
      // A place is funded at the same rate every year.
      const level = category === "place" ? 1 : priceLevel;
      spent[category] = (spent[category] ?? 0) + (price * level * days) / (to - from + 1);
    }
  }
  return spent;
}

function priceFor(plan: Child["plan"], { type }: Placement, chance: Random): Prices {
  if (plan === "ehc_plan") return pricesOf(type, chance);
  return plan === "sen_support" ? supportPrice(chance) : {};
}
