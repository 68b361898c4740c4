import type {
  BootstrapSize,
  Coverage,
  FalseChange,
  NoisyCoverage,
  PooledLimit,
  SettingFlags,
  SettingTrial,
  TrialEffect,
  WithinInstrument,
} from "./calibration.js";
import { TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { linesChart } from "./lines-chart.js";
import type { Column } from "./table.js";
import { decimal, fixed, percent, whole } from "./words.js";

interface Options {
  width: number;
}

const SIMULATED = "Simulated; the table gives twice the simulation error.";
const share = (value: number): string => percent(100 * value);
const within = (row: { share: number; margin: number }): string =>
  `${share(row.share)} ± ${decimal(100 * row.margin)}`;
const HEADLINE = /headline/;

/** Children called changed when none changed, by how wrong the reliability is. */
export function falseChangeFigure(rows: readonly FalseChange[], { width }: Options): HTMLElement {
  const drift = rows.filter(({ children }) => children === 200);
  const right = rows.filter(({ reliability, used }) => reliability === used);
  const worst = drift.reduce((a, b) => (b.share > a.share ? b : a));
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    linesChart(
      drift.map((row) => ({
        x: Number((row.used - row.reliability).toFixed(2)),
        y: row.share,
        series: `true reliability ${row.reliability}`,
      })),
      {
        width,
        x: "Reliability used less the true one",
        y: "Called changed",
        format: share,
        references: [{ y: 0.05, label: "nominal 5%" }],
      },
    ),
    {
      title: "Children called reliably changed when none changed",
      summary: `With the right reliability between ${share(Math.min(...right.map((row) => row.share)))} and ${share(Math.max(...right.map((row) => row.share)))} are called changed, as promised. One that is too high calls far more: ${share(worst.share)} when ${worst.used} is used and ${worst.reliability} is true.`,
      basis: SIMULATED,
      definition: "./scores",
      file: "calibration-reliable-change",
      columns: [
        { title: "Children", text: (row) => whole(row.children), isNumber: true },
        { title: "True reliability", text: (row) => String(row.reliability), isNumber: true },
        { title: "Reliability used", text: (row) => String(row.used), isNumber: true },
        { title: "Called changed", text: within, isNumber: true },
      ],
    },
  );
}

const COVERAGE_COLUMNS: readonly Column<Coverage>[] = [
  { title: "Estimate of", text: (row) => row.method },
  { title: "Missing", text: (row) => `${whole(100 * row.missingShare)}% ${row.missing}` },
  { title: "Children", text: (row) => whole(row.children), isNumber: true },
  { title: "Reliability", text: (row) => String(row.reliability), isNumber: true },
  { title: "Hold the truth", text: within, isNumber: true },
  { title: "Off by (points)", text: (row) => decimal(row.bias), isNumber: true },
  { title: "Offered", text: (row) => (row.isOffered ? "yes" : "no") },
];

/** How often intervals of a mean change hold the truth, where those with most need are lost. */
export function coverageFigure(rows: readonly Coverage[], { width }: Options): HTMLElement {
  const lost = rows.filter((row) => row.missing === "by baseline need" && row.reliability === 0.75);
  const offered = rows.filter(
    (row) => row.isOffered && (row.method === "re-weighted" || row.missing === "at random"),
  );
  const held = offered.map((row) => row.share);
  const plain = lost.filter((row) => row.method === "those followed up");
  const worst = plain.reduce((a, b) => (b.share < a.share ? b : a));
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    linesChart(
      lost
        .filter((row) => row.isOffered && row.missingShare !== 0.25)
        .map((row) => ({
          x: Math.log10(row.children),
          y: row.share,
          series: `${row.method}, ${whole(100 * row.missingShare)}% missing`,
        })),
      {
        width,
        x: "Children at the start",
        y: "Intervals that hold the truth",
        format: share,
        formatX: (value) =>
          [20, 50, 200, 2000].includes(Math.round(10 ** value)) ? whole(10 ** value) : "",
        references: [{ y: 0.95, label: "promised 95%" }],
      },
    ),
    {
      title: "Intervals of a mean change, when those with most need are lost",
      summary: `Where the pages offer them, intervals hold the truth in ${share(Math.min(...held))} to ${share(Math.max(...held))} of cases. Of those followed up alone it can be as few as ${share(worst.share)} when the missing differ, which is why the re-weighted mean stands beside it, from ${Math.min(...rows.filter((row) => row.isOffered && row.method === "re-weighted").map((row) => row.children))} children on.`,
      basis: SIMULATED,
      definition: "./change#who-is-missing",
      file: "calibration-mean-change",
      columns: COVERAGE_COLUMNS,
    },
  );
}

