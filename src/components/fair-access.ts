import { group } from "d3";
import type { FairAccess } from "../../pipelines/measures/fair-access/measure.ts";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { noneShown } from "./reasons.js";
import { intervalsOf } from "./share-intervals.js";
import { inList, month, percent, plural, sumOf, whole } from "./words.js";

interface Options {
  width: number;
  outcome: FairAccess["outcome"];
  root: string;
}

export const OUTCOMES: Record<string, { title: string; axis: string; what: string; of: string }> = {
  refused: {
    title: "Requests refused",
    axis: "Per cent of decided requests",
    what: "of requests were refused",
    of: "Decided requests for an assessment, the last of each child",
  },
  late: {
    title: "Plans later than 20 weeks",
    axis: "Per cent of plans issued",
    what: "of plans were late",
    of: "Plans issued, lawful exceptions left out",
  },
  apart: {
    title: "Placed apart from mainstream",
    axis: "Per cent of children placed",
    what: "of children were placed apart from mainstream",
    of: "Children placed on the last January, early years and colleges left out",
  },
  away: {
    title: "Placed at a school of another council",
    axis: "Per cent of children placed",
    what: "of children were placed at a school of another council",
    of: "Children placed on the last January at a school that the register knows",
  },
  tried: {
    title: "Tried in mainstream within a year",
    axis: "Per cent of children apart from mainstream",
    what: "of children apart from mainstream were tried there within 52 weeks",
    of: "Children apart from mainstream of whom 52 weeks are known, the first time; a move at a phase transfer is none",
  },
  lasted: {
    title: "Still in mainstream 26 weeks after a return",
    axis: "Per cent of children tried there",
    what: "of children tried in mainstream were still there after 26 weeks",
    of: "Children tried in mainstream of whom 26 weeks since are known, the first time",
  },
  broke_down: {
    title: "Placement broken down within a year",
    axis: "Per cent of children placed anew",
    what: "of new placements broke down within 52 weeks",
    of: "Children placed anew of whom 52 weeks since are known, the first time",
  },
  unreviewed: {
    title: "Plans not reviewed for more than a year",
    axis: "Per cent of plans in force",
    what: "of plans had not been reviewed for more than a year",
    of: "Plans of the last SEN2 return that were in force on its census day and more than a year old; more than a year is 365 days and a grace of 28",
  },
  high_need: {
    title: "High need at the first reading",
    axis: "Per cent with 50 points or more",
    what: "of children had 50 points of need or more",
    of: "Children read by a professional, their first reading, whatever the instrument",
  },
  dear: {
    title: "A year of support of £20,000 or more",
    axis: "Per cent of children",
    what: "of children had £20,000 or more spent on a year of support",
    of: "Children in one kind of placement all of the last financial year who have a row of spend, transport left out, in cash",
  },
  asked: {
    title: "Family or young person gave their own view",
    axis: "Per cent of children",
    what: "of children had their own view or their family’s taken",
    of: "Children read by a professional with an instrument that has a place for their view; taken within 90 days of such a reading",
  },
};

const KINDS: Record<string, string> = {
  sex: "Sex",
  age: "Age",
  need: "Need",
  year: "Year",
  place: "Locality",
  ethnicity: "Ethnic group",
  meals: "Free school meals",
  care: "Care status",
};
const UNKNOWN = "Not known";

/** One outcome by each division of children, each group beside everyone's. */
export function fairAccessFigure(
  rows: readonly FairAccess[],
  { width, outcome, root }: Options,
): HTMLElement {
  const about = OUTCOMES[outcome]!;
  const own = rows.filter((row) => row.outcome === outcome);
  const marks = own.flatMap(({ group_kind, group_name, share, lower, upper }) =>
    share === null || lower === null || upper === null || group_name === UNKNOWN
      ? []
      : [{ name: `${KINDS[group_kind]}: ${group_name}`, share, lower, upper }],
  );
  const hidden = own.filter((row) => row.child_count === null).length;
  return figure(own, marks.length ? intervalsOf(marks, about.axis, width, usualOf(own)) : null, {
    title: `${about.title}: ${own[0]?.authority_name ?? ""}`,
    summary: summaryOf(own, about.what),
    basis: `${about.of}${howMany(own)}${latest(own)}. Intervals are Wilson’s, of counts to the nearest five. A gap is no finding of unfairness: needs differ between groups, and groups overlap.${hidden ? ` ${plural(hidden, "count is", "counts are")} hidden.` : ""}`,
    definition: `${root}/method/fair-access`,
    file: "fair-access",
    isPictureFirst: true,
    columns: [
      text("By", (row) => KINDS[row.group_kind] ?? row.group_kind),
      text("Group", "group_name"),
      number("Children", "all_count", whole),
      number("Of them", "child_count", whole),
      number("Share", "share", percent),
      between(
        "95% interval",
        ({ lower, upper }) => ({ lower, upper }),
        (end) => `${whole(end)}%`,
      ),
      number("Gap to everyone, points", "gap", whole),
      between(
        "95% interval of the gap",
        ({ gap_lower, gap_upper }) => ({ lower: gap_lower, upper: gap_upper }),
        whole,
      ),
    ],
  });
}

