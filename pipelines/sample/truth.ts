import type { Domain } from "./area.ts";
import type { Authority } from "./authority.ts";
import type { AccessTruth } from "./characteristics.ts";
import type { CostTruth } from "./cost-truth.ts";
import { isoDay } from "./day.ts";
import { change, EffectTally, type EffectTruth } from "./effect-truth.ts";
import type { Fault } from "./fault.ts";
import { Mean, rounded } from "./mean.ts";
import type { ModerationTruth } from "./moderation.ts";
import { needIn } from "./need.ts";
import { pairOf } from "./pair.ts";
import type { Duplicate } from "./plant.ts";
import type { ReadinessTruth } from "./readiness-truth.ts";
import type { Reading } from "./reading.ts";
import type { RequestTruth } from "./requests.ts";
import type { ReturnTruth } from "./returns.ts";
import type { SettingTrialTruth } from "./setting-truth.ts";
import type { SustainedTruth } from "./sustained-truth.ts";

interface FollowedTruth {
  children: number;
  share: number;
  /** Mean total need at the first complete professional reading. */
  mean_first_need: number | null;
}

/** How long children wait, what becomes of those apart from mainstream, what places cost and what they can meet. */
export interface JourneyTruth {
  requests: RequestTruth[];
  returns: ReturnTruth[];
  /** The trial of the settings that are enrolled, against those of the comparison authorities. */
  setting_trial: SettingTrialTruth;
  costs: CostTruth[];
  sustained: SustainedTruth[];
  readiness: ReadinessTruth[];
  access: AccessTruth;
}

/** What was planted in a sample, exactly; points are of need, 0 to 100. */
export interface Truth extends JourneyTruth {
  seed: number;
  children: number;
  authorities: {
    authority_code: string;
    authority_name: string;
    role: "trial" | "comparison";
    starts_on: string | null;
    children: number;
    instrument: string;
  }[];
  effect: Record<Domain, EffectTruth>;
  /** Mean change of total need in pairs of the comparison authorities, where nothing was done. */
  regression_to_the_mean: { mean_change: number | null; n_pairs: number };
  /** Children with and without a second professional reading, complete or not. */
  follow_up: { with: FollowedTruth; without: FollowedTruth };
  moderation: ModerationTruth[];
  faults: Fault[];
  duplicates: Duplicate[];
}

const total = ({ levels, instrument }: Reading) => needIn("total", levels, instrument);

/** Gathers the truth child by child. */
export class TruthTally {
  private readonly effects: EffectTally;
  private readonly fall = new Mean();
  private readonly followed = { with: new Mean(), without: new Mean() };
  private readonly counts = { with: 0, without: 0 };

  constructor(private readonly authorities: readonly Authority[]) {
    this.effects = new EffectTally(authorities);
  }

  add(authority: Authority, readings: readonly Reading[]): void {
    const byProfessionals = readings.filter(({ ratedBy }) => ratedBy === "professional");
    const which = byProfessionals.length > 1 ? "with" : "without";
    this.counts[which] += 1;
    const firstNeed = byProfessionals.map(total).find((need) => need !== null);
    if (firstNeed !== undefined) this.followed[which].add(firstNeed);
    const pair = pairOf(readings, authority.countsFrom);
    if (!pair) return;
    if (authority.isTrial) this.effects.add(authority, pair);
    else this.fall.add(change(total(pair.first), total(pair.last))!);
  }

  result(
    seed: number,
    faults: Fault[],
    duplicates: Duplicate[],
    moderation: ModerationTruth[],
    journey: JourneyTruth,
  ): Truth {
    const children = this.counts.with + this.counts.without;
    const followed = (which: "with" | "without"): FollowedTruth => ({
      children: this.counts[which],
      share: rounded(this.counts[which] / children),
      mean_first_need: this.followed[which].value,
    });
    return {
      seed,
      children,
      authorities: this.authorities.map(
        ({ code, name, isTrial, startsOn, children, instrument }) => ({
          authority_code: code,
          authority_name: name,
          role: isTrial ? "trial" : "comparison",
          starts_on: startsOn === null ? null : isoDay(startsOn),
          children,
          instrument: `${instrument.instrument} ${instrument.version}`,
        }),
      ),
      effect: this.effects.result(),
      regression_to_the_mean: { mean_change: this.fall.value, n_pairs: this.fall.n },
      follow_up: { with: followed("with"), without: followed("without") },
      moderation,
      ...journey,
      faults,
      duplicates,
    };
  }
}
