/** A column's name for its coefficient, or weights on several named coefficients. */
export type Contrast = string | Readonly<Record<string, number>>;

/** The contrast as one weight a column. Throws when it names a column the design lacks. */
export function contrastWeights(columns: readonly string[], contrast: Contrast): number[] {
  const weights = typeof contrast === "string" ? { [contrast]: 1 } : contrast;
  const unknown = Object.keys(weights).filter((name) => !columns.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `invalid contrast: ${unknown.join(", ")}; the design has ${columns.join(", ")}`,
    );
  }
  return columns.map((name) => weights[name] ?? 0);
}
