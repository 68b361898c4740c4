import { z } from "zod";
import { isCountOfFew, nearestFive, rounded } from "../../disclosure/protect.ts";
import { cumulativeIncidence, incidenceAt } from "../../statistics/competing-risks.ts";
import { fewestAtRisk, kaplanMeier, survivalAt } from "../../statistics/kaplan-meier.ts";
import { expectValue } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { spaced } from "../shared/spaced.ts";

/** Stages, and the weeks at which it is said what became of children: what matters most first. */
export const STAGES: Record<"tried" | "held" | "placed", readonly number[]> = {
  tried: [52, 104, 26, 78],
  held: [52, 26],
  placed: [52, 26, 104],
};

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z
    .string()
    .describe("ONS code of the authority; all, trial or comparison are several together"),
  authority_name: z.string(),
  stage: z
    .enum(["tried", "held", "placed"])
    .describe(
      "Apart from mainstream until a place there was tried, from then on, or any placement since it began",
    ),
  week: z.number().describe("Weeks since the stage began"),
  child_count: figure("Children, to the nearest five; null where there are too few"),
  at_risk: figure(
    "Of them, those followed so far to whom nothing has happened, to the nearest five",
  ),
  event_share: figure(
    "Percentage tried in mainstream by then, back apart from it, or whose placement broke down, by Aalen and Johansen's method",
  ),
  event_lower: figure("Lower end of its 95% interval"),
  event_upper: figure("Upper end of its 95% interval"),
  other_share: figure(
    "Percentage to whom something else happened: left, plan ceased, changed at a phase transfer",
  ),
  still_share: figure("Percentage still apart, still in mainstream, or still in the placement"),
  still_lower: figure("Lower end of its 95% interval"),
  still_upper: figure("Upper end of its 95% interval"),
  phase_transfers: figure(
    "Moves from apart to mainstream at a phase transfer, which are no attempts, to the nearest five",
  ),
  as_of: z.string().nullable().describe("Month up to which placements are known"),
  symbol: z.string().nullable(),
};

export type Reintegration = RowOf<typeof columns>;

interface Cell {
  authority_code: string;
  authority_name: string;
  stage: keyof typeof STAGES;
  as_of: string;
  times: number[];
  causes: number[];
  phase_transfers: number;
  /** Of the trial, on which an authority is. */
  side: string | null;
}

const setOf = ({ authority_code, stage }: { authority_code: string; stage: string }): string =>
  `${authority_code}: apart from mainstream, ${stage}`;

/** What became of a child, by its cause from 1 on, as `contributors` names it. */
export const BECAME = ["happened", "something else"] as const;

/** A set of children, and those of it of whom one thing or the other became. */
export const withWhatBecame = (of: string): string[] => [
  of,
  ...BECAME.map((what) => `${of}, ${what}`),
];

const NOTHING = {
  ...{ child_count: null, at_risk: null, event_share: null, event_lower: null },
  ...{ event_upper: null, other_share: null, still_share: null, still_lower: null },
  ...{ still_upper: null, phase_transfers: null, as_of: null },
};

const percent = (share: number | undefined): number | null =>
  share === undefined ? null : rounded(100 * share, 0);

/** Not of none and not of all, of which it would be known of each child. */
const known = (share: number | null): number | null =>
  share === 0 || share === 100 ? null : share;

/** None among them: what is left of a hundred would tell them from a few. */
const areFewOthers = (others: number): boolean => others < rule("smallest_count");

/** To how many something else happened by the end of a week. */
const othersBy = ({ times, causes }: Cell, week: number): number =>
  times.filter((time, i) => causes[i] === 2 && Math.ceil(time / 7) <= week).length;

const SIDES = ["trial", "comparison"];
const TOGETHER = ["all", ...SIDES];

/**
 * Whether the few of another row would be worked out from this one: of the sides of a trial each
 * covers the other, so that everyone's may stand; a whole whose authorities hide just one few is hidden.
 */
function tellsOfOthers(cell: Cell, cells: readonly Cell[], week: number): boolean {
  const alike = cells.filter(({ stage }) => stage === cell.stage);
  const isShown = ({ times }: Cell) => times.length >= rule("fewest_waiting");
  const isFew = (one: Cell) => isShown(one) && areFewOthers(othersBy(one, week));
  const isSide = SIDES.includes(cell.authority_code);
  if (isSide && alike.some((one) => SIDES.includes(one.authority_code) && isFew(one))) return true;
  if (!isSide && cell.authority_code !== "all") return false;
  const parts = alike.filter(
    ({ authority_code, side }) =>
      authority_code !== "all" &&
      !SIDES.includes(authority_code) &&
      (!isSide || side === cell.authority_code),
  );
  const hidden = parts.filter((one) => !isShown(one) || isFew(one));
  return hidden.length === 1 && isFew(hidden[0]!);
}

