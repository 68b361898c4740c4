import { group } from "d3";
import { z } from "zod";
import { addUp, noneAsFew, protect, shownTotal } from "../../disclosure/protect.ts";
import { shareBases } from "../../disclosure/share-bases.ts";
import type { SumsOfChildren } from "../../disclosure/sums-of-children.ts";
import { hideTellingWholes } from "../../disclosure/telling-wholes.ts";
import { transitionShares } from "../../statistics/transitions.ts";
import { rule } from "../../warehouse/rules.ts";
import { OF_SHOWN, withIntervals } from "../define/counts.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

/** Where a child may be on a January, from least to most support; outside them before and after. */
export const MOVE_GROUPS = [
  "entered",
  "early_years",
  "mainstream",
  "alternative_provision",
  "state_special",
  "independent_special",
  "further_education",
  "elsewhere",
  "several",
  "left",
] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  period: z.string().describe("The January from which children are followed to the next"),
  from_group: z.enum(MOVE_GROUPS).describe("Where they were placed; entered: nowhere yet"),
  to_group: z
    .enum(MOVE_GROUPS)
    .describe(
      "Where they were a year later; left: nowhere; several: in places to which fewer than ten went each",
    ),
  child_count: figure(
    "Children, to the nearest five; null where 1 to 4, where none and a few are not told apart, or to keep those hidden",
  ),
  all_count: figure("Children who were placed there at first, to the nearest five"),
  share: figure(`Percentage of them, ${OF_SHOWN}`),
  lower: figure("Of the percentage, by Wilson's method from the rounded counts"),
  upper: figure("Upper end of the 95% interval of the percentage"),
  symbol: z.string().nullable(),
};

export type PlacementMove = RowOf<typeof columns>;

interface Cell {
  authority_code: string;
  authority_name: string;
  period: string;
  from_group: string;
  to_group: string;
  child_count: number;
}

/** One place at first, and where its children were a year later. */
const startOf = (row: { authority_code: string; period: string; from_group: string }): string =>
  `${row.authority_code}, ${row.period}: moved from ${row.from_group}`;

/** The children of a row, as `contributors` names them. */
const cellOf = (row: Parameters<typeof startOf>[0] & { to_group: string }): string =>
  `${startOf(row)} to ${row.to_group}`;

/** Who was placed where, of the extracts, as `extract-placements` counts them. */
const placedOf = (authority: string, period: string | number, group: string): string =>
  `${authority}, ${period}: placed, ${group}`;

/** What moves tell: of where children were, of where they came, and of all authorities together. */
function audit(sums: SumsOfChildren, rows: readonly PlacementMove[]): void {
  const isPlace = (group: string) => !["entered", "left", "several"].includes(group);
  for (const row of rows) {
    const { authority_code, period, from_group, to_group } = row;
    sums.say(cellOf(row), row, null, to_group === "several" || to_group === from_group);
    if (authority_code === "all") continue;
    if (isPlace(from_group)) {
      sums.link(placedOf(authority_code, period, from_group), "a year later", cellOf(row));
    }
    const arrived = placedOf(authority_code, Number(period) + 1, to_group);
    if (isPlace(to_group)) {
      sums.link(arrived, "a year before", cellOf(row));
      sums.rest(arrived, "a year before", `${arrived}, from elsewhere`);
    }
  }
  // An authority may come before all together by its name.
  for (const row of rows.filter(({ authority_code }) => authority_code !== "all")) {
    const together = cellOf({ ...row, authority_code: "all" });
    // Several places of one authority are others than several places of all.
    if (row.to_group === "several" || !sums.has(together)) continue;
    sums.link(together, "authority", cellOf(row));
    sums.rest(together, "authority", `${together}, elsewhere`);
  }
}

/** Counts with how many started in the same place, to the nearest five. */
function withStarts(cells: readonly Cell[]) {
  const starts = group(cells, startOf);
  return [...starts.values()].flatMap((own) => {
    const all = shownTotal(own.reduce((sum, cell) => sum + cell.child_count, 0));
    // A way that is not there says of each child that it did not go it: a few may always have stayed
    // where they were, and a few gone elsewhere.
    const has = (to: string) => own.some(({ to_group }) => to_group === to);
    const { from_group } = own[0]!;
    const none = ["several", ...(from_group === "entered" ? [] : [from_group])]
      .filter((to) => !has(to) && (to !== "several" || own.length === 1))
      .map((to) => ({ ...own[0]!, to_group: to, child_count: 0 }));
    return [...own, ...none].map((cell) => ({
      ...cell,
      child_count: cell.child_count as number | null,
      all_count: all,
      share: null as number | null,
      lower: null as number | null,
      upper: null as number | null,
      symbol: null as string | null,
    }));
  });
}

/** Rounded counts with the share that each is of its start, and the interval of the share. */
function withShares(rows: readonly PlacementMove[]): PlacementMove[] {
  const bases = shareBases(rows, startOf);
  return withIntervals(rows, (row) => bases.get(startOf(row))!, ofTwo);
}

/** Who went one way, of those who went it or any other. */
function ofTwo(count: number, all: number) {
  const { shares, intervals } = transitionShares([[count, all - count]]);
  return { share: shares[0]![0]!, ci: intervals[0]![0]! };
}

/** Where children are placed a year later, by where they were. */
export const placementMoves = defineMeasure({
  name: "placement-moves",
  grain: "one row per authority (or all together), January, and place then and a year later",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "period",
    { column: "from_group", order: MOVE_GROUPS },
    { column: "to_group", order: MOVE_GROUPS },
  ],
  method: "journey",
  component: "journey/flows",
  disclosure:
    "Flows of fewer than ten children from one place are one; counts of 1 to 4 and shares of them are hidden, and what would give them away by subtraction",
  authority: "authority_code",
  audit,
  contributors: (row) => [cellOf(row), startOf(row)],
  shows: (row) => [numberOf(row)],
  finish: withShares,
  rows: async (warehouse) => {
    const cells = await warehouse.rows<Cell & Record<string, never>>(`
      with rows as (
        select authority_code, year::varchar as period, from_group, shown_to as to_group from placement_moves
        union all select 'all', year::varchar, from_group, shown_to_all from placement_moves
      )
      select authority_code, coalesce(name, 'All authorities') as authority_name, period, from_group, to_group,
        count(*)::integer as child_count
      from rows left join authorities using (authority_code)
      group by all order by all`);
    const protection = {
      count: "child_count",
      values: ["share", "lower", "upper"],
      areOfCounts: true,
      fewest: rule("smallest_count"),
    };
    const isAll = ({ authority_code }: Cell) => authority_code === "all";
    const wholes = [["authority_code", "period", "from_group"]];
    const ofAll = protect(withStarts(cells.filter(isAll)), { ...protection, wholes });
    const each = protect(withStarts(cells.filter((cell) => !isAll(cell))), {
      ...protection,
      wholes: [...wholes, ["period", "from_group", "to_group"]],
    });
    const all = hideTellingWholes(ofAll, each.rows, {
      alike: ["period", "from_group", "to_group"],
      values: protection.values,
    });
    return {
      rows: [...all.rows, ...each.rows].map(noneAsFew(protection.values)) as PlacementMove[],
      hidden: addUp(all.hidden, each.hidden),
    };
  },
});
