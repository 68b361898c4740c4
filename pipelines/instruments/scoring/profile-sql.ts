import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { quote } from "../../warehouse/sql.ts";

/** What is said of a complete profile beside its total, and its type in SQL. */
export const PROFILE_COLUMNS = [
  { name: "band", type: "varchar" },
  { name: "tier", type: "varchar" },
  { name: "peak", type: "double" },
  { name: "peak_domain", type: "varchar" },
  { name: "complexity", type: "integer" },
] as const;

/** A need that meets a cut-off must not miss it by the rounding of a mean. */
const SLACK = 1e-9;

/**
 * Band of the total, the area of most need, the tier it points to, and how many areas are complex.
 * All null when too few areas are answered: an unanswered area may be the highest.
 */
export function profileSql(instrument: Instrument): string {
  const { areas, bands, tiers, complexity } = instrument;
  const needs = areas.map(({ id }) => `${id}_n`);
  const peak = needs.length > 1 ? `greatest(${needs.join(", ")})` : needs[0]!;
  const expressions: Record<(typeof PROFILE_COLUMNS)[number]["name"], string | null> = {
    band: bands
      ? stepsSql(
          "total_n",
          bands.map(({ from, label }) => ({ from, name: label })),
        )
      : null,
    tier: tiers
      ? stepsSql(
          peak,
          tiers.map(({ from, tier }) => ({ from, name: tier })),
        )
      : null,
    peak,
    peak_domain: `case ${areas.map(({ id }) => `when ${id}_n = ${peak} then ${quote(id)}`).join(" ")} end`,
    complexity: complexity
      ? needs
          .map((need) => `coalesce(${need} >= ${complexity.from - SLACK}, false)::integer`)
          .join(" + ")
      : null,
  };
  return PROFILE_COLUMNS.map(({ name, type }) => {
    const expression = expressions[name];
    return expression === null
      ? `null::${type} as ${name}`
      : `(case when total_n is not null then ${expression} end)::${type} as ${name}`;
  }).join(",\n  ");
}

function stepsSql(need: string, steps: readonly { from: number; name: string }[]): string {
  const highestFirst = [...steps].reverse();
  return `case ${highestFirst.map(({ from, name }) => `when ${need} >= ${from - SLACK} then ${quote(name)}`).join(" ")} end`;
}