const FLAG_COLUMNS: readonly Column<SettingFlags>[] = [
  { title: "Settings", text: (row) => whole(row.settings), isNumber: true },
  {
    title: "True differences (SD, points)",
    text: (row) => whole(row.betweenSd),
    isNumber: true,
  },
  { title: "Beyond 95%", text: (row) => share(row.outside), isNumber: true },
  { title: "Beyond 99.8%", text: within, isNumber: true },
  { title: "Drawn in: hold the truth", text: (row) => share(row.covered), isNumber: true },
];

/** Settings beyond a funnel's limits where none differs, and truths held by what they are drawn in to. */
export function settingFlagsFigure(rows: readonly SettingFlags[], { width }: Options): HTMLElement {
  const alike = rows.filter(({ betweenSd }) => betweenSd === 0);
  const held = rows.map((row) => row.covered);
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    linesChart(
      rows.map((row) => ({
        x: Math.log10(row.settings),
        y: row.covered,
        series:
          row.betweenSd === 0 ? "settings alike" : `settings ${row.betweenSd} points apart (SD)`,
      })),
      {
        width,
        x: "Settings of 20 to 80 children",
        y: "Intervals, drawn in, that hold the truth",
        format: share,
        formatX: (value) =>
          [5, 10, 30, 100].includes(Math.round(10 ** value)) ? whole(10 ** value) : "",
        references: [{ y: 0.95, label: "promised 95%" }],
      },
    ),
    {
      title: "Settings called different, and what they are drawn in to",
      summary: `Where settings do not differ, at most ${decimal(1000 * Math.max(...alike.map((row) => row.share)))} in 1,000 lie beyond the 99.8% limits, as promised. Intervals of what settings are drawn in to hold the truth in ${share(Math.min(...held))} to ${share(Math.max(...held))} of cases: too often where there is nothing to find, a little too seldom where true differences are about as small as chance.`,
      basis: SIMULATED,
      definition: "./settings",
      file: "calibration-settings",
      columns: FLAG_COLUMNS,
    },
  );
}

const EFFECT_COLUMNS: readonly Column<TrialEffect>[] = [
  { title: "Method", text: (row) => row.method },
  { title: "Figures of", text: (row) => row.level },
  { title: "Comparison authorities", text: (row) => whole(row.comparisons), isNumber: true },
  { title: "Sizes", text: (row) => row.sizes },
  { title: "Found", text: within, isNumber: true },
  {
    title: "Intervals that include zero",
    text: (row) => (row.covered === null ? "none given" : share(row.covered)),
    isNumber: true,
  },
];

/** Trials in which nothing was tried, and an effect was found all the same. */
export function falseEffectFigure(rows: readonly TrialEffect[], { width }: Options): HTMLElement {
  const nulls = rows.filter(({ effect }) => effect === 0);
  const headline = nulls.filter(({ method }) => HEADLINE.test(method));
  const never = nulls.filter(({ method }) => /never/.test(method));
  const most = (some: readonly TrialEffect[]) => share(Math.max(...some.map((row) => row.share)));
  return figure(
    nulls.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      nulls
        .filter((row) => row.sizes === "unequal" && row.level === "children")
        .map((row) => ({
          label: `${row.method}, 3 against ${row.comparisons}`,
          value: 100 * row.share,
          lower: 100 * (row.share - row.margin),
          upper: 100 * (row.share + row.margin),
          colour: TRIAL,
          isHollow: !HEADLINE.test(row.method),
        })),
      {
        width,
        axis: "Trials without an effect in which one is found, per cent (5 promised)",
        narrowAxis: "False findings, per cent",
        hasZero: true,
        format: percent,
      },
    ),
    {
      title: "Effects found where there is none",
      summary: `The headline method finds an effect where there is none in at most ${most(headline)} of trials, in every case tried. The usual cluster-robust interval does so in up to ${most(never)}, and is never shown.`,
      basis: `${SIMULATED} Three trial authorities, authorities of unequal size.`,
      definition: "./comparison",
      file: "calibration-false-effect",
      columns: EFFECT_COLUMNS,
    },
  );
}

