import { type Random, randomOf } from "../../pipelines/sample/random.ts";
import type { ClusterMoments } from "../../pipelines/statistics/cluster-moments.ts";
import { clusterRobust } from "../../pipelines/statistics/cluster-robust.ts";
import { differenceInDifferences } from "../../pipelines/statistics/difference-in-differences.ts";
import { tCritical } from "../../pipelines/statistics/distributions.ts";
import type { PanelRow } from "../../pipelines/statistics/panel.ts";
import type { TrialEffect } from "../../src/components/calibration.ts";
import { type Ended, silently } from "./ended.ts";
import { rounded, shareOf } from "./share.ts";

const TRIAL = 3;
const COMPARISONS = [6, 12, 30];
export const HEADLINE = "CR2 and Satterthwaite (headline)";

interface Verdict {
  method: string;
  isFound: boolean;
  estimate: number;
  isHeld: boolean | null;
}

/** Rejections, coverage and bias with three trial authorities: children's change, and yearly figures. */
export function trialEffect(scale: number, seed: number, ended: Ended = silently): TrialEffect[] {
  const told = (rows: TrialEffect[]): TrialEffect[] => {
    ended();
    return rows;
  };
  return COMPARISONS.flatMap((comparisons) =>
    (["equal", "unequal"] as const).flatMap((sizes) => [
      ...[0, 2, 4, 6, 8].flatMap((effect) =>
        told(
          cell("children", Math.round(scale * (effect === 0 ? 6000 : 2000)), {
            ...{ comparisons, sizes, effect, seed },
          }),
        ),
      ),
      ...[0, 0.5, 1, 1.5, 2].flatMap((effect) =>
        told(
          cell("authorities by year", Math.round(scale * (effect === 0 ? 3000 : 1000)), {
            ...{ comparisons, sizes, effect, seed },
          }),
        ),
      ),
    ]),
  );
}

interface Cell {
  comparisons: number;
  sizes: TrialEffect["sizes"];
  effect: number;
  seed: number;
}

function cell(level: TrialEffect["level"], repeats: number, cell: Cell): TrialEffect[] {
  const { comparisons, sizes, effect, seed } = cell;
  const verdicts = Array.from({ length: Math.max(1, repeats) }, (_, repeat) => {
    const random = randomOf(seed, comparisons, sizes.length, effect * 10, level.length, repeat);
    return level === "children" ? ofChildren(random, cell) : ofYears(random, cell);
  });
  const methods = verdicts[0]!.map(({ method }) => method);
  return methods.map((method, i) => {
    const own = verdicts.map((all) => all[i]!);
    const held = own.filter(({ isHeld }) => isHeld !== null);
    const sum = own.reduce((total, { estimate }) => total + estimate - effect, 0);
    return {
      level,
      sizes,
      comparisons,
      effect,
      method,
      ...shareOf(own.filter(({ isFound }) => isFound).length, own.length),
      covered: held.length
        ? shareOf(held.filter(({ isHeld }) => isHeld).length, held.length).share
        : null,
      bias: rounded(sum / own.length, 3),
    };
  });
}

/** Children followed up in each authority: 120 everywhere, or between 15 and several hundred. */
const childrenOf = (random: Random, sizes: Cell["sizes"]): number =>
  sizes === "equal" ? 120 : Math.max(15, Math.round(120 * Math.exp(0.8 * random.normal() - 0.32)));

/** Change of children: 3 points between authorities, 14 between children (intraclass 0.04). */
function ofChildren(random: Random, { comparisons, sizes, effect }: Cell): Verdict[] {
  const clusters = Array.from({ length: TRIAL + comparisons }, (_, i): ClusterMoments => {
    const t = Number(i < TRIAL);
    const n = childrenOf(random, sizes);
    const centre = -2 + effect * t + 3 * random.normal();
    let [y, yy] = [0, 0];
    for (let child = 0; child < n; child++) {
      const change = centre + 14 * random.normal();
      y += change;
      yy += change * change;
    }
    const xtx = [
      [n, t * n],
      [t * n, t * n],
    ];
    return { id: `${i}`, n, xtx, xty: [y, t * y], yty: yy };
  });
  return (["CR2", "CR1S"] as const).flatMap((covariance) => {
    const found = clusterRobust({
      columns: ["intercept", "trial"],
      clusters,
      contrast: { trial: 1 },
      covariance,
    }).value;
    if (!found) return [];
    const naive = tCritical(0.95, clusters.length - 1) * found.se;
    const isNaive = covariance === "CR1S";
    const [lo, hi] = isNaive
      ? [found.estimate - naive, found.estimate + naive]
      : [found.ci.lo, found.ci.hi];
    return {
      method: isNaive ? "CR1 and t(G-1) (never shown)" : HEADLINE,
      isFound: lo > 0 || hi < 0,
      estimate: found.estimate,
      isHeld: lo <= effect && effect <= hi,
    };
  });
}

const YEARS = 10;
const FIRST_TRIAL_YEAR = 7;

/** Yearly figures of authorities: level and year effects, noise that lasts (correlation 0.6 year on year). */
function ofYears(random: Random, { comparisons, sizes, effect }: Cell): Verdict[] {
  const years = Array.from({ length: YEARS }, () => random.normal());
  const rows: PanelRow[] = [];
  for (let unit = 0; unit < TRIAL + comparisons; unit++) {
    const treated = unit < TRIAL;
    const level = 3 * random.normal();
    const spread = Math.sqrt(0.5 + (0.5 * 120) / childrenOf(random, sizes));
    let noise = random.normal();
    for (let year = 1; year <= YEARS; year++) {
      if (year > 1) noise = 0.6 * noise + 0.8 * random.normal();
      const value =
        level +
        years[year - 1]! +
        spread * noise +
        (treated && year >= FIRST_TRIAL_YEAR ? effect : 0);
      rows.push({ unit: `${unit}`, period: year, treated, value });
    }
  }
  const found = differenceInDifferences(rows, FIRST_TRIAL_YEAR).value;
  const headline = found?.clustered.value;
  if (!found || !headline) return [];
  const naive = tCritical(0.95, found.cr1.df) * found.cr1.se;
  const { estimate } = found;
  return [
    {
      method: HEADLINE,
      isFound: headline.ci.lo > 0 || headline.ci.hi < 0,
      estimate,
      isHeld: headline.ci.lo <= effect && effect <= headline.ci.hi,
    },
    {
      method: "Studentised placebo p (beside it)",
      isFound: (found.studentised.value?.p ?? 1) <= 0.05,
      estimate,
      isHeld: null,
    },
    {
      method: "CR1 and t(G-1) (never shown)",
      isFound: Math.abs(estimate) > naive,
      estimate,
      isHeld: Math.abs(estimate - effect) <= naive,
    },
  ];
}
