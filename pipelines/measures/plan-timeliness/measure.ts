import { group, max } from "d3";
import { z } from "zod";
import { addUp, noneAsFew, protect, shownTotal } from "../../disclosure/protect.ts";
import { shareBases } from "../../disclosure/share-bases.ts";
import { hideTellingWholes } from "../../disclosure/telling-wholes.ts";
import { type PlanRequest, planTimeliness } from "../../statistics/plan-timeliness.ts";
import { wilson } from "../../statistics/proportions.ts";
import { expectValue } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { OF_SHOWN, withIntervals } from "../define/counts.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

/** How plans of a year were issued, those over a year being part of the late; and requests open at its end. */
export const TIMES = ["in time", "late", "over a year", "open", "open, late"] as const;

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the authority; all is all together"),
  authority_name: z.string(),
  period: z
    .string()
    .describe("Calendar year in which plans were issued, or all years; the last may not be whole"),
  clock: z
    .enum(["without exceptions", "with exceptions"])
    .describe(
      "Whether plans with a lawful exception to the 20 weeks are counted too; open requests are all of them",
    ),
  time: z
    .enum(TIMES)
    .describe(
      "Issued within 20 weeks or late, of which some over 52 weeks; or open at the end of the year, or of what is known of it, within 20 weeks or longer",
    ),
  child_count: figure("Plans or open requests, to the nearest five; null where below 5, or hidden"),
  all_count: figure("Plans issued in the year, or requests open at its end, to the nearest five"),
  share: figure(`Percentage of them, ${OF_SHOWN}`),
  lower: figure("Of the percentage, by Wilson's method from the rounded counts"),
  upper: figure("Upper end of the 95% interval of the percentage"),
  as_of: z.string().describe("Month up to which the period is known, of whatever authority"),
  symbol: z.string().nullable(),
};

export type PlanTime = RowOf<typeof columns>;

interface Year {
  authority_code: string;
  authority_name: string;
  period: string;
  from: number;
  to: number;
}

interface Asked extends PlanRequest {
  authority_code: string;
}

/** A part of the late, shown beside them. */
const TAIL = "over a year" as const;

const ALL_YEARS = "all years";

const isOpen = (time: string): boolean => time.startsWith("open");

/** Plans issued in a year, or requests open at its end, by whether exceptions are counted. */
const wholeOf = ({
  authority_code,
  period,
  clock,
  time,
}: Pick<PlanTime, "authority_code" | "period" | "clock" | "time">) =>
  `${authority_code}, ${period}: ${isOpen(time) ? "open requests" : "plans issued"}, ${clock}`;

const cellOf = (row: Parameters<typeof wholeOf>[0]): string => `${wholeOf(row)}: ${row.time}`;

/** Counts of one year: plans by one clock, and requests that are open at its end. */
function timesOf(
  year: Year,
  asked: readonly PlanRequest[],
  clock: PlanTime["clock"],
): { time: PlanTime["time"]; child_count: number }[] {
  const counted = asked.map((one) =>
    clock === "with exceptions" ? { ...one, isException: false } : one,
  );
  const limit = rule("final_plan_days");
  const { from, to } = year;
  const found = expectValue(planTimeliness(counted, { from, to, asAt: to, limit }));
  const issued = [
    { time: "in time" as const, child_count: found.withinLimit },
    { time: "late" as const, child_count: found.overLimitTo52Weeks + found.over52Weeks },
  ];
  if (clock === "with exceptions") return issued;
  return [
    ...issued,
    { time: TAIL, child_count: found.over52Weeks },
    { time: "open", child_count: found.open - found.openOverLimit },
    { time: "open, late", child_count: found.openOverLimit },
  ];
}

