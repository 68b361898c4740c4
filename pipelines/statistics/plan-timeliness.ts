import { median } from "./moments.ts";
import { wilson } from "./proportions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** A request for an assessment; days are whole days since any one day, in UTC. */
export interface PlanRequest {
  received: number;
  /** Null while open. A reopened request is a new one with its own clock. */
  issued: number | null;
  isException: boolean;
}

/** The plan is due within 20 weeks, the last day included (SEND Regulations 2014, regulation 13). */
export const planLimitDays = 140;
const yearOfWeeksDays = 364;

export interface PlanTimeliness {
  issued: number;
  issuedWithoutExceptions: number;
  withinLimit: number;
  /** The headline: share of plans issued without exception that were in time; null when none was. */
  share: { value: number; ci: Interval } | null;
  withinLimitOfAll: number;
  shareOfAll: number | null;
  /** Without exceptions: beyond the limit up to 52 weeks, and longer. */
  overLimitTo52Weeks: number;
  over52Weeks: number;
  medianDays: number | null;
  /** At the as-at day: outside the headline, so clearing a backlog must not look like failure. */
  open: number;
  openOverLimit: number;
  /** Issued before received: left out. */
  rejected: number;
}

/**
 * The 20-week measure over plans issued from `from` to `to`, days inclusive, as known on `asAt`:
 * later issue days are not known yet. Transfers in and historical records must be left out before.
 * Refuses a period that ends before it starts.
 */
export function planTimeliness(
  requests: readonly PlanRequest[],
  { from, to, asAt, limit = planLimitDays }: PlanPeriod,
): Result<PlanTimeliness> {
  if (to < from) return refused("invalid_input");
  const known = knownAt(requests, asAt);
  const valid = known.filter(({ received, issued }) => issued === null || issued >= received);
  const plans = valid.flatMap(({ received, issued, isException }) =>
    issued !== null && issued >= from && issued <= to
      ? [{ days: issued - received, isException }]
      : [],
  );
  const headline = plans.filter(({ isException }) => !isException);
  const within = (of: typeof plans) => of.filter(({ days }) => days <= limit).length;
  const interval = wilson(within(headline), headline.length).value;
  const open = valid.filter(({ received, issued }) => issued === null && received <= asAt);
  return found({
    issued: plans.length,
    issuedWithoutExceptions: headline.length,
    withinLimit: within(headline),
    share: interval && { value: interval.share, ci: interval.ci },
    withinLimitOfAll: within(plans),
    shareOfAll: plans.length === 0 ? null : within(plans) / plans.length,
    overLimitTo52Weeks: headline.filter(({ days }) => days > limit && days <= yearOfWeeksDays)
      .length,
    over52Weeks: headline.filter(({ days }) => days > yearOfWeeksDays).length,
    medianDays: plans.length === 0 ? null : median(plans.map(({ days }) => days)),
    open: open.length,
    openOverLimit: open.filter(({ received }) => asAt - received > limit).length,
    rejected: known.length - valid.length,
  });
}

export interface PlanPeriod {
  from: number;
  to: number;
  asAt: number;
  limit?: number;
}

/** Last day on which the plan is in time. */
export function planDeadline(received: number, limit = planLimitDays): number {
  return received + limit;
}

/**
 * Days from request to plan with open cases censored, for a survival curve of those received: unlike
 * the share of plans issued it does not leave out the children still waiting.
 */
export function planTimes(
  requests: readonly PlanRequest[],
  asAt: number,
): { time: number; event: boolean }[] {
  return knownAt(requests, asAt).flatMap(({ received, issued }) => {
    const time = (issued ?? asAt) - received;
    return time < 0 ? [] : [{ time, event: issued !== null }];
  });
}

function knownAt(requests: readonly PlanRequest[], asAt: number): PlanRequest[] {
  return requests.map((request) =>
    request.issued !== null && request.issued > asAt ? { ...request, issued: null } : request,
  );
}
