import type { Authority } from "./authority.ts";
import type { Day } from "./day.ts";
import { change } from "./effect-truth.ts";
import { Mean } from "./mean.ts";
import { needIn } from "./need.ts";
import { pairOf } from "./pair.ts";
import type { Reading } from "./reading.ts";

/** What was planted in the trial of settings, in points of total need. */
export interface SettingTrialTruth {
  effect: number | null;
  settings: number;
  n_pairs: number;
}

/** A setting with fewer children is left out of the comparison. */
const FEWEST_CHILDREN = 5;

/** Gathers the contrast of the two worlds of each child of the trial, by the setting of its first reading. */
export class SettingTally {
  private readonly pairs: { setting: string; firstOn: Day; effect: number }[] = [];
  private readonly elsewhere = new Set<string>();

  /** @param settingOn The setting at which a child is on a day; blank where it is at none. */
  add(authority: Authority, readings: readonly Reading[], settingOn: (day: Day) => string): void {
    const { code, instrument, isTrial } = authority;
    const name = `${instrument.instrument} ${instrument.version}`;
    if (!isTrial) this.elsewhere.add(name);
    const pair = isTrial ? pairOf(readings, Number.NEGATIVE_INFINITY) : null;
    const setting = pair ? settingOn(pair.first.day) : "";
    if (!pair || !setting) return;
    const total = (levels: Reading["levels"]) => needIn("total", levels, instrument);
    const { first, last } = pair;
    const withTrial = change(total(first.levels), total(last.levels));
    const without = change(total(first.withoutTrial), total(last.withoutTrial));
    if (withTrial === null || without === null) return;
    this.pairs.push({
      setting: `${name}|${code}|${setting}`,
      firstOn: first.day,
      effect: withTrial - without,
    });
  }

  /** @param enrolledOn First day in the trial of each setting, by authority and code. */
  result(enrolledOn: ReadonlyMap<string, Day>): SettingTrialTruth {
    const bySetting = new Map<string, number[]>();
    for (const { setting, firstOn, effect } of this.pairs) {
      const [instrument, code, own] = setting.split("|");
      const from = enrolledOn.get(`${code}|${own}`);
      if (from === undefined || firstOn < from || !this.elsewhere.has(instrument!)) continue;
      bySetting.set(setting, [...(bySetting.get(setting) ?? []), effect]);
    }
    const counted = [...bySetting.values()].filter((own) => own.length >= FEWEST_CHILDREN);
    const mean = new Mean();
    for (const effect of counted.flat()) mean.add(effect);
    return { effect: mean.value, settings: counted.length, n_pairs: mean.n };
  }
}
