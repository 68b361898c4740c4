import { group } from "d3";
import { z } from "zod";
import { nearestFive, rounded } from "../../disclosure/protect.ts";
import {
  fewestAtRisk,
  kaplanMeier,
  medianSurvival,
  type SurvivalTime,
  survivalAt,
} from "../../statistics/kaplan-meier.ts";
import { expectValue } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { spaced } from "../shared/spaced.ts";

/** What is waited for, and the weeks at which it is said how many still wait: what matters most first. */
export const WAITS: Record<"decision" | "plan" | "place", readonly number[]> = {
  decision: [6, 4, 8, 12],
  plan: [20, 52, 16, 26, 39, 78, 12, 30, 34],
  place: [26, 13, 52, 6, 39],
};

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  wait: z
    .enum(["decision", "plan", "place"])
    .describe(
      "What is waited for: a decision on any request; a plan, on requests neither refused nor withdrawn; a place, by children awaiting one",
    ),
  locality: z
    .string()
    .describe(
      "Locality of the setting where the child was first read, or else placed last, in councils divided so; all of everyone",
    ),
  week: z.number().describe("Weeks since the wait began"),
  child_count: figure("Waits, to the nearest five; null where there are too few for a curve"),
  at_risk: figure("Of them, those followed so far and still waiting, to the nearest five"),
  waiting_share: figure("Percentage still waiting, those whose wait is not over counted so far"),
  lower: figure("Of the percentage, from Greenwood's formula on the log-log scale"),
  upper: figure("Upper end of the 95% interval of the percentage"),
  median_weeks: figure(
    "Half wait so many weeks or fewer; null where half have not been followed so far",
  ),
  as_of: z.string().nullable().describe("Month up to which waits are known"),
  symbol: z.string().nullable(),
};

export type Wait = RowOf<typeof columns>;

interface Cell {
  authority_code: string;
  authority_name: string;
  wait: keyof typeof WAITS;
  locality: string;
  as_of: string;
  times: number[];
  events: boolean[];
}

const EVERYWHERE = "all";
const NOT_KNOWN = "Not known";

const setOf = (row: { authority_code: string; wait: string; locality: string }): string =>
  `${row.authority_code}: waits for a ${row.wait}${row.locality === EVERYWHERE ? "" : `, in ${row.locality}`}`;

/** How many still wait at each week, by Kaplan and Meier's method. */
function curve({ times, events, ...head }: Cell, isTold: boolean): Wait[] {
  const n = times.length;
  const { authority_code, authority_name, wait, locality, as_of } = head;
  const base = { authority_code, authority_name, wait, locality };
  const hidden = { at_risk: null, waiting_share: null, lower: null, upper: null };
  if (n < rule("fewest_waiting") || !isTold) {
    const nothing = { ...hidden, child_count: null, median_weeks: null, as_of: null, symbol: "c" };
    return WAITS[wait].map((week) => ({ ...base, week, ...nothing }));
  }
  const children = times.map((time, i): SurvivalTime => ({ time, event: events[i]! }));
  const steps = expectValue(kaplanMeier(children));
  const { median } = medianSurvival(steps);
  const points = WAITS[wait].map((week) => {
    const at = survivalAt(steps, 7 * week, { level: rule("confidence_level") });
    const over = children.filter(({ time, event }) => event && time <= 7 * week).length;
    return { week, at, over };
  });
  const shown = spaced(
    points.filter(({ at, over }) => over > 0 && at.atRisk >= fewestAtRisk),
    ({ over }) => over,
    { whole: children.filter(({ event }) => event).length, fewest: rule("smallest_count") },
  );
  return points.map((point) => {
    const { survival, ci, atRisk } = point.at;
    const share = rounded(100 * survival, 0)!;
    const isShown = shown.includes(point) && share > 0 && share < 100;
    return {
      ...base,
      week: point.week,
      child_count: nearestFive(n),
      at_risk: isShown ? nearestFive(atRisk) : null,
      waiting_share: isShown ? share : null,
      lower: isShown && ci ? rounded(100 * ci.lo, 0) : null,
      upper: isShown && ci ? rounded(100 * ci.hi, 0) : null,
      median_weeks: median === null ? null : rounded(median / 7, 0),
      as_of,
      symbol: isShown ? null : "c",
    };
  });
}

