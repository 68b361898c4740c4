export type Adjustment = "BH" | "BY" | "holm" | "hochberg" | "bonferroni";

/**
 * Adjusted p-values of one declared family, in the order given. A missing p stays null and does not
 * count in the family's size. BH assumes independence or positive dependence; BY neither.
 */
export function adjustPValues(
  pValues: readonly (number | null)[],
  method: Adjustment = "BH",
): (number | null)[] {
  const present = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }]));
  const m = present.length;
  const ascending = present.sort((a, b) => a.p - b.p);
  const harmonic = ascending.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  const factor = (i: number) => {
    if (method === "bonferroni") return m;
    if (method === "BH") return m / (i + 1);
    if (method === "BY") return (harmonic * m) / (i + 1);
    return m - i;
  };
  const scaled = ascending.map(({ p }, i) => Math.min(1, p * factor(i)));
  if (method === "holm") {
    for (let i = 1; i < m; i++) scaled[i] = Math.max(scaled[i]!, scaled[i - 1]!);
  } else if (method !== "bonferroni") {
    for (let i = m - 2; i >= 0; i--) scaled[i] = Math.min(scaled[i]!, scaled[i + 1]!);
  }
  const adjusted: (number | null)[] = pValues.map(() => null);
  ascending.forEach(({ index }, i) => {
    adjusted[index] = scaled[i]!;
  });
  return adjusted;
}
