import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Noise } from "../../../../pipelines/disclosure/noise.ts";
import { settingTrials } from "../../../../pipelines/measures/setting-trials/measure.ts";
import { differenceOf } from "../../../../pipelines/trials/children/difference.ts";
import { HEADLINE_METHOD } from "../../../../pipelines/trials/children/estimate-row.ts";
import { momentsOf, readCells } from "../../../../pipelines/trials/children/moments.ts";
import { isOfSettings } from "../../../../pipelines/trials/designs/designs.ts";
import {
  type SettingsDesign,
  settingsDesignSchema,
} from "../../../../pipelines/trials/designs/settings-design.ts";
import { inClusters } from "../../../../pipelines/trials/settings/clusters.ts";
import { evaluateSettings } from "../../../../pipelines/trials/settings/evaluate-settings.ts";
import { SETTING_PAIRS, takePairs } from "../../../../pipelines/trials/settings/pairs.ts";
import { sidesOf } from "../../../../pipelines/trials/settings/sides.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments } from "../../../shipped.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

const SILENCE: Noise = { ofSum: 0, ofSquares: 0, draw: () => 0 };

/** Children first assessed at a trial setting since its day, or elsewhere since the first day, read again. */
const fromSource = (fewest: number, most: number, whom = "true") => `
  with readings as (
    select child_id, authority_code, setting_id, assessments.instrument, assessed_on, need
    from assessments join assessment_scores using (assessment_id)
    where domain = 'total' and need is not null and assessments.rated_by = 'professional'
  ), firsts as (
    select child_id, min(assessed_on) as first_on, arg_min(need, assessed_on) as first_need,
      arg_min_null(setting_id, assessed_on) as setting_id, arg_min(authority_code, assessed_on) as authority_code
    from readings group by child_id
  ), enrolled as (
    select authority_code || '|' || setting_id as setting_id, min(enrolled_on) as enrolled_on from loaded_enrolments group by all
  ), sided as (
    select firsts.*, enrolled_on is not null as is_trial from firsts left join enrolled using (setting_id)
    where setting_id is not null and first_on >= coalesce(enrolled_on, (select min(enrolled_on) from enrolled))
      and (enrolled_on is not null or authority_code > 'X10000003')
  ), pairs as (
    select sided.setting_id, is_trial, child_id, any_value(instrument) as instrument,
      arg_max(need, assessed_on) - any_value(first_need) as change
    from sided join readings using (child_id)
    where assessed_on between first_on + ${fewest} and first_on + ${most}
    group by sided.setting_id, is_trial, child_id
    qualify count(*) over (partition by sided.setting_id) >= 5
  )
  select instrument, is_trial, count(*)::integer as n, count(distinct setting_id)::integer as settings, avg(change) as mean
  from pairs where instrument not like 'oxfordshire%' and ${whom} group by all order by all`;

interface Side {
  instrument: string;
  is_trial: boolean;
  n: number;
  settings: number;
  mean: number;
}

/** The difference within instruments, each with the weight that it has in least squares. */
function byHand(sides: readonly Side[]) {
  const parts = sides.flatMap((trial) => {
    const other = sides.find((one) => one.instrument === trial.instrument && !one.is_trial);
    return trial.is_trial && other
      ? [
          {
            weight: (trial.n * other.n) / (trial.n + other.n),
            difference: trial.mean - other.mean,
          },
        ]
      : [];
  });
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.reduce((sum, { weight, difference }) => sum + (weight / whole) * difference, 0);
}

const total = (sides: readonly Side[], isTrial: boolean, of: "n" | "settings") =>
  sides.filter((one) => one.is_trial === isTrial).reduce((sum, one) => sum + one[of], 0);

