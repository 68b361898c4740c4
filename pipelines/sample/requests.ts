import { normalCdf } from "../statistics/distributions.ts";
import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { type Day, isoDay } from "./day.ts";
import { rounded } from "./mean.ts";
import { WINDOW } from "./period.ts";
import { type Random, randomOf } from "./random.ts";
import type { Table } from "./table.ts";

/** How long plans take in an authority, were every request that is agreed waited for. */
export interface RequestTruth {
  authority_code: string;
  requests: number;
  /** Half of the plans take longer than so many days. */
  median_days: number;
  /** Of requests that are agreed, the chance of a decision about a plan within 140 days. */
  within_20_weeks: number;
  /** The chance that a request is refused. */
  refused: number;
}

/** Half of the plans take so many days or fewer, by the authority's place in the list. */
const MEDIANS = [118, 150, 132, 168, 141, 205];
/** Of the logarithm of the days. */
const SPREAD = 0.42;
const REFUSED = 0.24;
const WITHDRAWN = 0.03;
const NO_PLAN = 0.06;
const EXCEPTION = 0.09;
/** Of children without a plan at their first reading, and of others who are not assessed at all. */
const SHARE_ASKED = 0.75;
const SHARE_UNREAD = 0.32;
/** A plan may cease so many days after it was issued, and for these reasons. */
const CEASED = { share: 0.09, least: 60, most: 700 };
const REASONS = [
  ["maximum_age", 34],
  ["needs_met", 10],
  ["transferred", 20],
  ["no_longer_engages", 12],
  ["employment", 8],
  ["higher_education", 4],
  ["other", 12],
] as const;
const SOURCES = ["family", "education", "health", "social_care", "other"] as const;

const FIRST_UNREAD = 70_001;
const WITHIN = 140;

const medianOf = (nth: number): number => MEDIANS[nth % MEDIANS.length]!;

/**
 * Requests for an assessment over the window and what came of them by its end. Days to a plan are
 * drawn whether or not they end within the window, so that the truth is not that of the finished.
 * They draw from a stream of chance of their own, as support does.
 */
export class RequestTable {
  private readonly table: Table = {
    file: "requests.csv",
    columns: [
      "authority_code",
      "child_id",
      "requested_on",
      "request_source",
      "decision",
      "decided_on",
      "plan_decision",
      "plan_decided_on",
      "exception",
      "ceased_on",
      "cease_reason",
    ],
    rows: [],
  };
  private readonly counts = new Map<number, { authority: Authority; requests: number }>();

  constructor(private readonly seed: number) {}

  /** Adds the request for a child who is assessed, if there is one. */
  add(authority: Authority, nth: number, child: Child): void {
    if (child.plan === "ehc_plan") return;
    const chance = randomOf(this.seed, 8, nth, Number(child.id.split("-")[1]));
    if (!chance.chance(SHARE_ASKED)) return;
    // Whoever is asked about was most often seen before: half a year on either side of the first reading.
    const on = child.firstOn + chance.whole(-90, 270);
    if (on >= WINDOW.from && on <= WINDOW.to)
      this.write(authority, nth, child.id, on, chance, false);
  }

  /**
   * Adds those of an authority for children whom no reading knows.
   *
   * @returns their identifiers.
   */
  addUnread(authority: Authority, nth: number): string[] {
    const count = Math.round(SHARE_UNREAD * authority.children);
    return Array.from({ length: count }, (_, i) => {
      const number = FIRST_UNREAD + i;
      const id = `${authority.prefix}-${number}`;
      const chance = randomOf(this.seed, 8, nth, number);
      const on = chance.whole(WINDOW.from, WINDOW.to);
      this.write(authority, nth, id, on, chance, true);
      return id;
    });
  }

  tables(): Table[] {
    return this.table.rows.length > 0 ? [this.table] : [];
  }

  truth(): RequestTruth[] {
    return [...this.counts].map(([nth, { authority, requests }]) => ({
      authority_code: authority.code,
      requests,
      median_days: medianOf(nth),
      within_20_weeks: rounded(
        normalCdf((Math.log(WITHIN + 0.5) - Math.log(medianOf(nth))) / SPREAD),
      ),
      refused: REFUSED,
    }));
  }

  private write(
    authority: Authority,
    nth: number,
    id: string,
    on: Day,
    chance: Random,
    mayCease: boolean,
  ): void {
    const own = this.counts.get(nth) ?? { authority, requests: 0 };
    this.counts.set(nth, { authority, requests: own.requests + 1 });
    const days = Math.round(medianOf(nth) * Math.exp(SPREAD * chance.normal()));
    const decidedOn = on + Math.max(1, Math.round(days * (0.2 + 0.15 * chance.uniform())));
    const plannedOn = Math.max(decidedOn, on + days);
    const decision = ["refuse", "withdrawn", "assess"][
      chance.weighted([REFUSED, WITHDRAWN, 1 - REFUSED - WITHDRAWN])
    ]!;
    const plan = chance.chance(NO_PLAN) ? "not_issue" : "issue";
    const source = SOURCES[chance.weighted([41, 52, 3, 2, 2])]!;
    const exception = chance.chance(EXCEPTION) ? "yes" : "no";
    const ceased = this.ceased(plannedOn, mayCease, chance);
    const isDecided = decidedOn <= WINDOW.to;
    const isPlanned = decision === "assess" && plannedOn <= WINDOW.to;
    const isCeased = isPlanned && plan === "issue" && ceased !== null && ceased.on <= WINDOW.to;
    this.table.rows.push(
      [
        authority.code,
        id,
        isoDay(on),
        source,
        isDecided ? decision : "",
        isDecided ? isoDay(decidedOn) : "",
        isPlanned ? plan : "",
        isPlanned ? isoDay(plannedOn) : "",
        exception,
        isCeased ? isoDay(ceased.on) : "",
        isCeased ? ceased.reason : "",
      ].join(","),
    );
  }

  private ceased(plannedOn: Day, mayCease: boolean, chance: Random) {
    const { share, least, most } = CEASED;
    const isDrawn = chance.chance(share);
    const on = plannedOn + chance.whole(least, most);
    const reason = REASONS[chance.weighted(REASONS.map(([, weight]) => weight))]![0];
    return mayCease && isDrawn ? { on, reason } : null;
  }
}
