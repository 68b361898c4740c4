import type { VerdictsByAuthority } from "../../pipelines/measures/verdicts-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { BEHIND, SERIES } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { noneShown } from "./reasons.js";
import { type SharePart, sharesChart } from "./shares-chart.js";
import type { Column } from "./table.js";
import { decimal, inList, inShort, month, plural, sumOf, whole } from "./words.js";

const IMPROVED = "improved";
const UNCHANGED = "no reliable change";
const UNCHANGED_OR_FEW = "no reliable change, with the few not shown";
const WORSENED = "worsened";
const FEW = "fewer than 5 children";

type Row = VerdictsByAuthority;

const COLOURS = new Map([
  [IMPROVED, SERIES[0] as string],
  [UNCHANGED, BEHIND],
  [UNCHANGED_OR_FEW, "var(--rule)"],
  [WORSENED, SERIES[1] as string],
]);

/** How many children changed by more than error, one bar an authority. */
export function verdictsByAuthority(
  rows: readonly Row[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const named = authorityNames(rows);
  const shown = rows.filter((row) => row.unchanged_share !== null);
  const unknown = rows.filter((row) => row.symbol === "x");
  const hidden = rows.filter((row) => row.symbol === "c");
  const unrated = new Set(unknown.map(named));
  const parts = shown.flatMap((row) => partsOf(row, named(row)));
  const seen = new Set(parts.flatMap(({ kind, share }) => (share === 0 ? [] : [kind])));
  const chart = sharesChart(parts, {
    width,
    axis: "Per cent of children with two readings",
    colours: new Map([...COLOURS].filter(([kind]) => seen.has(kind))),
    names: rows.map(named),
    instead: (name) => (unrated.has(name) ? "not known how far raters agree" : "hidden"),
  });
  return figure(rows, rows.length ? chart : null, {
    title,
    summary: summaryOf(shown, unknown, named, rows[0]?.error_share ?? 0),
    basis: `About ${whole(sumOf(shown, (row) => row.child_count))} children with two readings by professionals at a distance that counts${hidden.length ? `; ${plural(hidden.length, "authority is", "authorities are")} hidden so that no child can be identified` : ""}; latest reading ${month(rows[0]?.as_of ?? null)}. Intervals of the shares are in the table; they leave out that agreement itself is known only from children scored twice. Needs recorded when they are high tend to fall, so more may improve than worsen without any support.`,
    definition: "./method/change#more-than-error",
    file: "verdicts-by-authority",
    columns: columnsOf(named),
  });
}

const columnsOf = (named: (row: Row) => string): Column<Row>[] => [
  text("Authority", named),
  number("Children", "child_count", whole),
  {
    title: "Improved",
    text: (row) => part(row, row.improved_share, row.improved_lower, row.improved_upper),
    isNumber: true,
  },
  number("No reliable change", "unchanged_share", (share) => `${share}%`),
  {
    title: "Worsened",
    text: (row) => part(row, row.worsened_share, row.worsened_lower, row.worsened_upper),
    isNumber: true,
  },
  number("More than error from", "threshold", (value) => `${decimal(value)} points`),
  {
    title: "Agreement of raters",
    text: (row) =>
      row.reliability === null
        ? null
        : `${row.reliability.toFixed(2)} (${row.reliability_count === null ? "published" : `about ${whole(row.reliability_count)} children`})`,
    isNumber: true,
  },
];

const partsOf = (row: Row, name: string): SharePart[] => [
  { name, kind: IMPROVED, share: row.improved_share ?? 0 },
  { name, kind: unchanged(row), share: row.unchanged_share },
  { name, kind: WORSENED, share: row.worsened_share ?? 0 },
];

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
  shown: readonly Row[],
  unknown: readonly Row[],
  named: (row: Row) => string,
  error: number,
): string {
  const ask =
    unknown.length > 0
      ? ` For ${inShort(unknown.map(named))} nothing can be said: it is not known how far two raters agree. Have at least 30 children scored a second time by a moderator, and load those readings.`
      : "";
  if (shown.length === 0) {
    return unknown.length > 0 ? ask.trim() : noneShown("authority");
  }
  return `By more than error, need fell for ${spread(shown, named, (row) => row.improved_share)}, and rose for ${spread(shown, named, (row) => row.worsened_share)}. By error alone about ${decimal(error)}% would seem to fall, and as many to rise.${ask}`;
}

/** A share in each of up to three authorities; of more the largest and the smallest, of those that are known. */
function spread(
  rows: readonly Row[],
  named: (row: Row) => string,
  shareOf: (row: Row) => number | null,
): string {
  const said = (row: Row) =>
    `${shareOf(row) === null ? FEW : `${shareOf(row)}% of children`} in ${named(row)}`;
  const known = rows.filter((row) => shareOf(row) !== null);
  if (known.length === 0) return `${FEW} in ${rows.length === 1 ? named(rows[0]!) : "each"}`;
  if (rows.length <= 3) return inList(rows.map(said));
  const few = rows.length - known.length;
  const others = few === 0 ? "" : `; ${FEW} in ${few === 1 ? "the other" : "each of the others"}`;
  const shares = known.map((row) => shareOf(row) as number);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const at = (share: number) =>
    inShort(known.filter((row) => shareOf(row) === share).map((row) => named(row)));
  if (known.length <= 2) return `${inList(known.map(said))}${others}`;
  if (least === most)
    return `${least}% of children in each${few === 0 ? "" : ` of ${whole(known.length)}`}${others}`;
  const [largest, smallest] =
    few === 0 ? ["the most", "the fewest"] : ["the most", "the fewest of these"];
  return `${most}% of children in ${at(most)}, ${largest}, to ${least}% in ${at(least)}, ${smallest}${others}`;
}