describe("a trial of settings", () => {
  let warehouse: Warehouse;
  const design = shippedDesigns().find(isOfSettings)!;
  const { setting_trial: truth } = JSON.parse(
    readFileSync(projectFile("data/sample/truth.json"), "utf8"),
  ) as { setting_trial: { effect: number; settings: number; n_pairs: number } };

  beforeAll(async () => {
    warehouse = await builtWarehouse();
  });
  afterAll(() => warehouse.close());

  const asked = async (changed: Partial<SettingsDesign>) => {
    await evaluateSettings(warehouse, shippedInstruments(), [{ ...design, ...changed }]);
    return warehouse.rows<Record<string, string | number | null>>(
      "select * from setting_trials where is_primary",
    );
  };

  it("holds the planted effect of the sample in its interval, of the very children and settings", async () => {
    const [row] = await asked({});
    expect(row).toMatchObject({ trial_settings: truth.settings, trial_n: truth.n_pairs });
    expect(row!.lower).toBeLessThan(truth.effect);
    expect(row!.upper).toBeGreaterThan(truth.effect);
    // Trial settings are in three authorities, the others in three others.
    expect(row).toMatchObject({ clustered_by: "authorities", grade: "too few to say" });
    expect(row!.p_value).toBeNull();
    expect(row!.security).toBe(0);
  });

  it("compares settings within their authority where both sides are in the same ones", async () => {
    const authorities = ["X10000001", "X10000002"];
    const [row] = await asked({
      enrolled: { programme: "sample-trial", authorities },
      comparisons: [{ name: "inside", title: "Others of the two", authorities }],
    });
    expect(row!.clustered_by).toBe("settings");
    const levels = await warehouse.rows<{ sides: number } & Record<string, never>>(
      `select count(distinct side) as sides from ${SETTING_PAIRS.headline}
      group by instrument, version, split_part(authority_code, '|', 1)`,
    );
    expect(new Set(levels.map(({ sides }) => Number(sides)))).toEqual(new Set([2]));
    const byLevel = await warehouse.rows<Side & Record<string, never>>(
      `select concat(instrument, version, split_part(authority_code, '|', 1)) as instrument, side = 'trial' as is_trial,
        count(*)::integer as n, avg(total_last - total_first) as mean, count(distinct authority_code)::integer as settings
      from ${SETTING_PAIRS.headline} group by all`,
    );
    const cells = await readCells(warehouse, ["total"], SILENCE, { from: SETTING_PAIRS.headline });
    const found = momentsOf(inClusters(cells.get("total")!, "settings"), true);
    expect(differenceOf(found).value!.estimate).toBeCloseTo(byHand(byLevel), 9);
    expect(row!.trial_settings).toBe(total(byLevel, true, "settings"));
  });

  it("has no interval where the trial is in one authority and the others elsewhere", async () => {
    const [row] = await asked({
      enrolled: { programme: "sample-trial", authorities: ["X10000001"] },
    });
    expect(row).toMatchObject({ clustered_by: "authorities", lower: null, p_value: null });
    expect(row!.grade).toBe("too few to say");
    expect(row!.sentence).toMatch(/^Cannot say: the trial settings are in one authority/);
    expect(row!.trial_settings).toBeGreaterThan(2);
  });

  it.each([
    [undefined, 90, 550],
    [{ fewest_days: 300, most_days: 420 }, 300, 420],
  ] as const)("is what the source rows say, with the window %o", async (window, fewest, most) => {
    const sides = await warehouse.rows<Side & Record<string, never>>(fromSource(fewest, most));
    const own = window ? { ...design, window } : design;
    const comparison = own.comparisons[0]!;
    const taken = (await sidesOf(warehouse, own, comparison))!;
    await takePairs(warehouse, shippedInstruments(), own, taken);
    const cells = await readCells(warehouse, ["total"], SILENCE, { from: SETTING_PAIRS.headline });
    const found = momentsOf(cells.get("total")!, true);
    expect(found.facts).toMatchObject({
      trialN: total(sides, true, "n"),
      comparisonN: total(sides, false, "n"),
      trialAuthorities: total(sides, true, "settings"),
      comparisonAuthorities: total(sides, false, "settings"),
    });
    expect(differenceOf(found).value!.estimate).toBeCloseTo(byHand(sides), 9);
  });

  it.each([
    ["girls", "sex = 'F'"],
    ["under-11", "date_diff('month', birth_month, assessed_on) < 11 * 12"],
  ])(
    "counts for %s the settings with such a child, and their children, as the source rows do",
    async (subgroup, isOne) => {
      await asked({});
      const whom = `child_id in (
      select child_id from assessments where rated_by = 'professional'
      qualify row_number() over (partition by child_id order by assessed_on) = 1 and ${isOne})`;
      const sides = await warehouse.rows<Side & Record<string, never>>(fromSource(90, 550, whom));
      const row = await warehouse.one(
        `select * from setting_trials where subgroup = '${subgroup}' and method = '${HEADLINE_METHOD}'`,
      );
      expect(row).toMatchObject({
        ...{ trial_n: total(sides, true, "n"), comparison_n: total(sides, false, "n") },
        trial_settings: total(sides, true, "settings"),
        comparison_settings: total(sides, false, "settings"),
      });
      const [all] = await asked({});
      expect(Number(row.trial_settings)).toBeLessThan(Number(all!.trial_settings));
    },
  );

  it("says of each way of asking how far apart its readings lie", async () => {
    await asked({});
    const rows = await warehouse.rows(
      "select distinct method like '%about a year' as is_year, fewest_days, most_days from setting_trials order by 1",
    );
    expect(rows).toEqual([
      { is_year: false, fewest_days: 90, most_days: 550 },
      { is_year: true, fewest_days: 270, most_days: 460 },
    ]);
  });

  it("compares with settings of the same authority that take no part, and with named ones", async () => {
    const inside = { name: "inside", title: "Others of Northmere", authorities: ["X10000001"] };
    const [row] = await asked({
      enrolled: { programme: "sample-trial", authorities: ["X10000001"] },
      comparisons: [inside],
    });
    expect(row!.comparison_settings).toBeGreaterThan(3);
    const others = await warehouse.rows<{ side: string; n: number }>(
      "select side, count(distinct setting_id) as n from setting_sides semi join trial_enrolments using (setting_id) group by side",
    );
    expect(others.map(({ side }) => side)).toEqual(["trial"]);
    const named = await asked({
      comparisons: [
        {
          name: "named",
          title: "Named ones",
          settings: ["S05-1", "S05-2", "S01-1"].map((setting_id) => ({
            authority_code: "X10000004",
            setting_id,
          })),
        },
      ],
    });
    expect(named[0]!.comparison_settings).toBeLessThanOrEqual(3);
  });

  it("stops at a setting that nobody knows, and says how to write it", async () => {
    const trial = [
      { authority_code: "X10000001", setting_id: "S99-9", starts_on: "2023-09-01" },
      { authority_code: "X10000001", setting_id: "S01-1", starts_on: "2023-09-01" },
    ];
    const { enrolled, ...own } = design;
    await expect(
      evaluateSettings(warehouse, shippedInstruments(), [{ ...own, trial }]),
    ).rejects.toThrow(
      /settings at which children were assessed[\s\S]*S99-9 of X10000001[\s\S]*write each setting as the extracts do/,
    );
  });

  it("says what to load where no setting is enrolled, or no child can be compared yet", async () => {
    const enrolled = { programme: "another-trial", authorities: ["X10000001"] };
    const [row] = await asked({ enrolled });
    expect(row).toMatchObject({ estimate: null, grade: "too few to say" });
    expect(row!.sentence).toMatch(
      /^Nothing can be said: no setting is enrolled in another-trial.*Load the extract of enrolments/,
    );
    const { enrolled: _, ...own } = design;
    const trial = [{ authority_code: "X10000001", setting_id: "S01-1", starts_on: "2026-08-01" }];
    await evaluateSettings(warehouse, shippedInstruments(), [{ ...own, trial }]);
    const { rows } = await settingTrials.rows(warehouse);
    expect(rows[0]!.sentence).toMatch(/^Nothing can be said yet.*Load later assessments/);
    expect(rows[0]!.symbol).toBe("z");
  });

  it("is passed over where none of its authorities has a reading", async () => {
    expect(
      await asked({
        enrolled: { programme: "sample-trial", authorities: ["E10000015"] },
        comparisons: [{ name: "others", title: "Others", authorities: ["E10000025"] }],
      }),
    ).toEqual([]);
  });

  it("shows nothing, not even how few they are, where a side has fewer than three settings", async () => {
    const { enrolled: _, ...own } = design;
    const trial = ["S05-1", "S05-2"].map((setting_id) => ({
      ...{ authority_code: "X10000001", setting_id, starts_on: "2023-09-01" },
    }));
    await evaluateSettings(warehouse, shippedInstruments(), [{ ...own, trial }]);
    const inside = await warehouse.one<{ n: number; settings: number }>(
      "select trial_n as n, trial_settings as settings from setting_trials where is_primary",
    );
    expect(inside.settings).toBeGreaterThan(0);
    const { rows } = await settingTrials.rows(warehouse);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row).toMatchObject({ symbol: "c", estimate: null, trial_n: null, as_of: null });
      expect(row).toMatchObject({ trial_settings: null, lower: null, trial_mean: null });
    }
  });

  it("names its children among the sets that releases are compared by", async () => {
    await asked({});
    const { n } = await warehouse.one<{ n: number }>(
      "select count(distinct child_id) as n from trial_children where evaluation = 'sample-settings'",
    );
    const { all } = await warehouse.one<{ all: number }>(
      "select trial_n + comparison_n as all from setting_trials where is_primary",
    );
    expect(n).toBe(all);
  });
});

