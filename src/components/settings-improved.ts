import type { ImprovedBySetting } from "../../pipelines/measures/improved-by-setting/measure.ts";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { missingCell } from "./reasons.js";
import { farSentence, funnelChart, positionsOf } from "./setting-funnel.js";
import { month, plural, points, whole } from "./words.js";

type Row = ImprovedBySetting;
type Shown = Row & { difference: number; improved_count: number };

const POSITIONS = positionsOf("more improved", "fewer improved");
const REASONS = { reliability_unknown: "it is not known what more than error is" };

const isShown = (row: Row): row is Shown => row.difference !== null && row.improved_count !== null;
const nameOf = (row: Row): string => `${row.setting_name}, ${row.authority_name}`;
const signed = (value: number): string => (value > 0 ? `+${points(value)}` : points(value));

/** How many of each setting's children improved by more than error, beside similar children. */
export function settingsImproved(
  rows: readonly Row[],
  { width, authority }: { width: number; authority?: string | undefined },
): HTMLElement {
  const shown = rows.filter(isShown);
  const chart = shown.length ? improvedFunnel(shown, { width, authority }) : null;
  return figure(rows, chart, {
    title: "Did more children improve, or fewer, than similar children?",
    summary: summaryOf(rows, shown),
    basis: basisOf(rows, shown),
    definition: "./method/settings#how-many-improved",
    file: "improved-by-setting",
    columns: [
      text("Setting", nameOf),
      number("Children with a change", "child_count", whole),
      {
        title: "Improved by more than error",
        text: (row) =>
          isShown(row)
            ? `${whole(row.improved_share ?? 0)}% (about ${whole(row.improved_count)})`
            : null,
        isNumber: true,
      },
      number(
        "More than similar children, percentage points",
        (row) => (isShown(row) ? row.difference : null),
        signed,
        (row) => (row.reason ? missingCell(row, REASONS) : null),
      ),
      interval95(signed),
      text("In the funnel", (row) =>
        row.position === null ? "not drawn" : POSITIONS[row.position]!,
      ),
    ],
  });
}

function improvedFunnel(
  shown: readonly Shown[],
  { width, authority }: { width: number; authority?: string | undefined },
): Element {
  const [{ child_sd, limit_sd }] = shown as [Shown];
  return funnelChart(
    shown.map((row) => ({
      n: row.child_count,
      y: row.difference,
      position: row.position,
      name: row.setting_name,
      isChosen: authority === undefined || row.authority_code === authority,
      isFar: row.position?.endsWith("99.8") ?? false,
    })),
    {
      width,
      childSd: child_sd ?? 0,
      limitSd: limit_sd ?? 0,
      noiseSum: 0,
      step: 1,
      axis: "Share improved less that of similar children, percentage points",
      narrowAxis: "More improved, points",
      format: signed,
    },
  );
}

function basisOf(rows: readonly Row[], shown: readonly Shown[]): string {
  const n = shown.reduce((sum, row) => sum + row.child_count, 0);
  const hidden = rows.filter(({ symbol }) => symbol === "c").length;
  const few = rows.filter(({ reason }) => reason === "too_few_expected").length;
  const left = [
    hidden > 0 &&
      `${plural(hidden, "setting is", "settings are")} hidden because fewer than 5 children improved, or fewer than 5 did not`,
    few > 0 &&
      `in ${plural(few, "setting", "settings")} too few were expected to improve, or not to, for anything to be said`,
  ].filter(Boolean);
  const auc = rows[0]?.auc ?? null;
  const told = shown.length
    ? `About ${whole(n)} children in ${plural(shown.length, "setting", "settings")}`
    : "No setting can be said anything of";
  return `${told}${left.length ? `; ${left.join("; ")}` : ""}${auc === null ? "" : `; the model tells who improves with an area under the curve of ${auc.toFixed(2)} (0.50 would be guessing)`}; latest reading ${month(rows[0]?.as_of ?? null)}.`;
}

function summaryOf(rows: readonly Row[], shown: readonly Shown[]): string {
  if (rows.length === 0)
    return "No setting has 20 children with two readings at a distance that counts, so none is shown by itself.";
  if (shown.length === 0) {
    return rows.every(({ reason }) => reason === "reliability_unknown")
      ? "It is not known how far two raters of this instrument agree, so it cannot be said which children improved by more than error."
      : "In no setting were enough children expected to improve by more than error for anything to be said.";
  }
  const where = plural(shown.length, "setting", "settings");
  const hidden = rows.filter(({ symbol }) => symbol === "c").length;
  const unseen =
    hidden > 0
      ? ` ${hidden === 1 ? "One more is" : `${whole(hidden)} more are`} not shown, mostly because few improved there: those drawn look better than all.`
      : "";
  const far = farSentence(shown, nameOf, [
    ["above_99.8", "More children improved than among similar children"],
    ["below_99.8", "Fewer children improved than among similar children"],
  ]);
  return far
    ? `${far}${unseen}`
    : `Of ${where}, by how many children improved by more than error, beside similar children of the same authority, none lies further off than chance and ordinary differences reach (99.8% limits). Settings are small, so that does not show that they are alike.${unseen}`;
}
