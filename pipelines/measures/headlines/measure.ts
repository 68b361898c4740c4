import { max } from "d3";
import { shareBases } from "../../disclosure/share-bases.ts";
import { unsigned } from "../../statistics/decimals.ts";
import type { Grade } from "../../trials/children/sentence.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import { inWords } from "../../trials/shared/words.ts";
import { inList } from "../../warehouse/in-list.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type CostByPlacement, costByPlacement } from "../cost-by-placement/measure.ts";
import { costEffectiveness } from "../cost-effectiveness/measure.ts";
import { bothInShort } from "../cost-effectiveness/sentence.ts";
import { defineMeasure, type PublishedRows } from "../define/measure.ts";
import { type ExtractPlacement, extractPlacements } from "../extract-placements/measure.ts";
import { type NeedEstimate, needEstimates } from "../need-estimates/measure.ts";
import { type PlacementShare, placementShares } from "../placement-shares/measure.ts";
import { evaluationHeadline } from "./evaluation-headline.ts";
import { type Headline, headlineColumns, TOPICS } from "./headline.ts";
import { CHANCE, shortEnough, verdictOf } from "./verdict.ts";

const ENGLAND = "E92000001";

/** One plain sentence for each of the four questions. */
export const headlines = defineMeasure({
  name: "headlines",
  grain: "one row per question",
  columns: headlineColumns,
  key: [{ column: "topic", order: TOPICS }],
  component: "verdict",
  method: "index",
  disclosure: "Made from the other tables, after their figures were hidden",
  audit: { notAudited: "made of the published rows of other tables" },
  isMadeOfOthers: true,
  contributors: { notCompared: "made of the published rows of other tables" },
  rows: async (warehouse, published) => ({
    rows: [
      await needHeadline(published),
      await evaluationHeadline(published),
      await placementHeadline(warehouse, published),
      await worthHeadline(published),
    ],
  }),
});

/** The published row of the primary outcome of the design that was registered last. */
async function needHeadline(published: PublishedRows): Promise<Headline> {
  const rows = await published(needEstimates);
  const primary = rows.filter(({ is_primary }) => is_primary);
  const latest = max(primary, ({ registered_on }) => registered_on);
  const found = primary.find(({ registered_on }) => registered_on === latest);
  return {
    topic: "need",
    question: "Did needs fall more?",
    ...needAnswer(found),
    basis: found
      ? `About ${found.n.toLocaleString("en-GB")} children with two assessments in the ${authoritiesOf(found)} that can be compared, the latest in ${month(found.as_of)}. The interval allows for differences between authorities.`
      : "Load assessments of trial and comparison authorities, and write the design in data/evaluations.",
    page: "./children",
    definition: "./method/comparison",
  };
}

const authoritiesOf = (found: NeedEstimate): string =>
  `${found.trial_authorities} trial and ${found.comparison_authorities} comparison authorities`;

/** Whom what is said of the trial is of, where some of it cannot be compared. */
const trialOf = ({ trial_apart, trial_authorities: n }: NeedEstimate): string =>
  trial_apart === 0 ? "the trial" : `${inWords(n)} trial ${n === 1 ? "council" : "councils"}`;

function needAnswer(
  found: NeedEstimate | undefined,
): Pick<Headline, "verdict" | "short" | "sentence"> {
  const nothing =
    "No trial design has enough children with two assessments on both sides to compare.";
  if (!found) return { verdict: CANNOT_SAY, short: nothing, sentence: nothing };
  const { estimate, trial_mean, comparison_mean, grade, sentence } = found;
  const verdict = verdictOf({ grade, estimate, better: "lower" });
  if (trial_mean === null || comparison_mean === null) {
    return { verdict, short: shortEnough(sentence, nothing), sentence };
  }
  const verb = (change: number) => (change < 0 ? "fell" : "rose");
  const size = (change: number) => unsigned(change, 1);
  const graded = grade as Grade;
  const elsewhere =
    verb(trial_mean) === verb(comparison_mean)
      ? size(comparison_mean)
      : `${verb(comparison_mean)} ${size(comparison_mean)}`;
  return {
    verdict,
    short: `Need ${verb(trial_mean)} ${size(trial_mean)} of 100 points in ${trialOf(found)}, ${elsewhere} elsewhere (to ${found.as_of?.slice(0, 4)}); ${graded === "too few to say" ? "too few councils" : CHANCE[graded]}.`,
    sentence,
  };
}

async function placementHeadline(
  warehouse: Warehouse,
  published: PublishedRows,
): Promise<Headline> {
  const shares = await published(placementShares);
  const trial = await warehouse.rows<{ authority_code: string; authority_name: string }>(
    "select authority_code, authority_name from reference_trial_authorities order by authority_code",
  );
  const base = {
    topic: "placement",
    question: "Where are children placed?",
    verdict: null,
    page: "./placements",
    definition: "./method/placements",
  } as const;
  const mainstream = (code: string) =>
    shares.filter(
      (share): share is PlacementShare & { value: number } =>
        share.authority_code === code &&
        share.indicator === "mainstream_recorded_share" &&
        share.value !== null,
    );
  const england = mainstream(ENGLAND);
  const broke = england.findLast(({ series_break }) => series_break !== null);
  // Before a break something else is counted.
  const first = england.find(({ period }) => broke === undefined || period >= broke.period);
  const last = england.at(-1);
  const latest = trial
    .flatMap(({ authority_code, authority_name }) =>
      mainstream(authority_code)
        .slice(-1)
        .map(({ value, period }) => ({ authority_name, value, period })),
    )
    .filter(({ period }) => period === last?.period)
    .sort((a, b) => b.value - a.value);
  const plans = shares.findLast(
    ({ authority_code, indicator, value }) =>
      authority_code === ENGLAND && indicator === "ehc_plans" && value !== null,
  );
  if (first && last && plans && latest.length > 0) {
    const list = latest.map(
      ({ authority_name, value }) => `${unsigned(value, 1)}% in ${authority_name}`,
    );
    return {
      ...base,
      short: shortEnough(
        `In mainstream, January ${last.period}: of recorded placements ${inList(list)}.`,
        `${unsigned(last.value, 1)}% of children with plans and a recorded placement in England were in mainstream schools in January ${last.period}.`,
      ),
      sentence: `Of children with EHC plans whose placement is recorded in January ${last.period}, ${inList(list)} were in mainstream schools, against ${unsigned(last.value, 1)}% in England (${unsigned(first.value, 1)}% in ${first.period}).`,
      basis: `All ${plans.value!.toLocaleString("en-GB")} plans in England but ${unsigned(last.not_recorded ?? 0, 1)}% of which no placement is published, a full count published by DfE, so there is no interval. January ${last.period}.`,
    };
  }
  const rows = await published(extractPlacements);
  return { ...base, ...extractSentence(rows) };
}

