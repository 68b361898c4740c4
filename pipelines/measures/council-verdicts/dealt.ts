import { group } from "d3";
import { sql } from "../../warehouse/sql.ts";
import { type StandingRules, standingVerdict } from "./verdict.ts";

/** One council on one figure, among a council and its neighbours. */
export interface Dealt {
  /** The council whose group it is. */
  authority_code: string;
  /** The one of the group that takes its place. */
  member_code: string;
  neighbours: number;
  behind: number;
  ahead: number;
}

/** Each member of each group in the place of its council, on figures whose better way is known. */
export const DEALT = sql`
  with members as (
    select authority_code, authority_code as member_code from statistical_neighbours group by all
    union all
    select authority_code, neighbour_code from statistical_neighbours
  ), valued as (
    select members.*, own.figure, if(better = 'lower', -theirs.value, theirs.value) as good
    from members
    join council_standings as own using (authority_code)
    join reference_council_figures as known on known.figure = own.figure and better is not null
    join council_figures as theirs
      on theirs.authority_code = member_code and theirs.figure = own.figure and theirs.period = own.period
    where theirs.value is not null
  )
  select authority_code, member_code, (count(*) over whole - 1)::integer as neighbours,
    (rank() over (whole order by good) - 1)::integer as behind,
    (rank() over (whole order by good desc) - 1)::integer as ahead
  from valued
  window whole as (partition by authority_code, figure)
  order by authority_code, member_code, figure`;

/**
 * How often a council would be called better or worse, were whole councils dealt out among each
 * council and its neighbours, so that figures stay together as they are.
 *
 * @returns the share of members of groups, each council's as much as another's; null where no
 *   member has figures enough
 */
export function calledByDealing(dealt: readonly Dealt[], rules: StandingRules): number | null {
  const shares = [...group(dealt, (row) => row.authority_code).values()].flatMap((own) => {
    const words = [...group(own, (row) => row.member_code).values()]
      .map((rows) => standingVerdict(rows, rules).word)
      .filter((word) => word !== "Cannot say");
    const called = words.filter((word) => word !== "Much alike").length;
    return words.length ? [called / words.length] : [];
  });
  return shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null;
}
