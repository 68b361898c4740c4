export interface PrimaryRules {
  /** Counts from 1 to one below this are sensitive. */
  minCount: number;
  /** False when a true zero tells of someone too. */
  zeroIsSafe: boolean;
  /** Dominance: the `n` largest contributions are more than `k` percent of the total. */
  n: number;
  k: number;
  /** Estimation: the second largest contributor knows the largest to within `p` percent. */
  p: number;
  /** Largest contribution over the total. */
  maxShare: number;
}

export const defaultPrimaryRules: PrimaryRules = {
  minCount: 5,
  zeroIsSafe: true,
  n: 2,
  k: 85,
  p: 10,
  maxShare: 0.5,
};

export interface PrimaryDisclosure {
  count: number;
  total: number;
  largest: number;
  second: number;
  topShare: number | null;
  frequency: boolean;
  /** Null, like the two below, when an amount is negative: only the frequency rule can be used. */
  dominance: boolean | null;
  estimation: boolean | null;
  share: boolean | null;
  /** How far above the total a sensitive cell must seem possible, by rule. */
  upperProtection: { dominance: number | null; estimation: number | null };
  isSensitive: boolean;
}

/**
 * Primary sensitivity of one cell from its contributions (Hundepool et al., Handbook on Statistical
 * Disclosure Control, 2nd ed. 2024, chapter 4). A contributor is a child for counts and a provider
 * for spend: sum by provider first, and apply both. Sums, means, shares and their parts inherit it.
 */
export function primaryDisclosure(
  contributions: readonly number[],
  rules: PrimaryRules = defaultPrimaryRules,
): PrimaryDisclosure {
  const sorted = [...contributions].sort((a, b) => b - a);
  const count = sorted.length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const total = sum(contributions);
  const [largest = 0, second = 0] = sorted;
  const top = sum(sorted.slice(0, rules.n));
  const rest = total - largest - second;
  const hasNegative = sorted.some((value) => value < 0);
  const frequency = (count > 0 && count < rules.minCount) || (count === 0 && !rules.zeroIsSafe);
  const topShare = total > 0 ? largest / total : null;
  const rule = (isBroken: boolean) => (hasNegative ? null : isBroken);
  const dominance = rule(total > 0 && top > (rules.k / 100) * total);
  const estimation = rule(rest < (rules.p / 100) * largest);
  const share = rule(topShare !== null && topShare > rules.maxShare);
  return {
    count,
    total,
    largest,
    second,
    topShare,
    frequency,
    dominance,
    estimation,
    share,
    upperProtection: {
      dominance: dominance ? Math.max(0, (100 / rules.k) * top - total) : null,
      estimation: estimation ? Math.max(0, (rules.p / 100) * largest - rest) : null,
    },
    isSensitive: frequency || dominance === true || estimation === true || share === true,
  };
}

/**
 * Does a row of counts tell a group's attribute? So when all its children are in one category, or
 * all but a single child, who then knows it of the others.
 */
export function tellsGroupAttribute(counts: readonly number[]): boolean {
  const filled = counts.filter((count) => count > 0);
  return filled.length === 1 || (filled.length === 2 && filled.includes(1));
}
