/** Distinct values in the order R gives a factor's levels: numbers by size, text by letter. */
export function factorLevels(values: readonly string[]): string[] {
  const distinct = [...new Set(values)];
  const numbers = distinct.every((value) => value !== "" && Number.isFinite(Number(value)));
  return numbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort();
}
