/** Figures as the sentences write them. */

/** A share, 0 to 1, in whole per cent. */
export const percent = (share: number): string => `${Math.round(100 * share)}%`;

/** Points of need; less than zero is less need. */
export const points = (value: number): string => {
  const size = `${Number(Math.abs(value).toFixed(1))}`;
  if (size === "0") return "no difference";
  return `${size} ${size === "1" ? "point" : "points"} ${value < 0 ? "less" : "more"}`;
};

const number = (value: number): string =>
  `${value < 0 ? "\u2212" : ""}${Number(Math.abs(value).toFixed(1))}`;

/** "from 12% to 20%", or in points. */
export function interval({
  lower,
  upper,
  unit,
}: {
  lower: number | null;
  upper: number | null;
  unit: string;
}): string {
  if (lower === null || upper === null) return "no interval";
  return unit === "share"
    ? `${percent(lower)} to ${percent(upper)}`
    : `${number(lower)} to ${number(upper)} points`;
}
