import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import {
  emptyWarehouse,
  havePublished,
  published,
  READ_BY_DESIGNS,
} from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

const FIGURES = "indicators/bds_long_0.parquet";
const DICTIONARY = "indicators/lait_data_dictionary.csv.gz";
const OUTCOMES = ["pupils_with_plans", "within_20_weeks", "attainment_8_plans"];
const CODES = { Hertfordshire: "E10000015", Oxfordshire: "E10000025", Norfolk: "E10000020" };
const NUMBERS = { Hertfordshire: 919, Oxfordshire: 931, Norfolk: 926 };

/** Ten published figures, by the outcome that shows them and the publisher's own name of the measure. */
const SPOTS = [
  ["pupils_with_plans", "sen_totstat", "Hertfordshire", "2019"],
  ["pupils_with_plans", "sen_totstat", "Hertfordshire", "2025"],
  ["pupils_with_plans", "sen_totstat", "Oxfordshire", "2016"],
  ["pupils_with_plans", "sen_totstat", "Norfolk", "2022"],
  ["within_20_weeks", "sen_ehc_excpt_20wks", "Hertfordshire", "2018"],
  ["within_20_weeks", "sen_ehc_excpt_20wks", "Oxfordshire", "2023"],
  ["within_20_weeks", "sen_ehc_excpt_20wks", "Norfolk", "2024"],
  ["attainment_8_plans", "sen_stat_avg_attain8_score", "Hertfordshire", "2017"],
  ["attainment_8_plans", "sen_stat_avg_attain8_score", "Oxfordshire", "2025"],
  ["attainment_8_plans", "sen_stat_avg_attain8_score", "Norfolk", "2019"],
] as const;

describe.runIf(havePublished(FIGURES, DICTIONARY))(
  "figures of the comparison of authorities",
  () => {
    let warehouse: Warehouse;
    /** The publisher's file, read without a loader. */
    let source: Warehouse;

    beforeAll(async () => {
      const empty = await emptyWarehouse();
      warehouse = empty.warehouse;
      await empty.load(published(DICTIONARY), published(FIGURES));
      await empty.build(...READ_BY_DESIGNS);
      const designs = shippedAuthorityDesigns().map((design) => ({
        ...design,
        comparisons: design.comparisons.filter(({ kind }) => kind !== "matched_on_the_past"),
        outcomes: design.outcomes.filter(({ outcome }) => OUTCOMES.includes(outcome)),
      }));
      await evaluateAuthorities(warehouse, designs, silent);
      source = await openWarehouse(":memory:");
      await source.run(`
      create view figures as
      select lower("Short Desc") as measure, "Years" as year, "LA and Regions" as area,
        "LA Number"::integer as number, try_cast("Values" as double) as value
      from '${published(FIGURES)}'`);
    });

    it.each(SPOTS)(
      "%s: %s of %s in %s is what the publisher's file says",
      async (outcome, measure, name, year) => {
        const [own] = await warehouse.rows<{ value: number }>(`
      select value from evaluation_panels
      where outcome = '${outcome}' and comparison = 'all_others' and authority_code = '${CODES[name]}' and period = '${year}'`);
        const given = await source.rows<{ value: number }>(
          `select value from figures where measure = '${measure}' and number = ${NUMBERS[name]} and year = '${year}'`,
        );
        expect(given).toHaveLength(1);
        expect(own?.value).toBe(given[0]!.value);
      },
    );

    it("gives the difference that one works out by hand from the publisher's rows", async () => {
      // Authorities (England and its regions are numbered from 970) with all ten figures.
      const [byHand] = await source.rows<{ estimate: number; units: number }>(`
      with units as (
        select number, avg(value) filter (year >= '2020') - avg(value) filter (year < '2020') as change
        from figures where measure = 'sen_totstat' and number < 970 and value is not null
        group by number having count(distinct year) = 10
      )
      select avg(change) filter (number in (919, 926, 931)) - avg(change) filter (number not in (919, 926, 931)) as estimate,
        count(*) as units from units`);
      const [own] = await warehouse.rows<{ estimate: number; units: number }>(`
      select estimate, trial_authorities + comparison_authorities as units from evaluation_outcomes
      where outcome = 'pupils_with_plans' and comparison = 'all_others'`);
      expect(Number(own?.units)).toBe(Number(byHand?.units));
      expect(own?.estimate).toBeCloseTo(byHand!.estimate, 10);
    });

    it("can each be traced to the file it came from, whose bytes are known", async () => {
      const files = await warehouse.rows<{ sha256: string; n: number }>(`
      select sha256, count(*) as n from evaluation_panels left join loads using (load_id) group by sha256`);
      const digest = createHash("sha256")
        .update(readFileSync(published(FIGURES)))
        .digest("hex");
      expect(files.map(({ sha256 }) => sha256)).toEqual([digest]);
      expect(Number(files[0]!.n)).toBeGreaterThan(1000);
    });

    it("are kept whole: as many in a panel as authorities times years", async () => {
      const uneven = await warehouse.rows(`
      select outcome, comparison from evaluation_panels
      group by outcome, comparison having count(*) <> count(distinct authority_code) * count(distinct period)`);
      expect(uneven).toEqual([]);
      const [counted] = await warehouse.rows<{ n: number }>(`
      select count(*) as n from (
        select outcome, comparison, count(distinct authority_code) filter (is_trial) as trial,
          count(distinct authority_code) filter (not is_trial) as others
        from evaluation_panels group by outcome, comparison
      ) join evaluation_outcomes as said using (outcome, comparison)
      where trial = trial_authorities and others = comparison_authorities`);
      expect(Number(counted!.n)).toBe(2 * OUTCOMES.length);
    });
  },
);
