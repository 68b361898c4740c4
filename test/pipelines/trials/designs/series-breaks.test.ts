import { expect, it } from "vitest";
import { laitIndicatorSql } from "../../../../loaders/lait.ts";
import {
  breaksWithin,
  isComparable,
  withPublishedBreaks,
} from "../../../../pipelines/trials/designs/series-breaks.ts";
import { openWarehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { havePublished, published } from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

const DICTIONARY = "indicators/lait_data_dictionary.csv.gz";
const outcomes = shippedAuthorityDesigns().flatMap((design) => design.outcomes);
const of = (indicator: string) => outcomes.find((outcome) => outcome.indicator === indicator)!;

it("lie at the first year kept after a change, and where no year kept came before there is none", () => {
  const score = of("lait_sen_stat_avg_attain8_score");
  const at = (...periods: string[]) => breaksWithin(score, periods).map(({ period }) => period);
  expect(at("2017", "2018", "2019", "2022")).toEqual(["2018"]);
  expect(at("2018", "2019", "2022")).toEqual([]);
  expect(at("2017", "2019")).toEqual(["2019"]);
  expect(at("2019", "2020", "2022")).toEqual(["2020"]);
});

it("leave for comparison with the latest what came since the last, and no year that stands apart", () => {
  const score = of("lait_sen_stat_avg_attain8_score");
  const years = ["2016", "2017", "2018", "2019", "2020", "2021", "2022"];
  expect(years.filter((year) => isComparable(score, year))).toEqual(["2018", "2019", "2022"]);
});

it("of a design's own stand beside the publisher's, and for the same year instead of it", () => {
  const own = { period: "2018", kind: "from here" as const, why: "ours" };
  const { breaks } = withPublishedBreaks({ ...of("lait_new_ks2_rwm_sen_withsta"), breaks: [own] });
  expect(breaks).toEqual([own]);
});

/** What the dictionary says where figures cannot be compared over the years. */
const SAYS_SO =
  /not (possible to )?directly compar|retained for information only|maximum point score|person level (data )?collection was introduced|person level collection\. This has been a major change/i;

it.runIf(havePublished(DICTIONARY))(
  "are marked in every outcome of which the publisher's dictionary says that years cannot be compared",
  async () => {
    const source = await openWarehouse(":memory:");
    const measures = await source.rows<{ indicator: string; said: string }>(`
      select ${laitIndicatorSql("Measure_short")} as indicator, concat_ws(' ', Description, Methodology) as said
      from read_csv('${published(DICTIONARY)}', all_varchar = true, quote = '"', escape = '"')`);
    const warned = measures.filter(({ said }) => SAYS_SO.test(said)).map((row) => row.indicator);
    const ours = outcomes.filter(({ indicator }) => warned.includes(indicator));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter(({ breaks }) => breaks.length === 0).map(({ outcome }) => outcome)).toEqual(
      [],
    );
  },
);
