import type { ChangeBySetting } from "../../pipelines/measures/change-by-setting/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { between, interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { missingCell } from "./reasons.js";
import { farSentence, funnelChart, positionsOf } from "./setting-funnel.js";
import type { Column } from "./table.js";
import { decimal, month, plural, points, whole } from "./words.js";

const POSITIONS = positionsOf("need fell less, or rose", "need fell more");

type Row = ChangeBySetting;
type Shown = Row & { difference: number; child_count: number };

const isShown = (row: Row): row is Shown =>
  row.kind === "setting" && row.difference !== null && row.child_count !== null;

const nameOf = (row: Row): string =>
  row.kind === "setting"
    ? `${row.setting_name}, ${row.authority_name}`
    : row.kind === "no setting"
      ? `No setting, ${row.authority_name}`
      : `${plural(row.setting_count, "smaller setting", "smaller settings")}, ${row.authority_name}`;

/** Whether settings differ beyond chance at all; if not, all would be drawn to one value. */
const differs = (row: Row): boolean => (row.between_sd ?? 0) > 0;

/** Settings by how many children they have and how far their change lies from the expected one. */
export function settingsFunnel(
  rows: readonly Row[],
  { width, authority }: { width: number; authority?: string | undefined },
): HTMLElement {
  const shown = rows.filter(isShown);
  return figure(rows, shown.length ? changeFunnel(shown, { width, authority }) : null, {
    title: "Did need change more, or less, than for similar children?",
    summary: funnelSummary(rows, shown),
    basis: basisOf(rows, shown),
    definition: "./method/settings#beside-similar-children",
    file: "change-by-setting",
    columns: [
      ...NAMED,
      number("Change in need", "change_mean", points),
      number("Expected", "expected_mean", points, reasonOf),
      number("Difference", "difference", points),
      interval95(points),
      text("In the funnel", (row) =>
        row.position === null ? "not drawn" : POSITIONS[row.position]!,
      ),
    ],
  });
}

const AXIS = {
  axis: "Difference from similar children, points of 100 (less than 0: need fell more)",
  narrowAxis: "Difference, points of 100",
  hasZero: true,
  format: points,
};

/** Each setting's difference as seen, and drawn to that of all by what its own children leave open. */
export function settingsIntervals(rows: readonly Row[], { width }: { width: number }): HTMLElement {
  const shown = rows
    .filter(isShown)
    .sort((a, b) => a.difference - b.difference || (nameOf(a) < nameOf(b) ? -1 : 1));
  const lines = shown.flatMap(linesOf);
  return figure(shown, shown.length ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title: "How much of it may be chance?",
    summary: intervalsSummary(shown),
    basis: basisOf(rows, shown),
    definition: "./method/settings#drawn-in",
    file: "change-by-setting",
    columns: [
      ...NAMED,
      number("Difference as seen", "difference", points),
      between("95% interval, as seen", (row) => row),
      number("Drawn in", shrunkenOf, points, (row) =>
        row.between_sd === 0 ? "no difference found" : reasonOf(row),
      ),
      between(
        "95% interval, drawn in",
        (row) => ({
          lower: shrunkenOf(row) === null ? null : row.shrunken_lower,
          upper: row.shrunken_upper,
        }),
        points,
        () => "none",
      ),
    ],
  });
}

/** What a setting is drawn in to; nothing where settings are not told apart. */
const shrunkenOf = (row: Row): number | null => (differs(row) ? row.shrunken : null);

const linesOf = (row: Shown): IntervalRow[] => [
  {
    label: `${nameOf(row)}, as seen`,
    value: row.difference,
    lower: row.lower,
    upper: row.upper,
    colour: COMPARISON,
    isHollow: true,
  },
  ...(shrunkenOf(row) === null
    ? []
    : [
        {
          label: `${nameOf(row)}, drawn in`,
          value: row.shrunken,
          lower: row.shrunken_lower,
          upper: row.shrunken_upper,
          colour: TRIAL,
        },
      ]),
];

