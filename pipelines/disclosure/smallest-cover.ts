import { type Bounds, loadSolver, type Sum } from "./audit.ts";

/** A number to hide, and the bounds between which a reader must find it possible, at least. */
export type MustHide = ReadonlyMap<string, Bounds>;

/**
 * The cheapest numbers to hide, those of `mustHide` among them, so that each of those could be as
 * small and as large as is asked (Fischetti and Salazar's program, solved to the end). A zero is
 * never hidden: it stays where a reader expects it, so it covers nothing.
 *
 * @param costs what it costs to hide each number; above zero.
 * @throws when nothing that may be hidden is enough.
 */
export async function smallestCover(
  values: ReadonlyMap<string, number>,
  sums: readonly Sum[],
  mustHide: MustHide,
  costs: ReadonlyMap<string, number>,
): Promise<string[]> {
  const names = [...values.keys()];
  const index = new Map(names.map((name, i) => [name, i]));
  const at = (name: string) => index.get(name)!;
  const far = Math.max(...values.values(), ...[...mustHide.values()].map(({ most }) => most)) + 5;
  const rows: string[] = [];
  const bounds: string[] = [];
  for (const [name, value] of values) {
    if (value === 0) bounds.push(` z${at(name)} = 0`);
    if (mustHide.has(name)) bounds.push(` z${at(name)} = 1`);
  }
  // For each number two other tables, of the same sums: one where it is small, one where it is large.
  [...mustHide].forEach(([hidden, { least, most }], k) => {
    for (const way of ["low", "high"]) {
      const move = (name: string) => `${way}${k}n${at(name)}`;
      for (const { whole, parts } of sums) {
        rows.push(` ${parts.map((part) => `+ ${move(part)}`).join("\n ")}\n - ${move(whole)} = 0`);
      }
      for (const [name, value] of values) {
        rows.push(` ${move(name)} - ${far} z${at(name)} <= 0`);
        rows.push(` ${move(name)} + ${value} z${at(name)} >= 0`);
        if (name !== hidden) bounds.push(` ${move(name)} free`);
      }
      const value = values.get(hidden)!;
      if (way === "low") bounds.push(` -${value} <= ${move(hidden)} <= ${least - value}`);
      else bounds.push(` ${most - value} <= ${move(hidden)} <= ${far}`);
    }
  });
  const { solve } = await loadSolver();
  const solution = solve(
    [
      "Minimize",
      ` cost: ${names.map((name) => `+ ${costs.get(name)!} z${at(name)}`).join("\n ")}`,
      "Subject To",
      ...rows,
      "Bounds",
      ...bounds,
      "Binary",
      ...names.map((name) => ` z${at(name)}`),
      "End",
    ].join("\n"),
    { mip_rel_gap: 0 },
  );
  if (solution.Status !== "Optimal") throw new Error(`no cover is enough: ${solution.Status}`);
  const columns = solution.Columns as Record<string, { Primal?: number }>;
  return names.filter((name) => (columns[`z${at(name)}`]?.Primal ?? 0) > 0.5);
}