function extractSentence(rows: readonly ExtractPlacement[]) {
  const period = rows
    .map((found) => found.period)
    .sort()
    .at(-1);
  const latest = rows.filter((found) => found.period === period);
  const mainstream = latest.filter(
    ({ placement_group, share }) => placement_group === "mainstream" && share !== null,
  );
  const bases = shareBases(latest, ({ authority_code }) => authority_code);
  const all = mainstream.reduce((sum, row) => sum + bases.get(row.authority_code)!, 0);
  if (!period || all === 0) {
    const sentence =
      "No placements of enough children are loaded, so where children are placed cannot be said.";
    return {
      short: sentence,
      sentence,
      basis: "Load DfE's release of EHC plans, or an authority's placement extract.",
    };
  }
  const placed = mainstream.reduce((sum, { child_count }) => sum + (child_count ?? 0), 0);
  const share = unsigned((100 * placed) / all, 0);
  const sentence = `In January ${period}, ${share}% of placed children were in mainstream schools.`;
  return {
    short: sentence,
    sentence,
    basis: `About ${all.toLocaleString("en-GB")} children in ${mainstream.length} authorities; a count of the extracts, so there is no interval. 15 January ${period}.`,
  };
}

/** What support costs, and where a trial is compared, cost and effect in one breath or neither. */
async function worthHeadline(published: PublishedRows): Promise<Headline> {
  const cost = await costHeadline(published);
  const value = (await published(costEffectiveness)).find(({ missing }) => missing === "left out");
  const need = (await published(needEstimates)).find(
    (row) => row.evaluation === value?.evaluation && row.is_primary,
  );
  if (!value || !need) return cost;
  const short = bothInShort(value, value.price_year, trialOf(need));
  if (short === null) return cost;
  const sides = (trial: number | null, comparison: number | null) =>
    `${(trial ?? 0).toLocaleString("en-GB")} trial and ${(comparison ?? 0).toLocaleString("en-GB")} comparison children`;
  return {
    ...cost,
    question: "Was it worth it?",
    short: shortEnough(short, cost.short),
    sentence: value.sentence,
    basis: `Cost: about ${sides(value.trial_n, value.comparison_n)} with spend between their readings, prices of ${value.price_year} (index: ${value.price_index ?? "none"}). Need: about ${sides(need.trial_n, need.comparison_n)}, of the ${authoritiesOf(need)} that can be compared.`,
    page: "./value",
    definition: "./method/value",
  };
}

async function costHeadline(published: PublishedRows): Promise<Headline> {
  const rows = (await published(costByPlacement)).filter(
    ({ authority_code, mean_gbp }) => authority_code === "all" && mean_gbp !== null,
  );
  const base = {
    topic: "cost",
    question: "What does support cost?",
    verdict: null,
    page: "./money",
    definition: "./method/costs",
  } as const;
  const of = (group: string, year: string) =>
    rows.find((found) => found.placement_group === group && found.financial_year === year);
  const year = [...new Set(rows.map(({ financial_year }) => financial_year))]
    .sort()
    .reverse()
    .find((found) => of("mainstream", found) && of("independent_special", found));
  if (!year) {
    const sentence = "No spend on enough children is loaded, so what support costs cannot be said.";
    return {
      ...base,
      short: sentence,
      sentence,
      basis: "Load an authority's spend extract with its placements.",
    };
  }
  const mainstream = of("mainstream", year)!;
  const special = of("independent_special", year)!;
  const range = ({ lower_gbp, upper_gbp }: CostByPlacement) =>
    lower_gbp === null || upper_gbp === null
      ? ""
      : ` (95% interval ${pounds(lower_gbp)} to ${pounds(upper_gbp)})`;
  return {
    ...base,
    short: `A year (${year}) cost ${pounds(special.mean_gbp!)} on average in independent special schools, ${pounds(mainstream.mean_gbp!)} in mainstream.`,
    sentence: `A year of support cost ${pounds(special.mean_gbp!)} on average in independent and non-maintained special schools${range(special)} and ${pounds(mainstream.mean_gbp!)} in mainstream${range(mainstream)}, transport apart.`,
    basis: `About ${special.child_count!.toLocaleString("en-GB")} and ${mainstream.child_count!.toLocaleString("en-GB")} children who stayed in one kind of placement all of ${year}, the dearest and cheapest few of them evened out. Their needs differ, so this is not what a move would save.`,
  };
}

const pounds = (n: number): string => `£${n.toLocaleString("en-GB")}`;

const month = (iso: string | null): string =>
  new Date(`${iso}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