/** How long children wait for a decision, a plan and a place, those still waiting among them. */
export const waits = defineMeasure({
  name: "waits",
  grain: "one row per authority (or all together), what is waited for, locality (or all), and week",
  columns,
  key: [
    "authority_name",
    "authority_code",
    { column: "wait", order: Object.keys(WAITS) },
    "locality",
    "week",
  ],
  method: "journey",
  component: "journey/waits",
  disclosure:
    "Curves of fewer than 30 waits are hidden, and points with fewer than 10 still followed or fewer than 5 ended since the last point; of localities so many are hidden that none or at least 30 waits of the council are in those hidden; shares are whole per cent",
  authority: "authority_code",
  audit: {
    notAudited:
      "its only counts are of 30 waits or more, to the nearest five; its shares are told apart by five or more",
  },
  contributors: (row) => [setOf(row)],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const cells = await warehouse.rows<Cell & Record<string, never>>(sql`
      with rows as (
        select part.authority_code, part.locality, wait, days, is_over, as_of
        from (
          select *, unnest([
            {'authority_code': authority_code, 'locality': ${EVERYWHERE}},
            {'authority_code': 'all', 'locality': ${EVERYWHERE}},
            {'authority_code': authority_code, 'locality': locality}
          ]) as part from waits
        ) where part.locality is not null
      )
      select authority_code, coalesce(any_value(name), 'All authorities') as authority_name, wait, locality,
        strftime(max(as_of), '%Y-%m') as as_of,
        list(days::integer order by days, is_over) as times, list(is_over order by days, is_over) as events
      from rows left join authorities using (authority_code)
      group by authority_code, wait, locality order by authority_code, wait, locality`);
    const everyone = cells.filter(({ locality }) => locality === EVERYWHERE);
    const together = group(everyone, ({ wait }) => wait);
    const parts = group(
      cells.filter(({ locality }) => locality !== EVERYWHERE),
      (cell) => `${cell.authority_code} ${cell.wait}`,
    );
    const divided = [...parts.values()].flatMap((own) => {
      const told = toldParts(own);
      return told.length ? own.flatMap((cell) => curve(cell, told.includes(cell))) : [];
    });
    const rows = [
      ...everyone
        .filter((cell) => !isCopy(cell, together.get(cell.wait)!))
        .flatMap((cell) => curve(cell, true)),
      ...divided,
    ];
    const count = rows.filter(({ symbol }) => symbol !== null).length;
    return {
      rows,
      hidden: count
        ? [{ rule: "fewer than 30 waits, or fewer than 5 between points", rows: count }]
        : [],
    };
  },
});

/**
 * All together would give away the authorities that are hidden where few are left of it without
 * those that are shown.
 */
function isCopy(cell: Cell, ofWait: readonly Cell[]): boolean {
  if (cell.authority_code !== "all") return false;
  const fewest = rule("fewest_waiting");
  const shown = ofWait.filter((own) => own !== cell && own.times.length >= fewest);
  const left = cell.times.length - shown.reduce((sum, own) => sum + own.times.length, 0);
  return left > 0 && left < rule("smallest_mean");
}

/**
 * Localities of which a curve may be shown: the whole less those shown is the curve of those that are
 * hidden, so these have no waits at all or as many as a curve needs. None where no locality has as
 * many: of those alone that are not known there is nothing to say.
 */
function toldParts(parts: readonly Cell[]): Cell[] {
  const fewest = rule("fewest_waiting");
  const sorted = parts.toSorted((a, b) => b.times.length - a.times.length);
  const isEnough = (hidden: readonly Cell[]) => {
    const left = hidden.reduce((sum, { times }) => sum + times.length, 0);
    return left === 0 || left >= fewest;
  };
  let many = sorted.filter(({ times }) => times.length >= fewest).length;
  while (many > 0 && !isEnough(sorted.slice(many))) many--;
  const told = sorted.slice(0, many);
  return told.some(({ locality }) => locality !== NOT_KNOWN) ? told : [];
}
