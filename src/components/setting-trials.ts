import type { SettingTrial } from "../../pipelines/measures/setting-trials/measure.ts";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { findingsChart } from "./findings-chart.js";
import { liveParts } from "./live.js";
import { heading } from "./page-parts.js";
import { distinct } from "./rows.js";
import type { Column } from "./table.js";
import { decimal, lowerFirst, month, points, upperFirst, whole } from "./words.js";

const PLAIN = "difference in change";
const LESS_OTHERS = "difference in change, less that of all other children";

/** What stands where a figure is none, and is not hidden. */
const none = ({ symbol }: SettingTrial): string | null => (symbol === null ? "–" : null);

/** Whom a row is of, or how else it was asked. */
const named = ({ subgroup_title, method }: SettingTrial): string => {
  if (subgroup_title !== null) {
    return `${upperFirst(subgroup_title)}${method === LESS_OTHERS ? ", less all other children" : ""}`;
  }
  return method === PLAIN ? "All children" : upperFirst(method.replace(`${PLAIN}, `, ""));
};

const COLUMNS: readonly Column<SettingTrial>[] = [
  text("Children, or way of asking", named),
  number("Trial settings", "trial_settings", whole, none),
  number("Other settings", "comparison_settings", whole, none),
  number("Children of the trial", "trial_n", whole, none),
  number("Others", "comparison_n", whole, none),
  number("Change in the trial", "trial_mean", points, none),
  number("Change elsewhere", "comparison_mean", points, none),
  number("Difference", "estimate", points, none),
  {
    title: "95% interval",
    text: (row) =>
      row.lower === null || row.upper === null
        ? "–"
        : `${points(row.lower)} to ${points(row.upper)}`,
  },
  text("How secure, of 5", (row) => (row.security === null ? "–" : String(row.security))),
  text("What may be said", "grade"),
];

const chartOf = (rows: readonly SettingTrial[], width: number): Element =>
  findingsChart(rows, named, {
    width,
    axis: "Difference in change, trial settings less the others, points of 100",
    narrowAxis: "Difference, points of 100",
    format: points,
  });

/** A trial of settings: the difference in change of one comparison, in each way it was asked. */
export function settingTrials(
  all: readonly SettingTrial[],
  { width }: { width: number },
): HTMLElement {
  // All children come before some of them.
  const rows = [
    ...all.filter(({ subgroup }) => subgroup === null),
    ...all.filter(({ subgroup }) => subgroup !== null),
  ];
  const primary = rows.find((row) => row.is_primary) ?? rows[0];
  const told = rows.filter((row) => row.estimate !== null);
  return figure(rows, told.length ? chartOf(rows, width) : null, {
    title: primary
      ? `Did needs fall more at the trial settings? ${primary.comparison_title}`
      : "Did needs fall more at the trial settings?",
    summary: primary
      ? `${primary.sentence}${told.length > 1 ? " Left of zero, needs fell more at the trial settings. Filled is all children, as registered; hollow are the other ways of asking, of which one may stand out by chance." : ""}`
      : "No design names settings as the units of a trial.",
    basis: primary ? basisOf(primary) : "",
    definition: "./method/comparison#a-trial-of-settings",
    file: `setting-trials${primary ? `-${primary.evaluation}-${primary.comparison}` : ""}`,
    columns: COLUMNS,
  });
}

function basisOf(row: SettingTrial): string {
  const about =
    row.trial_n === null || row.comparison_n === null
      ? ""
      : `About ${whole(row.trial_n)} children of ${row.trial_settings} trial settings and ${whole(row.comparison_n)} of ${row.comparison_settings} others, read again after ${row.fewest_days} to ${row.most_days} days; intervals allow for differences between ${row.clustered_by} (cluster-robust CR2${row.df === null ? "" : `, ${decimal(row.df)} degrees of freedom`}); latest assessment ${month(row.as_of)}. `;
  const isWhole = Number.isInteger(row.estimate ?? 0.5);
  return `${row.security_why ? `How secure: ${row.security_why}. ` : ""}${about}${isWhole ? "Figures are whole points, each rounded by itself. " : ""}Design of ${row.registered_on}. Keep in mind: ${lowerFirst(row.caveats)}.`;
}

/** Every trial of settings, each comparison by itself. */
export function settingTrialsView(rows: readonly SettingTrial[]): HTMLElement {
  const keyOf = (row: SettingTrial) => `${row.evaluation}|${row.comparison}`;
  return liveParts(
    () => ({}),
    [
      heading("A trial of settings"),
      ...distinct(rows.map(keyOf)).map((key) => ({
        key: () => key,
        draw: (_: object, width: number) =>
          settingTrials(
            rows.filter((row) => keyOf(row) === key),
            { width },
          ),
      })),
    ],
  );
}
