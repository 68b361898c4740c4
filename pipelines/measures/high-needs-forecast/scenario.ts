import type { Flows } from "./flows.ts";

/** One lever of a scenario: a row of data/reference/forecast_scenarios.csv. */
export interface Lever {
  scenario: string;
  title: string;
  lever: "none" | "move" | "inflow";
  from_group: string | null;
  to_group: string | null;
  multiplier: number | null;
  source: string;
}

/**
 * Shares with the moves of a lever multiplied: what more of a state's children go that way is taken from
 * those who stayed in their kind of placement, so that shares still add up.
 */
export function leveredShares(
  shares: readonly (readonly number[])[],
  { states }: Flows,
  levers: readonly Lever[],
): number[][] {
  return shares.map((row, i) => {
    const next = [...row];
    for (const { lever, from_group, to_group, multiplier } of levers) {
      if (lever !== "move" || states[i]!.group !== from_group || multiplier === null) continue;
      const stays = states.flatMap(({ group }, j) => (group === from_group ? [j] : []));
      const goes = states.flatMap(({ group }, j) => (group === to_group ? [j] : []));
      const moved = goes.reduce((sum, j) => sum + next[j]!, 0);
      const stayed = stays.reduce((sum, j) => sum + next[j]!, 0);
      const more = Math.min((multiplier - 1) * moved, stayed);
      if (!(moved > 0) || !(stayed > 0)) continue;
      for (const j of goes) next[j] = next[j]! * (1 + more / moved);
      for (const j of stays) next[j] = next[j]! * (1 - more / stayed);
    }
    return next;
  });
}

/** By what inflow is multiplied: entrants for each child placed of the others, over the authority's own. */
export function inflowMultiplier(
  own: Flows,
  all: readonly Flows[],
  levers: readonly Lever[],
): number | null {
  const lever = levers.find((one) => one.lever === "inflow");
  if (!lever) return 1;
  if (lever.multiplier !== null) return lever.multiplier;
  const others = all.filter(({ authority_code }) => authority_code !== own.authority_code);
  const sum = (flows: readonly Flows[]) =>
    flows.flatMap(({ entrants }) => entrants.flat()).reduce((a, b) => a + b, 0) /
    flows.reduce((a, { placed }) => a + placed, 0);
  return others.length === 0 || sum([own]) === 0 ? null : sum(others) / sum([own]);
}