const latest = ([row]: readonly FairAccess[]): string =>
  row ? `; latest ${month(row.as_of)}` : "";

/**
 * How many children there are, by a division of which every group is shown, or at least how many; and of
 * how many no sex is known.
 */
function howMany(rows: readonly FairAccess[]): string {
  const divisions = [...group(rows, ({ group_kind }) => group_kind).values()].map((own) => ({
    children: sumOf(own, ({ all_count }) => all_count),
    isWhole: own.every(({ all_count }) => all_count !== null),
  }));
  const divided = divisions.find(({ isWhole }) => isWhole);
  const most = Math.max(0, ...divisions.map(({ children }) => children));
  if (most === 0) return "";
  const all = divided
    ? `: about ${whole(divided.children)}`
    : `: at least about ${whole(most)}, who are in groups that are shown`;
  const unknown =
    rows.find(({ group_kind, group_name }) => group_kind === "sex" && group_name === UNKNOWN)
      ?.all_count ?? 0;
  return unknown > 0 ? `${all}; of about ${whole(unknown)} no sex is known` : all;
}

/** Groups with their gaps to everyone, the widest first; those of whom it is not known are among them. */
const gapsOf = (rows: readonly FairAccess[]) =>
  rows
    .flatMap(({ group_kind, group_name, share, gap, gap_lower, gap_upper }) => {
      if (share === null || gap === null || gap_lower === null || gap_upper === null) return [];
      const isApart = gap_lower > 0 || gap_upper < 0;
      return [{ group_kind, group_name, share, gap, isApart, isKnown: group_name !== UNKNOWN }];
    })
    .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));

/** Everyone's share, about: what groups differ from. */
const usualOf = (rows: readonly FairAccess[]): number | null =>
  rows.find(({ everyone }) => everyone !== null)?.everyone ?? null;

/**
 * The widest gap whose interval leaves nought out, as one of all known groups that are shown, and whether
 * those of whom it is not known stand apart as well; of hidden groups nothing.
 */
function summaryOf(rows: readonly FairAccess[], what: string): string {
  const usual = usualOf(rows);
  if (usual === null) return noneShown("group", "to whom it happened, or did not");
  const all = gapsOf(rows);
  const gaps = all.filter(({ isKnown }) => isKnown);
  const apart = gaps.filter(({ isApart }) => isApart);
  const unknown = all.filter(({ isKnown, isApart }) => !isKnown && isApart);
  const besides =
    unknown.length === 0
      ? ""
      : ` Children of whom it is not known stand apart${apart.length > 0 ? " as well" : ""}, by ${inList(unknown.map((row) => `${KINDS[row.group_kind]!.toLowerCase()} (${percent(row.share)})`))}.`;
  const [widest] = apart;
  if (gaps.length === 0) return `About ${usual}% ${what}; no known group can be shown.${besides}`;
  return widest
    ? `About ${usual}% ${what}; ${percent(widest.share)} of the group “${widest.group_name}”. Of ${plural(gaps.length, "gap of a known group", "gaps of known groups")} shown, ${whole(apart.length)} ${apart.length === 1 ? "has an interval that leaves" : "have intervals that leave"} out zero, and none of these is wider; by chance alone about 1 in 20 would.${besides}`
    : `About ${usual}% ${what}; of ${plural(gaps.length, "known group that is", "known groups that are")} shown, none has a gap whose interval leaves out zero.${besides}`;
}
