import type { VerdictsByAuthority } from "../../pipelines/measures/verdicts-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { BEHIND, SERIES } from "./chart-style.js";
import { figure } from "./figure.js";
import { sharesChart } from "./shares-chart.js";
import { decimal, inList, month, plural, whole } from "./words.js";

interface Options {
  width: number;
  /** What was chosen, in words. */
  title: string;
}

const IMPROVED = "improved";
const UNCHANGED = "no reliable change";
const UNCHANGED_OR_FEW = "no reliable change, with the few not shown";
const WORSENED = "worsened";
const FEW = "fewer than 5 children";

/** How many children changed by more than error, one bar an authority. */
export function verdictsByAuthority(
  rows: readonly VerdictsByAuthority[],
  { width, title }: Options,
): HTMLElement {
  const named = authorityNames(rows);
  const shown = rows.filter((row) => row.unchanged_share !== null);
  const unknown = rows.filter((row) => row.symbol === "x");
  const hidden = rows.filter((row) => row.symbol === "c");
  const children = shown.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  const parts = shown.flatMap((row) => [
    { name: named(row), kind: IMPROVED, share: row.improved_share ?? 0 },
    { name: named(row), kind: unchanged(row), share: row.unchanged_share },
    { name: named(row), kind: WORSENED, share: row.worsened_share ?? 0 },
  ]);
  const kinds = new Map([
    [IMPROVED, SERIES[0] as string],
    [UNCHANGED, BEHIND],
    [UNCHANGED_OR_FEW, "var(--rule)"],
    [WORSENED, SERIES[1] as string],
  ]);
  const colours = new Map(
    [...kinds].filter(([kind]) => parts.some((part) => part.kind === kind && part.share !== 0)),
  );
  const chart = sharesChart(parts, {
    width,
    axis: "Per cent of children with two readings",
    colours,
    names: rows.map(named),
    instead: (name) =>
      unknown.some((row) => named(row) === name) ? "not known how far raters agree" : "hidden",
  });
  const error = rows[0]?.error_share ?? 0;
  return figure(rows, rows.length ? chart : null, {
    title,
    summary: summaryOf(shown, unknown, named, error),
    basis: `About ${whole(children)} children with two readings by professionals${hidden.length ? `; ${plural(hidden.length, "authority is", "authorities are")} hidden so that no child can be identified` : ""}; latest reading ${month(rows[0]?.as_of ?? null)}. Intervals of the shares are in the table; they leave out that agreement itself is known only from children scored twice. Needs recorded when they are high tend to fall, so more may improve than worsen without any support.`,
    definition: "./method/change#more-than-error",
    file: "verdicts-by-authority",
    columns: [
      { title: "Authority", text: named },
      {
        title: "Children",
        text: (row) => (row.child_count === null ? null : whole(row.child_count)),
        isNumber: true,
      },
      {
        title: "Improved",
        text: (row) => part(row, row.improved_share, row.improved_lower, row.improved_upper),
        isNumber: true,
      },
      {
        title: "No reliable change",
        text: (row) => (row.unchanged_share === null ? null : `${row.unchanged_share}%`),
        isNumber: true,
      },
      {
        title: "Worsened",
        text: (row) => part(row, row.worsened_share, row.worsened_lower, row.worsened_upper),
        isNumber: true,
      },
      {
        title: "More than error from",
        text: (row) => (row.threshold === null ? null : `${decimal(row.threshold)} points`),
        isNumber: true,
      },
      {
        title: "Agreement of raters",
        text: (row) =>
          row.reliability === null
            ? null
            : `${row.reliability.toFixed(2)} (${row.reliability_count === null ? "published" : `about ${whole(row.reliability_count)} children`})`,
        isNumber: true,
      },
    ],
  });
}

/** The few of whom nothing is shown are counted with those who did neither, and that is said. */
const unchanged = (row: VerdictsByAuthority): string =>
  row.improved_share === null || row.worsened_share === null ? UNCHANGED_OR_FEW : UNCHANGED;

/** A share with its interval; where it is not shown, why. */
function part(
  row: VerdictsByAuthority,
  share: number | null,
  lower: number | null,
  upper: number | null,
): string | null {
  if (row.unchanged_share === null) return null;
  return share === null ? FEW : `${share}% (${lower} to ${upper}%)`;
}

function summaryOf(
  shown: readonly VerdictsByAuthority[],
  unknown: readonly VerdictsByAuthority[],
  named: (row: VerdictsByAuthority) => string,
  error: number,
): string {
  const ask =
    unknown.length > 0
      ? ` For ${inList(unknown.map(named))} nothing can be said: it is not known how far two raters agree. Have at least 30 children scored a second time by a moderator, and load those readings.`
      : "";
  if (shown.length === 0) {
    return unknown.length > 0
      ? ask.trim()
      : "No authority has enough children with two readings to show.";
  }
  const ofEach = (share: (row: VerdictsByAuthority) => number | null) =>
    inList(
      shown.map(
        (row) => `${share(row) === null ? FEW : `${share(row)}% of children`} in ${named(row)}`,
      ),
    );
  const worsened = shown.every((row) => row.worsened_share === null)
    ? `It rose for ${FEW} in each of them.`
    : `It rose for ${ofEach((row) => row.worsened_share)}.`;
  return `By more than error, need fell for ${ofEach((row) => row.improved_share)}. ${worsened} By error alone about ${decimal(error)}% would seem to fall, and as many to rise.${ask}`;
}