describe("a design over settings", () => {
  const whole = {
    ...{ evaluation: "one", level: "settings", title: "One", registered_on: "2024-01-01" },
    minimum_important_difference: 3,
    trial: [{ authority_code: "X10000001", setting_id: "S01-1", starts_on: "2024-01-01" }],
    comparisons: [{ name: "others", title: "Others", authorities: ["X10000001"] }],
  };
  const faultOf = (changed: object) =>
    settingsDesignSchema.safeParse({ ...whole, ...changed }).error?.issues[0]?.message;

  it("is read as it was meant", () => {
    expect(faultOf({})).toBeUndefined();
  });

  it.each([
    ["no setting that takes part", { trial: undefined }, /says by nothing which settings/],
    [
      "an authority in the place of a setting",
      { trial: [{ authority_code: "X10000001", starts_on: "2024-01-01" }] },
      /setting_id|expected|Invalid/i,
    ],
    [
      "a comparison by nothing",
      { comparisons: [{ name: "a", title: "A" }] },
      /give settings, or authorities whose settings take no part/,
    ],
    [
      "a setting compared with itself",
      {
        comparisons: [
          {
            ...{ name: "a", title: "A" },
            settings: [{ authority_code: "X10000001", setting_id: "S01-1" }],
          },
        ],
      },
      /take it out of trial or out of the comparison/,
    ],
    [
      "a window wider than what counts",
      { window: { fewest_days: 30, most_days: 700 } },
      /must be at least 90 and most_days at most 550/,
    ],
    [
      "a window that ends before it begins",
      { window: { fewest_days: 400, most_days: 300 } },
      /fewest_days must be below most_days/,
    ],
  ])("refuses %s", (_, changed, words) => {
    expect(faultOf(changed)).toMatch(words);
  });
});