const BOOTSTRAP_COLUMNS: readonly Column<BootstrapSize>[] = [
  { title: "Trial authorities", text: (row) => whole(row.trial), isNumber: true },
  { title: "Comparison authorities", text: (row) => whole(row.comparison), isNumber: true },
  { title: "Sizes", text: (row) => row.sizes },
  { title: "Spread of the trial’s", text: (row) => `${row.spread} times`, isNumber: true },
  { title: "Found", text: within, isNumber: true },
  { title: "Given", text: (row) => (row.isOffered ? "yes" : "no") },
];

/** False findings of the wild cluster bootstrap by the numbers of authorities. */
export function bootstrapFigure(rows: readonly BootstrapSize[], { width }: Options): HTMLElement {
  const offered = rows.filter(({ isOffered }) => isOffered);
  const fewest = Math.min(...offered.map((row) => Math.min(row.trial, row.comparison)));
  const most = (some: readonly BootstrapSize[]) => share(Math.max(...some.map((row) => row.share)));
  const least = rows.filter((row) => row.trial === Math.min(...rows.map(({ trial }) => trial)));
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      rows
        .filter((row) => row.sizes === "unequal" && row.spread === 2)
        .map((row) => ({
          label: `${row.trial} against ${row.comparison}`,
          value: 100 * row.share,
          lower: 100 * (row.share - row.margin),
          upper: 100 * (row.share + row.margin),
          colour: TRIAL,
          isHollow: !row.isOffered,
        })),
      {
        width,
        axis: "Trials without an effect in which one is found, per cent (5 promised)",
        narrowAxis: "False findings, per cent",
        hasZero: true,
        format: percent,
      },
    ),
    {
      title: "Effects found by resampling where there is none",
      summary: `With three trial authorities the wild cluster bootstrap finds an effect where there is none in up to ${most(least)} of trials. From ${fewest} on each side on it does so in at most ${most(offered)}, and only there (filled) is it given.`,
      basis: `${SIMULATED} Drawn: authorities of unequal size, those in the trial twice as far apart as the others.`,
      definition: "./comparison",
      file: "calibration-bootstrap",
      columns: BOOTSTRAP_COLUMNS,
    },
  );
}

const WITHIN_COLUMNS: readonly Column<WithinInstrument>[] = [
  { title: "Method", text: (row) => row.method },
  { title: "Trial authorities by instrument", text: (row) => row.trial },
  { title: "Comparison authorities", text: (row) => row.comparison },
  { title: "True effect", text: (row) => String(row.effect), isNumber: true },
  { title: "Found", text: within, isNumber: true },
  { title: "Intervals that hold it", text: (row) => share(row.covered), isNumber: true },
  { title: "Bias", text: (row) => fixed(row.bias, 2), isNumber: true },
];

