import type { Reintegration } from "../../pipelines/measures/reintegration/measure.ts";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { noneShown } from "./reasons.js";
import { intervalsOf, type ShareMark } from "./share-intervals.js";
import { inList, month, sumOf, whole } from "./words.js";

interface Options {
  width: number;
  stage: Reintegration["stage"];
  root: string;
}

const WORDS = {
  tried: {
    title: "Apart from mainstream, and tried there within a year",
    axis: "Per cent tried in mainstream within 52 weeks",
    event: "were tried in a mainstream place within 52 weeks",
    column: "Tried in mainstream",
    still: "Still apart",
    left: "Left, or changed at a phase transfer",
  },
  held: {
    title: "Tried in mainstream, and still there a year later",
    axis: "Per cent still in mainstream after 52 weeks",
    event: "were still in mainstream after 52 weeks",
    column: "Back apart",
    still: "Still in mainstream",
    left: "Left, or changed at a phase transfer",
  },
  placed: {
    title: "Placements that broke down within a year",
    axis: "Per cent broken down within 52 weeks",
    event: "saw their placement break down within 52 weeks",
    column: "Broken down",
    still: "Still placed there",
    left: "Ended as planned, or for another reason",
  },
} as const;

/** A move at a phase transfer is planned by age: what became of those children in each figure. */
const TRANSFERS: Record<Reintegration["stage"], (moves: string) => string> = {
  tried: (moves) =>
    ` About ${moves} moves to mainstream at a phase transfer are no attempt: those children count as changed.`,
  held: (moves) =>
    ` About ${moves} moves to mainstream at a phase transfer were no attempt, and are not among these children; one that ends a stay there counts as changed.`,
  placed: () => "",
};

const WEEK = 52;
const SIDES = ["all", "trial", "comparison"];

/** Children tried in mainstream, or still there, within a year: each side and each authority. */
export function reintegrationFigure(
  rows: readonly Reintegration[],
  { width, stage, root }: Options,
): HTMLElement {
  const words = WORDS[stage];
  const own = rows.filter((row) => row.stage === stage);
  const marks = own.flatMap((row): ShareMark[] => {
    const [share, lower, upper] =
      stage !== "held"
        ? [row.event_share, row.event_lower, row.event_upper]
        : [row.still_share, row.still_lower, row.still_upper];
    return row.week === WEEK && share !== null && lower !== null && upper !== null
      ? [{ name: row.authority_name, share, lower, upper }]
      : [];
  });
  const codes = new Map(own.map((row) => [row.authority_name, row.authority_code]));
  // All and the sides come first, then the authorities by name, as the rows do.
  const orderOf = ({ name }: ShareMark) => {
    const place = SIDES.indexOf(codes.get(name) ?? "");
    return place === -1 ? SIDES.length : place;
  };
  const atWeek = (code: string) =>
    own.find((row) => row.authority_code === code && row.week === WEEK);
  marks.sort((a, b) => orderOf(a) - orderOf(b));
  const sides = SIDES.flatMap((code) => {
    const mark = marks.find(({ name }) => name === atWeek(code)?.authority_name);
    return mark
      ? [
          `${whole(mark.share)} in 100 (${whole(mark.lower)} to ${whole(mark.upper)}) of ${code === "all" ? "all together" : `${code} authorities`}`,
        ]
      : [];
  });
  const all = atWeek("all");
  const transfers = all?.phase_transfers ?? null;
  return figure(own, marks.length ? intervalsOf(marks, words.axis, width) : null, {
    title: words.title,
    summary: sides.length
      ? `${inList(sides)} ${words.event}.`
      : noneShown("share", "to whom it happened"),
    basis: all?.child_count
      ? `About ${whole(all.child_count)} children of ${whole(own.filter((row) => row.week === WEEK && !SIDES.includes(row.authority_code)).length)} authorities, known to ${month(all.as_of)}; ${whole(sumOf([all], (row) => row.at_risk))} still followed at 52 weeks, to whom nothing had happened. Leaving otherwise is counted as what it is (Aalen and Johansen).${transfers ? TRANSFERS[stage](whole(transfers)) : ""} Intervals take children to be independent of each other; sides differ in more than the trial.`
      : "Placement extracts.",
    definition: `${root}/method/reintegration`,
    file: "reintegration",
    isPictureFirst: stage === "tried",
    columns: [
      text("Whose", "authority_name"),
      number("Weeks", "week", whole),
      number("Children", "child_count", whole),
      number(words.column, "event_share", (share) => `${whole(share)}%`),
      between(
        "95% interval",
        ({ event_lower, event_upper }) => ({ lower: event_lower, upper: event_upper }),
        (end) => `${whole(end)}%`,
      ),
      number(words.left, "other_share", (share) => `${whole(share)}%`),
      number(words.still, "still_share", (share) => `${whole(share)}%`),
      between(
        "95% interval",
        ({ still_lower, still_upper }) => ({ lower: still_lower, upper: still_upper }),
        (end) => `${whole(end)}%`,
      ),
    ],
  });
}
