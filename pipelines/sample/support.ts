import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { type Day, isoDay } from "./day.ts";
import { WINDOW } from "./period.ts";
import type { Placement } from "./placement.ts";
import { type Random, randomOf } from "./random.ts";
import type { Table } from "./table.ts";

/** Support given, by tier: how likely for a child, what it may be, hours a week, pounds an hour. */
const OFFERS = [
  {
    tier: "targeted",
    share: 0.34,
    kinds: ["small_group", "mentoring", "family_support"],
    hours: [1, 3],
    price: 22,
  },
  {
    tier: "enhanced",
    share: 0.22,
    kinds: [
      "speech_and_language_therapy",
      "occupational_therapy",
      "specialist_teaching",
      "educational_psychology",
    ],
    hours: [1, 2],
    price: 68,
  },
] as const;

/** Share of a trial authority's settings that take part, and of those that leave again. */
const ENROLLED_SHARE = 0.7;
const WITHDRAWN_SHARE = 0.08;
const TRAINING_SHARE = 0.3;

const PROGRAMME = "sample-trial";

/**
 * The invented support records and trial enrolments. They draw from streams of chance of their own,
 * so that every other file of the sample is the same with them and without.
 */
export class SupportTables {
  private readonly support: Table = {
    file: "support.csv",
    columns: [
      "authority_code",
      "child_id",
      "setting_id",
      "support",
      "tier",
      "started_on",
      "ended_on",
      "hours",
      "cost_gbp",
    ],
    rows: [],
  };
  /** Settings in which children of the authority were placed, by its place in the list. */
  private readonly settings = new Map<number, { authority: Authority; ids: Set<string> }>();

  /** First day in the trial of each enrolled setting, by authority and code; known once the tables are made. */
  readonly enrolledOn = new Map<string, Day>();

  constructor(private readonly seed: number) {}

  /** Adds what one child was given. */
  add(authority: Authority, nth: number, child: Child, placements: readonly Placement[]): void {
    const known = this.settings.get(nth) ?? { authority, ids: new Set<string>() };
    this.settings.set(nth, known);
    for (const { setting } of placements) if (setting) known.ids.add(setting);
    const chance = randomOf(this.seed, 4, nth, Number(child.id.split("-")[1]));
    for (const {
      tier,
      share,
      kinds,
      hours: [least, most],
      price,
    } of OFFERS) {
      if (!chance.chance(share)) continue;
      const startedOn = chance.whole(child.firstOn, Math.max(child.firstOn, WINDOW.to - 60));
      const weeks = chance.whole(6, 38);
      const hours = weeks * chance.whole(least, most);
      const place = placements.findLast((placement) => placement.startedOn <= startedOn);
      this.support.rows.push(
        [
          authority.code,
          child.id,
          place?.setting ?? "",
          kinds[chance.whole(0, kinds.length - 1)],
          tier,
          ...period(startedOn, weeks),
          ...worth(hours, price, chance),
        ].join(","),
      );
    }
  }

  /** Both files, once every child is added. */
  tables(): Table[] {
    const enrolments: Table = {
      file: "enrolments.csv",
      columns: ["authority_code", "setting_id", "programme", "enrolled_on", "withdrawn_on"],
      rows: [],
    };
    for (const [nth, { authority, ids }] of this.settings) {
      const chance = randomOf(this.seed, 5, nth);
      if (authority.startsOn === null) continue;
      for (const setting of [...ids].sort()) {
        if (!chance.chance(ENROLLED_SHARE)) continue;
        const enrolledOn = authority.startsOn + chance.whole(0, 90);
        this.enrolledOn.set(`${authority.code}|${setting}`, enrolledOn);
        const withdrawnOn = chance.chance(WITHDRAWN_SHARE)
          ? isoDay(enrolledOn + chance.whole(60, 300))
          : "";
        enrolments.rows.push(
          [authority.code, setting, PROGRAMME, isoDay(enrolledOn), withdrawnOn].join(","),
        );
        if (!chance.chance(TRAINING_SHARE)) continue;
        this.support.rows.push(
          [
            authority.code,
            "",
            setting,
            "staff_training",
            "universal",
            ...period(enrolledOn, 2),
            ...worth(chance.whole(3, 12), 90, chance),
          ].join(","),
        );
      }
    }
    return [this.support, enrolments];
  }
}

const period = (startedOn: Day, weeks: number): [string, string] => {
  const endsOn = startedOn + 7 * weeks - 1;
  return [isoDay(startedOn), endsOn > WINDOW.to ? "" : isoDay(endsOn)];
};

/** Hours and pounds; some records leave the cost out, as real ones do. */
const worth = (hours: number, price: number, chance: Random): [string, string] => [
  String(hours),
  chance.chance(0.1) ? "" : (hours * price * (0.85 + 0.3 * chance.uniform())).toFixed(2),
];
