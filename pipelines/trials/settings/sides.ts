import { callError } from "../../warehouse/errors.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type FollowUpWindow, usualWindow } from "../designs/children-of-design.ts";
import { keyOf, type SettingsDesign } from "../designs/settings-design.ts";

/** A setting on a side, as the warehouse names it, and the day from which it counts. */
export interface SidedSetting {
  setting_id: string;
  starts_on: string;
  side: "trial" | "comparison";
}

export interface Sides {
  settings: SidedSetting[];
  /** The last day on which a trial setting began. */
  lastStart: string;
  window: FollowUpWindow;
  /** What is said where no child of a trial setting can be compared, and what to do. */
  nobody: string;
}

/**
 * The settings of one comparison. Comparison settings count from the day of the first trial setting.
 * Null where none of the design's authorities has any reading: the design is of another warehouse.
 *
 * @throws VsendError where the design names a setting that nobody was at, or is of another authority.
 */
export async function sidesOf(
  warehouse: Warehouse,
  design: SettingsDesign,
  comparison: SettingsDesign["comparisons"][number],
): Promise<Sides | null> {
  const named = [...(design.trial ?? []), ...(comparison.settings ?? [])];
  const authorities = [
    ...named.map((one) => one.authority_code),
    ...(design.enrolled?.authorities ?? []),
    ...(comparison.authorities ?? []),
  ];
  const { n } = await warehouse.one<{ n: number }>(
    sql`select count(*) as n from assessments where authority_code in ${authorities}`,
  );
  if (n === 0) return null;
  await refuseUnknown(warehouse, design, named.map(keyOf));
  const trial = design.trial
    ? design.trial.map((one) => ({ setting_id: keyOf(one), starts_on: one.starts_on }))
    : await enrolledIn(warehouse, design.enrolled!);
  const starts = trial.map(({ starts_on }) => starts_on).sort();
  const [first] = starts;
  const inTrial = trial.map(({ setting_id }) => setting_id);
  const others = comparison.settings
    ? comparison.settings.map(keyOf)
    : await settingsOf(warehouse, comparison.authorities!, inTrial);
  return {
    settings: [
      ...trial.map((one) => ({ ...one, side: "trial" as const })),
      ...(first === undefined
        ? []
        : others.map((setting_id) => ({
            ...{ setting_id, starts_on: first, side: "comparison" as const },
          }))),
    ],
    lastStart: starts.at(-1) ?? "9999-12-31",
    window: design.window ?? usualWindow(),
    nobody:
      trial.length === 0
        ? `Nothing can be said: no setting is enrolled in ${design.enrolled?.programme} in these authorities. Load the extract of enrolments, or name the settings in the design.`
        : "Nothing can be said yet: no child was first assessed at a trial setting after its first day and read again since. Load later assessments with the code of the setting, or wait for them.",
  };
}

/** Enrolled settings from their first day, where they did not leave before anybody could count. */
const enrolledIn = (
  warehouse: Warehouse,
  { programme, authorities }: NonNullable<SettingsDesign["enrolled"]>,
): Promise<{ setting_id: string; starts_on: string }[]> =>
  warehouse.rows(sql`
    select setting_id, strftime(min(enrolled_on), '%Y-%m-%d') as starts_on from trial_enrolments
    where programme = ${programme} and authority_code in ${authorities}
    group by setting_id order by setting_id`);

/** Settings of authorities at which a child was assessed, those of the trial apart. */
async function settingsOf(
  warehouse: Warehouse,
  authorities: readonly string[],
  inTrial: readonly string[],
): Promise<string[]> {
  const rows = await warehouse.rows<{ setting_id: string }>(sql`
    select distinct setting_id from assessments
    where setting_id is not null and authority_code in ${authorities} and not list_contains(${inTrial}::varchar[], setting_id)
    order by setting_id`);
  return rows.map(({ setting_id }) => setting_id);
}

async function refuseUnknown(
  warehouse: Warehouse,
  { evaluation }: SettingsDesign,
  named: readonly string[],
) {
  if (named.length === 0) return;
  const rows = await warehouse.rows<{ setting_id: string }>(sql`
    select distinct setting_id from assessments where setting_id in ${named}
    union select setting_id from settings where setting_id in ${named}`);
  const known = new Set(rows.map(({ setting_id }) => setting_id));
  const unknown = [...new Set(named)].filter((setting_id) => !known.has(setting_id));
  if (unknown.length === 0) return;
  const words = unknown.map((setting_id) => setting_id.split("|").reverse().join(" of "));
  throw callError({
    expected: "settings at which children were assessed or placed",
    came: words.join(", "),
    where: `the trial design ${evaluation}`,
    todo: 'write each setting as the extracts do, by its URN or the authority\'s own code; `vsend query "select distinct setting_id from settings"` lists those that are known',
  });
}
