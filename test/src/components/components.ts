import { changeByArea } from "../../../src/components/change-by-area.ts";
import { changeByAuthority } from "../../../src/components/change-by-authority.ts";
import { changeByGroup } from "../../../src/components/change-by-group.ts";
import { changeBySupport } from "../../../src/components/change-by-support.ts";
import { changeByWay } from "../../../src/components/change-by-way.ts";
import { changeSlopes } from "../../../src/components/change-slopes.ts";
import { changeWeighted } from "../../../src/components/change-weighted.ts";
import { costByPlacement } from "../../../src/components/cost-by-placement.ts";
import { costWays } from "../../../src/components/cost-ways.ts";
import { spine } from "../../../src/components/council/spine.ts";
import { councilSwarm } from "../../../src/components/council/swarm.ts";
import { tileMap } from "../../../src/components/council/tile-map.ts";
import { councilTrend } from "../../../src/components/council/trend.ts";
import { countsFigure } from "../../../src/components/counts-figure.ts";
import { bothSides } from "../../../src/components/evaluation/both-sides.ts";
import { byAuthority } from "../../../src/components/evaluation/by-authority.ts";
import { chanceTable } from "../../../src/components/evaluation/chance-table.ts";
import { eventStudy } from "../../../src/components/evaluation/event-study.ts";
import { glance } from "../../../src/components/evaluation/glance.ts";
import { leftOut } from "../../../src/components/evaluation/left-out.ts";
import { ownChoiceAnswer } from "../../../src/components/evaluation/own-choice.ts";
import { registered } from "../../../src/components/evaluation/registered.ts";
import { sensitivity } from "../../../src/components/evaluation/sensitivity.ts";
import { specificationCurve } from "../../../src/components/evaluation/specification-curve.ts";
import { syntheticControl } from "../../../src/components/evaluation/synthetic-control.ts";
import { evaluationFlow } from "../../../src/components/evaluation-flow.ts";
import { extractPlacements } from "../../../src/components/extract-placements.ts";
import { followUp } from "../../../src/components/follow-up.ts";
import { backtestTable } from "../../../src/components/forecast/backtest.ts";
import { pastForecasts } from "../../../src/components/forecast/past-forecasts.ts";
import { planForecast } from "../../../src/components/forecast/plan-forecast.ts";
import { gapChart } from "../../../src/components/gap-chart.ts";
import { instruments, notPublic } from "../../../src/components/instruments.ts";
import { loadedFiles, refusedRows } from "../../../src/components/ledger.ts";
import { needByPeriod } from "../../../src/components/need-by-period.ts";
import {
  needEstimates,
  needSubgroups,
  subgroupRows,
} from "../../../src/components/need-estimates.ts";
import { placementTrend } from "../../../src/components/placement-shares.ts";
import { publishedFigures } from "../../../src/components/published-figures.ts";
import { settingReadiness } from "../../../src/components/setting-readiness.ts";
import { settingTrials } from "../../../src/components/setting-trials.ts";
import { settingsFunnel, settingsIntervals } from "../../../src/components/settings.ts";
import { settingsImproved } from "../../../src/components/settings-improved.ts";
import { trialPower } from "../../../src/components/trial-power.ts";
import { trustSection } from "../../../src/components/trust-figures.ts";
import { answerCards } from "../../../src/components/verdict.ts";
import { verdictsByAuthority } from "../../../src/components/verdicts-by-authority.ts";
import { ownChoice } from "../../../src/same-functions.ts";
import { CALIBRATION } from "./calibration.ts";
import { goldenRows, hidden, ofMany, type Row, reversed } from "./golden-rows.ts";
import { IDENTIFIED } from "./identified.ts";
import { JOURNEY } from "./journey.ts";
import { MONEY } from "./money.ts";

export type Case = "none" | "one" | "hidden" | "reversed" | "many";

/** A component, and what it is given in each case; a case that cannot be is left out. */
export interface Component {
  cases: { one: unknown } & Partial<Record<Case, unknown>>;
  draw: (given: never, width: number) => Element;
}

interface Drawn<T> {
  /** The published table; its golden rows are the first case. */
  table: string;
  folder?: string;
  where?: (row: Row) => boolean;
  /** Figures that have a sign. */
  signed?: readonly string[];
  /** Figures that stay where the others are hidden. */
  kept?: readonly string[];
  /** Whether the same may be drawn of as many authorities as there are. */
  isOfMany?: boolean;
  draw: (rows: readonly T[], width: number) => Element;
}

