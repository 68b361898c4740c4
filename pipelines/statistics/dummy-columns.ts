/** One 0/1 column a category but the first in alphabetical order, which is the reference. */
export function dummyColumns(values: readonly string[]): { names: string[]; rows: number[][] } {
  const names = [...new Set(values)].sort().slice(1);
  return { names, rows: values.map((value) => names.map((name) => Number(name === value))) };
}