/** False verdicts on children by one limit of all authorities, and by limits of their own. */
export function pooledLimitsFigure(rows: readonly PooledLimit[], { width }: Options): HTMLElement {
  const of = (limit: PooledLimit["limit"]) =>
    rows.filter((row) => row.limit === limit).map((row) => row.share);
  const range = (shares: readonly number[]) =>
    `${share(Math.min(...shares))} to ${share(Math.max(...shares))}`;
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      rows.map((row) => ({
        label: `${row.limit === "pooled" ? "One limit" : "Its own"}, ${row.spread} points apart`,
        value: 100 * row.share,
        lower: 100 * (row.share - row.margin),
        upper: 100 * (row.share + row.margin),
        colour: TRIAL,
        isHollow: row.limit !== "pooled",
      })),
      {
        width,
        axis: "Children called changed although none changed, per cent (5 promised)",
        narrowAxis: "False verdicts, per cent",
        hasZero: true,
        format: percent,
      },
    ),
    {
      title: "One limit for an instrument, or one for each authority",
      summary: `By one limit (filled) ${range(of("pooled"))} of children are called changed, however far apart an authority’s children lie. By a limit of the authority’s own spread (hollow) it would be ${range(of("own"))}: the same change would be judged apart.`,
      basis: `${SIMULATED} Three authorities of 150 children whose raters err alike.`,
      definition: "./change#more-than-error",
      file: "calibration-pooled-limits",
      columns: [
        { title: "Limit of", text: (row) => (row.limit === "pooled" ? "all" : "the authority") },
        { title: "Spread of need", text: (row) => whole(row.spread), isNumber: true },
        { title: "Called changed", text: within, isNumber: true },
      ],
    },
  );
}

/** Intervals of published means and of the headline, which have noise so that no child can be found. */
export function noisyCoverageFigure(
  rows: readonly NoisyCoverage[],
  { width }: Options,
): HTMLElement {
  const of = (what: NoisyCoverage["what"]) =>
    rows.filter((row) => row.what === what).map((row) => row.share);
  const least = (what: NoisyCoverage["what"]) => share(Math.min(...of(what)));
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      rows.map((row) => ({
        label: `${row.what === "mean change" ? "Mean" : "Headline"}, ${row.children} children`,
        value: 100 * row.share,
        lower: 100 * (row.share - row.margin),
        upper: 100 * (row.share + row.margin),
        colour: TRIAL,
        isHollow: row.what === "trial effect",
      })),
      {
        width,
        axis: "Intervals that hold the truth, per cent (95 promised)",
        narrowAxis: "Hold the truth, per cent",
        hasZero: false,
        format: percent,
      },
    ),
    {
      title: "With the noise that keeps children unknown",
      summary: `Intervals of a mean (filled) hold the truth in at least ${least("mean change")} of cases, those of the headline (hollow) in at least ${least("trial effect")}.`,
      basis: `${SIMULATED} Means of 30 to 300 children; the headline of three authorities against six, each of as many.`,
      definition: "./disclosure#noise",
      file: "calibration-noise",
      columns: [
        { title: "Interval of", text: (row) => row.what },
        { title: "Children", text: (row) => whole(row.children), isNumber: true },
        { title: "Hold the truth", text: within, isNumber: true },
      ],
    },
  );
}

/** The children's headline where authorities use different instruments, and the plain comparison. */
export function withinInstrumentFigure(
  rows: readonly WithinInstrument[],
  { width }: Options,
): HTMLElement {
  const headline = rows.filter(({ method }) => method.startsWith("within"));
  const other = rows.filter((row) => !headline.includes(row));
  const bias = (some: readonly WithinInstrument[]) =>
    fixed(Math.max(...some.map((row) => Math.abs(row.bias))), 1);
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      rows
        .filter(({ effect }) => effect === 0)
        .map((row) => ({
          label: `${row.trial} against ${row.comparison}${headline.includes(row) ? "" : ", over all"}`,
          value: 100 * row.share,
          lower: 100 * (row.share - row.margin),
          upper: 100 * (row.share + row.margin),
          colour: TRIAL,
          isHollow: !headline.includes(row),
        })),
      {
        width,
        axis: "Trials without an effect in which one is found, per cent (5 promised)",
        narrowAxis: "False findings, per cent",
        hasZero: true,
        format: percent,
      },
    ),
    {
      title: "Where authorities use different instruments",
      summary: `Compared with children read with the same instrument (filled), an effect is at most ${bias(headline)} points off on average. Over all instruments, as per cent of the most need (hollow), it is up to ${bias(other)} points off where the sides use them in other shares.`,
      basis: `${SIMULATED} Instruments whose children change by amounts 4 points apart whatever is done.`,
      definition: "./comparison",
      file: "calibration-within-instrument",
      columns: WITHIN_COLUMNS,
    },
  );
}