function drawn<T>({ table, folder, where = () => true, signed, kept, isOfMany, draw }: Drawn<T>) {
  const rows = goldenRows(table, folder).filter(where);
  const [first] = rows;
  if (!first) throw new Error(`no golden row of ${table} is drawn`);
  const cases = {
    none: [],
    one: rows,
    ...(rows.some((row) => "symbol" in row) ? { hidden: hidden(table, rows, kept) } : {}),
    ...(signed ? { reversed: reversed(rows, ...signed) } : {}),
    ...(isOfMany
      ? { many: ofMany(rows.filter((row) => row.authority_code === first.authority_code)) }
      : {}),
  };
  return { cases, draw } as Component;
}

interface CountedPlacement {
  authority_name: string;
  placement_group: string;
  child_count: number | null;
  share: number | null;
}

const isQuillmarsh = (row: Row) => row.authority_name === "Quillmarsh";
const isTotal = (row: Row) => row.domain === "total";
const isEveryone = (row: Row) => row.group_kind === "Everyone";
const CHANGES = ["change_mean", "lower", "upper"];
const title = "What was chosen";

const FIGURES = "invented-figures";
const outcomes = goldenRows("evaluation-outcomes", FIGURES);
const primary = outcomes.find((row) => row.is_primary) as Row;
const ofPrimary = (row: Row) =>
  ["evaluation", "outcome", "comparison"].every((name) => row[name] === primary[name]);
/** Ways of asking: the invented figures publish none, so here are two, one of which gives no answer. */
const ways: Row[] = [
  { method: "mean after less mean before", estimate: -1.2, lower: -2, upper: -0.4, reason: null },
  {
    method: "last year less first",
    estimate: null,
    lower: null,
    upper: null,
    reason: "zero_variance",
  },
].map((way) => ({
  ...way,
  evaluation: primary.evaluation,
  outcome: primary.outcome,
  comparison: primary.comparison,
  scale: primary.scale,
  exclusion: "none",
  units: 20,
}));
const turned = (row: Row) => reversed([row], "estimate", "lower", "upper")[0];
const ESTIMATE = ["estimate", "lower", "upper"];

/** What is drawn of one outcome and rows of its own. */
const ofOutcome = (
  table: string,
  draw: (outcome: never, rows: readonly never[], width: number) => Element,
): Component => {
  const rows = goldenRows(table, FIGURES).filter(ofPrimary);
  const refused = {
    ...primary,
    estimate: null,
    lower: null,
    upper: null,
    reason: "below_minimum_size",
  };
  return {
    cases: {
      none: { outcome: refused, rows: [] },
      one: { outcome: primary, rows },
      reversed: { outcome: turned(primary), rows: reversed(rows, ...ESTIMATE) },
    },
    draw: ({ outcome, rows: own }: { outcome: never; rows: never[] }, width) =>
      draw(outcome, own, width),
  } as Component;
};

const share = (
  name: string,
  code: string,
  kind: string,
  values: readonly (number | null)[],
): Row[] =>
  values.map((value, i) => ({
    authority_code: code,
    authority_name: name,
    area_kind: kind,
    region: null,
    period: String(2019 + i),
    indicator: "mainstream_recorded_share",
    value,
    symbol: value === null ? "u" : null,
    share_of_all: value,
    not_recorded: value === null ? 26.2 : i,
    series_break: null,
  }));
const england = share("England", "E92000001", "England", [39, 40, 41]);
const norfolk = share("Norfolk", "E10000020", "Authority", [37, 38, 40]);

const standing = (short_title: string, better: string | null, value: number): Row => ({
  authority_code: "E10000020",
  figure: short_title,
  section: "waiting",
  place: 1,
  title: `${short_title}, at length`,
  short_title,
  unit: "per cent",
  decimals: 1,
  better,
  meaning: "What is counted",
  source: "DfE, a release",
  period: "2024",
  value,
  is_provisional: false,
  first_period: "2019",
  first_value: 7.3,
  neighbours: 10,
  neighbours_middle: 33.4,
  neighbours_low: 12,
  neighbours_high: 80,
  behind: value > 33.4 ? 9 : 1,
  ahead: value > 33.4 ? 1 : 9,
  councils: 153,
  low: 12.6,
  middle: 52.3,
  high: 95.6,
  england: 46.4,
});
/** Of four years the third is collected anew, and the last provisional. */
const onTime = (values: readonly (number | null)[]): Row[] =>
  ["E10000020", "E10000001", "E92000001"].flatMap((authority_code, i) =>
    values.map((value, year) => ({
      authority_code,
      figure: "on_time",
      period: String(2019 + year),
      value: value === null ? null : value + i,
      symbol: value === null ? "x" : null,
      is_provisional: year === 3,
      is_comparable: values.length < 4 || year > 1,
      series_break: values.length > 3 && year === 2 ? "collected child by child from here" : null,
    })),
  );