/** What became of children by each week, leaving otherwise counted as what it is. */
function outcomes(cell: Cell, tells: (week: number) => boolean): Reintegration[] {
  const { times, causes, authority_code, authority_name, stage } = cell;
  const head = { authority_code, authority_name, stage };
  if (times.length < rule("fewest_waiting")) {
    return STAGES[stage].map((week) => ({
      ...head,
      week,
      ...NOTHING,
      as_of: cell.as_of,
      symbol: "c",
    }));
  }
  const level = rule("confidence_level");
  const children = times.map((time, i) => ({ time: Math.ceil(time / 7), cause: causes[i]! }));
  const steps = expectValue(cumulativeIncidence(children, { level }));
  const survival = expectValue(
    kaplanMeier(children.map(({ time, cause }) => ({ time, event: cause > 0 }))),
  );
  const points = STAGES[stage].map((week) => ({
    week,
    at: incidenceAt(steps, week),
    still: survivalAt(survival, week, { level }),
    events: children.filter(({ time, cause }) => cause === 1 && time <= week).length,
    others: othersBy(cell, week),
  }));
  const shown = spaced(
    points.filter(
      ({ at, events }) =>
        at.atRisk >= fewestAtRisk &&
        events > 0 &&
        known(percent(at.causes[0]!.probability)) !== null,
    ),
    ({ events }) => events,
    { whole: times.length, fewest: rule("smallest_count") },
  );
  return points.map((point) => {
    if (!shown.includes(point))
      return { ...head, week: point.week, ...NOTHING, as_of: cell.as_of, symbol: "c" };
    const [event, other] = point.at.causes;
    const isFew = areFewOthers(point.others) || tells(point.week);
    const unlessFew = (share: number | undefined) => (isFew ? null : percent(share));
    return {
      ...head,
      week: point.week,
      child_count: nearestFive(times.length),
      at_risk: nearestFive(point.at.atRisk),
      event_share: percent(event!.probability),
      event_lower: percent(event!.ci?.lo),
      event_upper: percent(event!.ci?.hi),
      other_share: known(unlessFew(other!.probability)),
      still_share: known(unlessFew(point.still.survival)),
      still_lower: unlessFew(point.still.ci?.lo),
      still_upper: unlessFew(point.still.ci?.hi),
      phase_transfers: transfersOf(cell),
      as_of: cell.as_of,
      symbol: null,
    };
  });
}

const transfersOf = ({ phase_transfers }: Cell): number | null =>
  isCountOfFew(phase_transfers) ? null : nearestFive(phase_transfers);

/** How many children apart from mainstream are tried there, and whether that lasts. */
export const reintegration = defineMeasure({
  name: "reintegration",
  grain: "one row per authority (or side of the trial, or all), stage, and week",
  columns,
  key: [
    "authority_name",
    "authority_code",
    { column: "stage", order: Object.keys(STAGES) },
    "week",
  ],
  method: "reintegration",
  disclosure:
    "Fewer than 30 children are hidden, and weeks with fewer than 10 still followed or fewer than 5 events since the last week, and what else happened where it did to fewer than 5, none among them, with what that would leave; shares are whole per cent",
  authority: "authority_code",
  audit: {
    notAudited:
      "its only counts are of 30 children or more, to the nearest five; its shares are told apart by five or more",
  },
  // Both sides and all together wait for each other: what is new tells where what is kept differs.
  contributors: (row) =>
    [
      row.authority_code,
      ...(TOGETHER.includes(row.authority_code) ? TOGETHER : []).filter(
        (other) => other !== row.authority_code,
      ),
    ].flatMap((authority_code) => withWhatBecame(setOf({ ...row, authority_code }))),
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const cells = await warehouse.rows<Cell & Record<string, never>>(`
      with rows as (
        select unnest(if(side is null, [authority_code, 'all'], [authority_code, 'all', side])) as authority_code,
          stage, days, cause, as_of, side, authority_code as own_code
        from reintegration_times left join trial_sides using (authority_code)
      ), transfers as (
        select authority_code, count(*)::integer as phase_transfers from rows where stage = 'left out' group by all
      )
      select authority_code,
        case authority_code when 'all' then 'All authorities' when 'trial' then 'Trial authorities'
          when 'comparison' then 'Comparison authorities' else any_value(name) end as authority_name,
        stage, strftime(max(as_of), '%Y-%m') as as_of, any_value(side) filter (authority_code = own_code) as side,
        list(days::integer order by days, cause) as times, list(cause order by days, cause) as causes,
        coalesce(any_value(phase_transfers), 0)::integer as phase_transfers
      from rows left join authorities using (authority_code) left join transfers using (authority_code)
      where stage <> 'left out'
      group by authority_code, stage order by authority_code, stage`);
    const rows = cells.flatMap((cell) =>
      outcomes(cell, (week) => tellsOfOthers(cell, cells, week)),
    );
    const count = rows.filter(({ symbol }) => symbol !== null).length;
    return {
      rows,
      hidden: count
        ? [{ rule: "fewer than 30 children, or fewer than 5 events", rows: count }]
        : [],
    };
  },
});
