import { mean, quantile } from "../statistics/moments.ts";
import type { Child } from "./child.ts";
import { rounded } from "./mean.ts";
import type { Placement } from "./placement.ts";
import { randomOf } from "./random.ts";
import { isIndependent, type SettingType } from "./setting.ts";
import { costOfLatestYear, LATEST_YEAR } from "./spend.ts";

const KINDS = ["mainstream", "state_special", "independent_special"] as const;
type Kind = (typeof KINDS)[number];

/**
 * What the latest year costs, transport apart, of children who are in one kind of placement for all of it:
 * prices hang on the kind and on whether there is a plan, and on nothing else of the child.
 */
export interface CostTruth {
  placement_group: Kind;
  /** Those with a plan; others cost little, and are in mainstream alone. */
  children: number;
  mean_gbp: number;
  /** Mean with the dearest and the cheapest of so many children set to the next ones, as published means have them. */
  winsorised_gbp: number;
  median_gbp: number;
}

/** Costs are drawn again until there are about so many of all children. */
const DRAWS = 50_000;
/** Share of the children at each end whose cost counts as the next one, and how many at least. */
const PULLED = { share: 0.05, least: 2 };

const MAINSTREAM: readonly SettingType[] = [
  "mainstream",
  "resourced_provision",
  "sen_unit",
  "independent_mainstream",
];

const kindOf = (type: SettingType): Kind | null => {
  if (MAINSTREAM.includes(type)) return "mainstream";
  if (type === "state_special") return type;
  return isIndependent(type) ? "independent_special" : null;
};

/** Draws the costs of children again and again, from streams of chance of their own. */
export class CostTally {
  private readonly costs = new Map<Kind, number[][]>(KINDS.map((kind) => [kind, []]));

  private readonly times: number;

  constructor(
    private readonly seed: number,
    children: number,
  ) {
    this.times = Math.max(1, Math.round(DRAWS / children));
  }

  add(nth: number, number: number, child: Child, placements: readonly Placement[]): void {
    const kind = wholeYearIn(placements);
    if (child.plan !== "ehc_plan" || kind === null) return;
    const chance = randomOf(this.seed, 10, nth, number);
    this.costs
      .get(kind)!
      .push(Array.from({ length: this.times }, () => costOfLatestYear(child, placements, chance)));
  }

  truth(): CostTruth[] {
    return [...this.costs]
      .filter(([, children]) => children.length > 0)
      .map(([placement_group, children]) => {
        const draws = Array.from({ length: this.times }, (_, i) => children.map((own) => own[i]!));
        return {
          placement_group,
          children: children.length,
          mean_gbp: rounded(mean(children.flat())),
          winsorised_gbp: rounded(mean(draws.map(winsorised))),
          median_gbp: rounded(quantile(children.flat(), 0.5)),
        };
      });
  }
}

/** The kind of placement that a child is in on every day of the latest year. */
function wholeYearIn(placements: readonly Placement[]): Kind | null {
  const { from, to } = LATEST_YEAR;
  const own = placements.filter(
    ({ startedOn, endedOn }) => startedOn <= to && (endedOn ?? to) >= from,
  );
  const kinds = new Set(own.map(({ type }) => kindOf(type)));
  const isWhole = own.length > 0 && own[0]!.startedOn <= from && (own.at(-1)!.endedOn ?? to) >= to;
  return isWhole && kinds.size === 1 ? [...kinds][0]! : null;
}

function winsorised(costs: readonly number[]): number {
  const sorted = costs.toSorted((a, b) => a - b);
  const pulled = Math.max(PULLED.least, Math.ceil(PULLED.share * sorted.length));
  const [least, most] = [sorted[pulled] ?? 0, sorted[sorted.length - 1 - pulled] ?? 0];
  return mean(costs.map((cost) => Math.max(least, Math.min(most, cost))));
}