const FORECASTS = ["ehc_plans", "mainstream_plans", "special_plans"];
const forecasts = (indicator: string): Row[] =>
  [1, 2, 3].map((ahead) => ({
    ...{ authority_code: "E10000020", indicator, origin: 2020, now: 12, ahead, rule: "half" },
    size: "fewest",
    ...{ year: 2020 + ahead, value: 12 + ahead },
    ...{ lower_80: 11, upper_80: 14 + ahead, lower_95: 10, upper_95: 16 + ahead },
    ...{ held_80: 0.78, held_95: 0.93 },
  }));

const council = (i: number, value: number | null) => ({
  authority_code: `E${i}`,
  name: `Council ${i}`,
  region: ["London", "South East", "East of England"][i % 3]!,
  value,
  is: i === 0 ? "us" : i < 4 ? "neighbour" : "other",
});

const PLACED = {
  none: [],
  one: [council(0, 56.3), council(1, 33), council(2, null), council(5, 90)],
  hidden: [council(0, null), council(1, 12)],
  many: Array.from({ length: 150 }, (_, i) => council(i, (i * 37) % 101)),
};

const swarmed =
  (draw: typeof councilSwarm) =>
  (rows: never[], width: number): HTMLElement =>
    draw(
      {
        measure: {
          ...{ figure: "on_time", section: "waiting", place: 1, title: "Plans on time" },
          ...{ short_title: "On time", unit: "per cent of plans", decimals: 1, better: "higher" },
          ...{ meaning: "Plans issued within 20 weeks", ask_if_high: "", ask_if_low: "" },
          source: "DfE",
        },
        period: "2024",
        england: rows.length ? 46.4 : null,
        rows,
      },
      { width },
    );

/** Three trial authorities that end lower than so many others, asked about and answered as on the page. */
const ownChoiceOf = (others: number, turn = 1): object => {
  const codes = Array.from({ length: others }, (_, i) => `C${String(i).padStart(3, "0")}`);
  const trial = ["T1", "T2", "T3"];
  const years = ["2016", "2017", "2018", "2019", "2020", "2021"];
  const figures = [...trial, ...codes].flatMap((authority_code, i) =>
    years.map((period, year) => ({
      ...{ authority_code, period },
      value: 30 + (i % 7) + year + ((i * 5 + year * 3) % 11) / 10 - (i < 3 && year > 3 ? turn : 0),
    })),
  );
  const designed = {
    ...{ outcome: "plans", title: "Plans", unit: "per cent of pupils", scale: "level" },
    ...{ better: "lower", measured: "january", minimum_important_difference: 1 },
    ...{ descriptive: false, left_out: [], breaks: [] },
  };
  const design = {
    primary_outcome: designed.outcome,
    trial: trial.map((authority_code) => ({
      ...{ authority_code, name: `Trial ${authority_code}`, starts_on: "2019-09-01" },
    })),
  };
  return {
    outcome: { ...primary, ...designed, definition: "Whom the publisher counts." },
    found: ownChoice(design as never, designed as never, figures, {
      ...{ authorities: codes, from: "2016", to: "2021", start: null },
    }),
    ...{ isRegistered: false, names: new Map([["C000", "Ashmere"]]) },
    // At the first year kept there is none before to be set beside.
    breaks: new Map(
      ["2016", "2018"].map((period) => [period, "collected child by child from here"]),
    ),
  };
};