const NAMED: Column<Row>[] = [
  text("Setting", nameOf),
  text("Kind of setting", (row) => row.setting_type ?? "not one kind"),
  number("Children with a change", "child_count", whole),
];

const reasonOf = (row: Row): string | null =>
  row.reason === null ? null : missingCell(row, { singular_design: "no model of what to expect" });

/** Settings large enough to be a row of their own, those among them whose change is hidden. */
const largeOf = (rows: readonly Row[]): number =>
  rows.filter((row) => row.kind === "setting").length;

function basisOf(rows: readonly Row[], shown: readonly Shown[]): string {
  const n = shown.reduce((sum, row) => sum + row.child_count, 0);
  const all = rows.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  const smaller = rows.reduce(
    (sum, row) => sum + (row.kind === "smaller settings" ? row.setting_count : 0),
    0,
  );
  const large = largeOf(rows);
  const hidden = large - shown.length;
  const told = shown.length
    ? `About ${whole(n)} children in ${whole(shown.length)} of`
    : large
      ? "Children in none of"
      : "Children in no setting of 20 or more";
  return `${told}${large ? ` ${plural(large, "setting", "settings")} of 20 or more` : ""}${hidden ? ` (${plural(hidden, "is", "are")} hidden so that no child can be identified)` : ""}${all ? `, of about ${whole(all)} with a change` : ""}; about ${plural(smaller, "smaller setting is", "smaller settings are")} shown together in the table; latest reading ${month(rows[0]?.as_of ?? null)}.`;
}

function funnelSummary(rows: readonly Row[], shown: readonly Shown[]): string {
  if (shown.length === 0) {
    return rows.length === 0
      ? "No children have two readings with this instrument."
      : largeOf(rows) === 0
        ? "No setting has 20 children with two readings at a distance that counts, so none is shown by itself."
        : "The change of every setting of 20 children or more is hidden so that no child can be identified.";
  }
  const where = plural(shown.length, "setting", "settings");
  const far = farSentence(shown, nameOf, [
    ["below_99.8", "Need fell more than for similar children"],
    ["above_99.8", "Need fell less, or rose,"],
  ]);
  return (
    far ??
    `Of ${where}, beside similar children in the same authority, none lies further off than chance and ordinary differences reach (99.8% limits). Settings are small, so that does not show that they are alike.`
  );
}

function intervalsSummary(shown: readonly Shown[]): string {
  const [first] = shown;
  if (first === undefined) return "There is no setting that can be shown by itself.";
  if (first.between_sd === null) {
    return `There are too few settings of 20 or more children to separate chance from true differences (5 are needed with one instrument), so each is shown only as seen, with its interval.`;
  }
  const spread = differs(first)
    ? `Beyond chance, settings differ by about ${decimal(first.between_sd as number)} points (standard deviation)`
    : "Settings differ by no more than chance would have them differ, so no true difference between them can be shown";
  return `${spread}. The order says little: where intervals overlap, this chart cannot say that one setting did better than another.`;
}

function changeFunnel(
  shown: readonly Shown[],
  { width, authority }: { width: number; authority?: string | undefined },
): Element {
  const [{ child_sd, limit_sd, noise_sum }] = shown as [Shown];
  return funnelChart(
    shown.map((row) => ({
      n: row.child_count,
      y: row.difference,
      position: row.position,
      name: row.setting_name ?? "",
      isChosen: authority === undefined || row.authority_code === authority,
      isFar: row.position?.endsWith("99.8") ?? false,
    })),
    {
      width,
      childSd: child_sd ?? 0,
      limitSd: limit_sd ?? 0,
      noiseSum: noise_sum,
      step: 1,
      axis: "Difference from similar children, points of 100",
      narrowAxis: "Difference, points",
      format: points,
    },
  );
}