const SETTING_TRIAL_COLUMNS: readonly Column<SettingTrial>[] = [
  { title: "Settings", text: (row) => `${row.trial} against ${row.comparison}` },
  { title: "Differ by", text: (row) => String(row.between), isNumber: true },
  { title: "True effect", text: (row) => String(row.effect), isNumber: true },
  { title: "Found", text: within, isNumber: true },
  { title: "Intervals that hold it", text: (row) => share(row.covered), isNumber: true },
  { title: "Off by", text: (row) => fixed(row.bias, 2), isNumber: true },
];

/** A trial of settings, where there is no effect and where there is one. */
export function settingTrialsFigure(
  rows: readonly SettingTrial[],
  { width }: Options,
): HTMLElement {
  const nulls = rows.filter(({ effect }) => effect === 0);
  const most = Math.max(...nulls.map((row) => row.share));
  const least = Math.min(...rows.map((row) => row.covered));
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    intervalsChart(
      nulls.map((row) => ({
        label: `${row.trial} against ${row.comparison}${row.between === 0 ? ", alike" : ""}`,
        value: 100 * row.share,
        lower: 100 * (row.share - row.margin),
        upper: 100 * (row.share + row.margin),
        colour: TRIAL,
        isHollow: row.between === 0,
      })),
      {
        width,
        axis: "Trials without an effect in which one is found, per cent (5 promised)",
        narrowAxis: "False findings, per cent",
        hasZero: true,
        format: percent,
      },
    ),
    {
      title: "A trial of 10 or 20 settings",
      summary: `Where there is no effect, one is found in at most ${share(most)} of trials; the 95% interval holds the truth in at least ${share(least)}. Filled: settings differ by 3 points (standard deviation); hollow: they do not.`,
      basis: `${SIMULATED} Settings of 5 to 60 children, with the noise of published means.`,
      definition: "./comparison#a-trial-of-settings",
      file: "calibration-setting-trials",
      columns: SETTING_TRIAL_COLUMNS,
    },
  );
}

const POWER_COLUMNS: readonly Column<TrialEffect>[] = [
  { title: "Figures of", text: (row) => row.level },
  { title: "Comparison authorities", text: (row) => whole(row.comparisons), isNumber: true },
  { title: "Sizes", text: (row) => row.sizes },
  { title: "True effect", text: (row) => String(row.effect), isNumber: true },
  { title: "Found", text: within, isNumber: true },
  {
    title: "Intervals that hold it",
    text: (row) => (row.covered === null ? "none given" : share(row.covered)),
    isNumber: true,
  },
  { title: "Off by", text: (row) => fixed(row.bias, 2), isNumber: true },
];

/** How large an effect must be to be found. */
export function powerFigure(rows: readonly TrialEffect[], { width }: Options): HTMLElement {
  const headline = rows.filter(({ method }) => HEADLINE.test(method));
  const children = headline.filter((row) => row.level === "children" && row.sizes === "unequal");
  const six = children.filter(({ effect }) => effect === 6).map((row) => row.share);
  const bias = Math.max(...headline.map((row) => Math.abs(row.bias)));
  return figure(
    headline.map((row) => ({ ...row, symbol: null })),
    linesChart(
      children.map((row) => ({
        x: row.effect,
        y: row.share,
        series: `3 against ${row.comparisons}`,
      })),
      {
        width,
        x: "True difference in change, points of 100",
        y: "Trials in which it is found",
        format: share,
        references: [{ y: 0.8, label: "80% power" }],
      },
    ),
    {
      title: "How large an effect must be to be found",
      summary: `With three trial authorities a true difference of 6 points is found in ${share(Math.min(...six))} to ${share(Math.max(...six))} of trials. “No evidence either way” is therefore not evidence that nothing happened. Planted effects come back within ${fixed(bias, 2)} of the truth on average.`,
      basis: `${SIMULATED} Authorities differ by 3 points of change, children by 14; 15 to several hundred children an authority.`,
      definition: "./comparison",
      file: "calibration-power",
      columns: POWER_COLUMNS,
    },
  );
}