export const COMPONENTS: Record<string, Component> = {
  "own-choice": {
    cases: {
      none: ownChoiceOf(2),
      one: ownChoiceOf(6),
      reversed: { ...ownChoiceOf(6, -1), isRegistered: true },
      many: ownChoiceOf(150),
    },
    draw: (asked: never, width) => ownChoiceAnswer(asked, { width }),
  },
  ...IDENTIFIED,
  ...JOURNEY,
  ...MONEY,
  "council-spine": {
    cases: {
      none: [],
      one: [standing("Plans on time", "higher", 56.3), standing("Refused", null, 13)],
      // A figure of which less is better, and one on which nothing stands out.
      reversed: [
        { ...standing("Absent", "lower", 20), behind: 9, ahead: 1 },
        { ...standing("Reviews", "higher", 40), behind: 5, is_provisional: true },
      ],
      many: Array.from({ length: 23 }, (_, i) => standing(`Figure ${i}`, "higher", i * 4)),
    },
    draw: (rows: never[], width: number) =>
      spine(rows, {
        width,
        name: "Norfolk",
        title,
        hasKey: true,
        clear: 8,
        byChance: { together: 33, called: 34 },
        root: "..",
      }),
  },
  "council-swarm": { cases: PLACED, draw: swarmed(councilSwarm) },
  "council-tile-map": { cases: PLACED, draw: swarmed(tileMap) },
  "plan-forecast": {
    cases: { none: [], one: forecasts("ehc_plans"), many: FORECASTS.flatMap(forecasts) },
    draw: (rows: never[], width: number) =>
      planForecast(rows, onTime([10, 12]).slice(0, 2) as never[], {
        width,
        name: "Norfolk",
        root: ".",
      }),
  },
  "past-forecasts": {
    cases: {
      none: [],
      one: [1, 2, 3].flatMap((ahead) =>
        [2024, 2025].map((year) => ({
          ...{ authority_code: "E10000020", year, ahead, rule: "national" },
          ...{ value: 9000 + 100 * (year - 2024) - 400 * ahead, came: year === 2024 ? 9000 : 8900 },
        })),
      ),
    },
    draw: (rows: never[], width: number) =>
      pastForecasts(rows, { width, name: "Norfolk", root: "." }),
  },
  "forecast-backtest": {
    cases: {
      none: [],
      one: ["own", "national", "half"].map((rule) => ({
        ...{ indicator: "ehc_plans", ahead: 1, rule, error: 4.1, forecasts: 588 },
        ...{ authorities: 147, first_origin: 2021, last_origin: 2024 },
        ...{ held_80: 0.79, held_95: rule === "own" ? null : 0.94, is_used: rule === "half" },
      })),
    },
    draw: (rows: never[]) => backtestTable(rows, "."),
  },
  "council-trend": {
    cases: {
      none: [],
      one: onTime([7.3, 20.5, 53.5]),
      hidden: onTime([7.3, null, 53.5]),
      reversed: onTime([7.3, 20.5, 53.5, 54.5]),
      many: [...onTime([7.3, 20.5]), ...ofMany(onTime([40, 50]).slice(2, 4))],
    },
    draw: (rows: never[], width: number) =>
      councilTrend(rows, standing("Plans on time", "higher", 1) as never, {
        width,
        name: "Norfolk",
        authority: "E10000020",
        neighbours: ["E10000001"],
        root: "..",
      }),
  },
  ...CALIBRATION,
  "change-by-area": drawn({
    table: "change-by-authority",
    where: (row) => isQuillmarsh(row) && isEveryone(row),
    signed: CHANGES,
    draw: (rows: readonly never[], width) => changeByArea(rows, { width, title }),
  }),
  "change-by-authority": drawn({
    table: "change-by-authority",
    where: (row) => isEveryone(row) && isTotal(row),
    signed: CHANGES,
    isOfMany: true,
    draw: (rows: readonly never[], width) => changeByAuthority(rows, { width, title }),
  }),
  "change-by-group": drawn({
    table: "change-by-authority",
    where: (row) => isQuillmarsh(row) && isTotal(row) && row.group_kind === "Placement",
    signed: CHANGES,
    draw: (rows: readonly never[], width) => changeByGroup(rows, { width, title }),
  }),
  "change-by-support": drawn({
    table: "change-by-support",
    where: (row) => row.instrument === "vsend-core",
    signed: ["difference", "adjusted", "lower", "upper"],
    draw: (rows: readonly never[], width) => changeBySupport(rows, { width }),
  }),
  "change-by-way": drawn({
    table: "change-by-way",
    where: isQuillmarsh,
    signed: [...ESTIMATE, "expected"],
    draw: (rows: readonly never[], width) => changeByWay(rows, { width, title }),
  }),
  "change-weighted": drawn({
    table: "change-weighted",
    signed: [
      "seen_mean",
      "seen_lower",
      "seen_upper",
      "weighted_mean",
      "weighted_lower",
      "weighted_upper",
    ],
    isOfMany: true,
    draw: (rows: readonly never[], width) => changeWeighted(rows, { width }),
  }),
  "evaluation-flow": drawn({
    table: "evaluation-flow",
    draw: (rows: readonly never[], width) => evaluationFlow(rows, { width }),
  }),
  "follow-up": drawn({
    table: "follow-up-by-authority",
    isOfMany: true,
    draw: (rows: readonly never[], width) => followUp(rows, { width }),
  }),
  "verdicts-by-authority": drawn({
    table: "verdicts-by-authority",
    where: isTotal,
    isOfMany: true,
    draw: (rows: readonly never[], width) => verdictsByAuthority(rows, { width, title }),
  }),
  "need-estimates": drawn({
    table: "need-estimates",
    where: (row) =>
      row.subgroup === null && row.comparison === "named" && row.method === "difference in change",
    signed: ESTIMATE,
    draw: (rows: readonly never[], width) => needEstimates(rows, { width, title }),
  }),
  "need-subgroups": drawn({
    table: "need-estimates",
    where: (row) => row.outcome === "total" && row.comparison === "named",
    signed: ESTIMATE,
    draw: (rows: readonly never[], width) =>
      needSubgroups(subgroupRows(rows), { width, area: "All areas together" }),
  }),
  "trial-power": drawn({
    table: "trial-power",
    draw: (rows: readonly never[], width) => trialPower(rows, { width }),
  }),
  "need-by-period": drawn({
    table: "need-by-period",
    where: (row) => isQuillmarsh(row) && row.measure === "change",
    signed: ["value", "mean", "lower", "upper"],
    draw: (rows: readonly never[], width) => needByPeriod(rows, { width, title }),
  }),
  "settings-funnel": drawn({
    table: "change-by-setting",
    where: (row) => row.instrument === "vsend-core",
    kept: ["setting_count"],
    signed: ["difference", "lower", "upper"],
    draw: (rows: readonly never[], width) => settingsFunnel(rows, { width }),
  }),
  "settings-intervals": drawn({
    table: "change-by-setting",
    where: (row) => row.instrument === "vsend-core",
    kept: ["setting_count"],
    signed: ["difference", "lower", "upper"],
    draw: (rows: readonly never[], width) => settingsIntervals(rows, { width }),
  }),
  "setting-trials": drawn({
    table: "setting-trials",
    kept: ["minimum_important", "fewest_days", "most_days"],
    signed: [...ESTIMATE, "trial_mean", "comparison_mean"],
    draw: (rows: readonly never[], width) => settingTrials(rows, { width }),
  }),
  "settings-improved": drawn({
    table: "improved-by-setting",
    where: (row) => row.instrument === "vsend-core",
    signed: ["difference", "lower", "upper"],
    draw: (rows: readonly never[], width) => settingsImproved(rows, { width }),
  }),
  "setting-readiness": drawn({
    table: "setting-readiness",
    where: (row) => row.authority_code === "X10000001" && row.place === "all settings",
    draw: (rows: readonly never[], width) => settingReadiness(rows, { width }),
  }),
  "cost-ways": drawn({
    table: "cost-ways",
    draw: (rows: readonly never[], width) =>
      costWays(rows, goldenRows("cost-ledger") as never[], { width }),
  }),
  "cost-by-placement": drawn({
    table: "cost-by-placement",
    where: (row) => row.authority_code === "all" && row.financial_year === "2024-25",
    draw: (rows: readonly never[], width) => costByPlacement(rows, { width, title }),
  }),
  "counts-figure": drawn({
    table: "extract-placements",
    where: (row) => row.period === "2026",
    isOfMany: true,
    draw: (rows: readonly CountedPlacement[], width) =>
      countsFigure(rows, {
        ...{ width, title, definition: "#how", file: "counts", counted: "children" },
        count: (row) => row.child_count,
        bar: { title: "Authority", of: (row) => row.authority_name },
        part: { title: "Placement", of: (row) => row.placement_group },
      }),
  }),
  "extract-placements": drawn({
    table: "extract-placements",
    where: (row) => row.period === "2026",
    isOfMany: true,
    draw: (rows: readonly never[], width) => extractPlacements(rows, { width, period: "2026" }),
  }),
  "placement-shares": {
    cases: {
      none: [],
      one: [...norfolk, ...england],
      hidden: [...share("Norfolk", "E10000020", "Authority", [37, null, 40]), ...england],
      many: [...ofMany(norfolk), ...norfolk, ...england],
    },
    draw: (rows: never[], width: number) =>
      placementTrend(rows, {
        width,
        title,
        picked: ["E10000020"],
        neighbours: ["E10000001"],
        definition: "./method/placements",
      }),
  },
  "published-figures": {
    cases: {
      none: { series: [], neighbours: [] },
      one: {
        neighbours: ["E10000001"],
        series: ofMany([primary], 3).flatMap(({ authority_code }, i) =>
          ["2023", "2024"].map((period) => ({
            ...{ ...primary, authority_code, period, value: 40 + i },
            is_comparable: true,
          })),
        ),
      },
    },
    draw: ({ series, neighbours }: { series: never[]; neighbours: string[] }) =>
      publishedFigures(series, outcomes as never[], {
        name: "Council 003",
        authority: "E10000003",
        neighbours,
      }),
  },
  "trust-figures": drawn({
    table: "score-trust",
    where: (row) => isQuillmarsh(row) && row.threat === "setting_change",
    draw: (rows: readonly never[], width) =>
      trustSection(
        goldenRows("trust-statements").find(
          (row) => isQuillmarsh(row) && row.threat === "setting_change",
        ) as never,
        rows,
        { width },
      ),
  }),
  "change-slopes": drawn({
    table: "change-by-authority",
    where: (row) => isEveryone(row) && isTotal(row),
    signed: CHANGES,
    isOfMany: true,
    draw: (rows: readonly never[], width) => changeSlopes(rows, { width }),
  }),
  "gap-chart": drawn({
    table: "need-estimates",
    where: (row) => row.is_primary === true,
    signed: [...ESTIMATE],
    draw: (rows: readonly never[], width) => gapChart(rows, { width }),
  }),
  verdict: drawn({ table: "headlines", draw: (rows: readonly never[]) => answerCards(rows) }),
  instruments: drawn({ table: "instruments", draw: (rows: readonly never[]) => instruments(rows) }),
  "instruments-not-public": drawn({
    table: "instruments",
    draw: (rows: readonly never[]) => notPublic(rows),
  }),
  "loaded-files": drawn({ table: "loads", draw: (rows: readonly never[]) => loadedFiles(rows) }),
  "refused-rows": drawn({ table: "refusals", draw: (rows: readonly never[]) => refusedRows(rows) }),
  "both-sides": ofOutcome("evaluation-periods", (outcome, rows, width) =>
    bothSides(outcome, rows, { width }),
  ),
  "event-study": ofOutcome("evaluation-periods", (outcome, rows, width) =>
    eventStudy(outcome, rows, { width }),
  ),
  "evaluation-by-authority": ofOutcome("evaluation-authorities", (outcome, rows, width) =>
    byAuthority(outcome, rows, { width }),
  ),
  "evaluation-left-out": ofOutcome("evaluation-exclusions", (outcome, rows) =>
    leftOut(outcome, rows),
  ),
  sensitivity: ofOutcome("evaluation-periods", (outcome) => sensitivity(outcome)),
  "specification-curve": {
    cases: { none: [], one: ways, reversed: reversed(ways, ...ESTIMATE) },
    draw: (rows: never[], width: number) =>
      specificationCurve(primary as never, rows, { width, comparisons: new Map() }),
  },
  "synthetic-control": ofOutcome("synthetic-periods", (outcome, rows: readonly never[], width) => {
    const [authority] = goldenRows("evaluation-authorities", FIGURES).filter(ofPrimary);
    const own = (rows as readonly Row[]).filter(
      (row) => row.authority_code === authority?.authority_code,
    );
    return syntheticControl(
      {
        outcome,
        authority: (own.length ? authority : undefined) as never,
        rows: own as never[],
        breaks: [],
      },
      { width },
    );
  }),
  glance: {
    cases: {
      none: [],
      one: [{ outcome: primary, found: ways[0] }],
      hidden: [{ outcome: primary, found: ways[1] }],
      reversed: [{ outcome: primary, found: turned(ways[0] as Row) }],
      many: [
        { outcome: primary, found: ways[0] },
        { outcome: { ...primary, is_descriptive: true }, found: null },
      ],
    },
    draw: (rows: never[], width: number) =>
      glance(rows, { width, chosen: String(primary.outcome) }),
  },
  "chance-table": drawn({
    table: "evaluation-outcomes",
    folder: FIGURES,
    where: (row) => row.comparison === primary.comparison,
    signed: ESTIMATE,
    draw: (rows: readonly never[]) => chanceTable(rows),
  }),
  "registered-design": {
    cases: { one: goldenRows("evaluation-designs", FIGURES)[0] },
    draw: (row: never) => registered(row, goldenRows("evaluation-outcomes", FIGURES) as never[]),
  },
};