/** Whether plans were issued within 20 weeks, with the tail and those still open. */
export const planTimes = defineMeasure({
  name: "plan-timeliness",
  grain: "one row per authority, calendar year, clock, and time taken",
  columns,
  key: ["authority_name", "authority_code", "period", "clock", { column: "time", order: TIMES }],
  method: "journey",
  component: "journey/timeliness",
  disclosure:
    "Counts below 5, none among them, and shares of them are hidden, and what would give them away by subtraction",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const cell = cellOf(row);
      sums.say(wholeOf(row), { child_count: row.all_count });
      if (row.time === TAIL) {
        const late = cellOf({ ...row, time: "late" });
        sums.part(late, "tail", cell, row, true);
        sums.rest(late, "tail", `${late}, within a year`);
        continue;
      }
      sums.part(wholeOf(row), "time", cell, row, true);
      if (row.period === ALL_YEARS) continue;
      if (row.authority_code !== "all") {
        sums.link(cellOf({ ...row, authority_code: "all" }), "authority", cell);
      } else if (!isOpen(row.time)) {
        sums.link(cellOf({ ...row, period: ALL_YEARS }), "year", cell);
      }
    }
  },
  contributors: (row) => [cellOf(row), wholeOf(row)],
  shows: (row) => [numberOf(row)],
  finish: withShares,
  rows: async (warehouse) => {
    const years = await warehouse.rows<Year & Record<string, never>>(`
      with spans as (
        select authority_code, min(from_on) as first_on, max(as_of) as last_on from waits where wait = 'plan' group by all
      )
      select authority_code, name as authority_name, year::varchar as period,
        (make_date(year::integer, 1, 1) - date '1970-01-01')::integer as "from",
        (least(make_date(year::integer, 12, 31), last_on) - date '1970-01-01')::integer as "to"
      from spans join authorities using (authority_code), range(2014, 2100) as years(year)
      where make_date(year::integer, 1, 1) >= first_on and make_date(year::integer, 1, 1) <= last_on
      order by authority_code, period`);
    const asked = await warehouse.rows<Asked & Record<string, never>>(`
      select authority_code, (requested_on - date '1970-01-01')::integer as received,
        (case when assessment_outcome = 'Y' then assessment_outcome_on end - date '1970-01-01')::integer as issued,
        has_exception as "isException"
      from requests
      where requested_on is not null and request_outcome in ('Y', 'A') and coalesce(assessment_outcome, 'A') in ('Y', 'A')`);
    const cells = years.flatMap((year) =>
      timesIn(
        year,
        asked.filter(({ authority_code }) => authority_code === year.authority_code),
      ),
    );
    const ever = summed(
      cells.filter(({ time }) => !isOpen(time)),
      ({ clock, time }) => `${clock} ${time}`,
    ).map((cell) => ({ ...cell, period: ALL_YEARS }));
    const protection = {
      count: "child_count",
      values: ["share", "lower", "upper"],
      areOfCounts: true,
      fewest: rule("smallest_count"),
    };
    const own = ["authority_code", "period", "clock", "is_open"];
    const shown = (some: readonly Counted[], wholes: readonly string[][]) =>
      protect(withWholes(some), { ...protection, wholes });
    const isTail = ({ time }: Counted) => time === TAIL;
    // Of one authority or year the tail is too small, and exceptions too few to be told from the rest.
    const yearly = cells.filter((cell) => cell.clock === "without exceptions" && !isTail(cell));
    const each = shown(yearly, [own, ["period", "time"]]);
    const { values } = protection;
    const inYears = hideTellingWholes(
      shown(
        summed(yearly, ({ period, time }) => `${period} ${time}`),
        [own, ["time"]],
      ),
      each.rows,
      { alike: ["period", "time"], values },
    );
    const always = hideTellingWholes(
      shown(
        ever.filter((cell) => !isTail(cell)),
        [own],
      ),
      inYears.rows,
      { alike: ["clock", "time"], values },
    );
    const tables = [always, shown(ever.filter(isTail), []), inYears, each];
    return {
      rows: tables
        .flatMap(({ rows }) => rows)
        .map(({ is_open: _, ...row }) => ({ ...row, as_of: knownUntil(years, row.period) }))
        .map(noneAsFew(values)),
      hidden: addUp(...tables.map(({ hidden }) => hidden)),
    };
  },
});

/** The month of the last day that is known of a period. */
const knownUntil = (years: readonly Year[], period: string): string => {
  const last = max(
    years.filter((year) => period === ALL_YEARS || year.period === period),
    ({ to }) => to,
  );
  return new Date(last! * 86_400_000).toISOString().slice(0, 7);
};

/** All authorities' cells that are alike, added up. */
const summed = (cells: readonly Counted[], alike: (cell: Counted) => string): Counted[] =>
  [...group(cells, alike).values()].map((own) => ({
    ...own[0]!,
    authority_code: "all",
    authority_name: "All authorities",
    child_count: own.reduce((sum, cell) => sum + cell.child_count, 0),
  }));

const timesIn = (year: Year, asked: readonly PlanRequest[]): Counted[] =>
  (["without exceptions", "with exceptions"] as const).flatMap((clock) =>
    timesOf(year, asked, clock).map((cell) => ({
      authority_code: year.authority_code,
      authority_name: year.authority_name,
      period: year.period,
      clock,
      ...cell,
    })),
  );

type Counted = Pick<PlanTime, "authority_code" | "authority_name" | "period" | "clock" | "time"> & {
  child_count: number;
};

/** Counts with how many plans or open requests there are in all, to the nearest five. */
const withWholes = (cells: readonly Counted[]) =>
  cells.map((cell) => {
    const wholeOfIt = wholeOf(cell);
    const alike = cells.filter((one) => wholeOf(one) === wholeOfIt && one.time !== TAIL);
    return {
      ...cell,
      child_count: cell.child_count as number | null,
      all_count: shownTotal(alike.reduce((sum, one) => sum + one.child_count, 0)),
      is_open: isOpen(cell.time),
      share: null as number | null,
      lower: null as number | null,
      upper: null as number | null,
      symbol: null as string | null,
    };
  });

/** Rounded counts with the share that each is of its whole, and its interval. */
function withShares(rows: readonly PlanTime[]): PlanTime[] {
  const bases = shareBases(
    rows.filter(({ time }) => time !== TAIL),
    wholeOf,
  );
  return withIntervals(
    rows,
    (row) => (row.time === TAIL ? null : bases.get(wholeOf(row))!),
    (count, base) => expectValue(wilson(count, base)),
  );
}
