import type { ScoreTrust } from "../../pipelines/measures/score-trust/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { folded, paragraph } from "./page-parts.js";
import { distinct } from "./rows.js";
import { inShort, month, plural, points, symbolMeaning, whole } from "./words.js";

/** The threats in the order of the page: what each is asked as, and where it is defined. */
export const THREAT_TITLES: Record<ScoreTrust["threat"], { title: string; anchor: string }> = {
  heaping: { title: "Do scores gather at a cut-off?", anchor: "cut-offs" },
  funding_change: { title: "Did scores rise when money began to follow them?", anchor: "money" },
  setting_change: {
    title: "Did the child change setting between the readings?",
    anchor: "setting",
  },
  rater_view: { title: "Did another kind of rater make the second reading?", anchor: "rater" },
  lateness: { title: "Were children read again in time?", anchor: "late" },
  floor_ceiling: { title: "Is there room for the score to move?", anchor: "limits" },
  agreement: { title: "Do the views agree?", anchor: "views" },
};

const UNITS = {
  share: {
    axis: "Per cent",
    title: "shares",
    format: (value: number) => `${whole(value)}%`,
    scale: 100,
  },
  points: {
    axis: "Points of need, of 100",
    title: "points of need",
    // Of fewer than 200 children it is known in whole points.
    format: points,
    scale: 1,
  },
  agreement: {
    axis: "Agreement, 1 is complete",
    title: "agreement",
    format: (value: number) => value.toFixed(2).replace("-", "\u2212"),
    scale: 1,
  },
};

const label = ({ part_title, domain_title, unit }: ScoreTrust, all: readonly ScoreTrust[]) =>
  domain_title === null
    ? part_title
    : distinct(all.filter((row) => row.unit === unit).map((row) => row.part_title)).length > 1
      ? `${domain_title}: ${part_title}`
      : domain_title;

/** One threat: what was looked at, found, how sure that is and what it means, then its figures. */
export function trustSection(
  said: TrustStatement,
  rows: readonly ScoreTrust[],
  { width }: { width: number },
): HTMLElement {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  heading.id = said.threat;
  heading.textContent = THREAT_TITLES[said.threat].title;
  const list = document.createElement("dl");
  const say = (term: string, words: string) => {
    const name = document.createElement("dt");
    name.textContent = term;
    const text = document.createElement("dd");
    text.textContent = words;
    list.append(name, text);
  };
  say("Looked at", said.looked);
  say("How sure", said.sure);
  say("What it would mean", said.meaning);
  const figures = (["share", "points", "agreement"] as const).flatMap((unit) => {
    const own = rows.filter((row) => row.unit === unit);
    return own.some(({ estimate }) => estimate !== null)
      ? [trustFigure(said, own, unit, width)]
      : [];
  });
  section.append(
    heading,
    paragraph(`${said.is_flagged ? "To be kept in mind: " : ""}${said.found}`),
    folded(`How this was looked at: ${THREAT_TITLES[said.threat].title}`, list, ...figures),
  );
  return section;
}

const instead = ({ symbol, reason }: ScoreTrust): string =>
  symbol === null ? (reason ?? "no figure") : (symbolMeaning[symbol] ?? "hidden");

function trustFigure(
  said: TrustStatement,
  rows: readonly ScoreTrust[],
  unit: ScoreTrust["unit"],
  width: number,
): HTMLElement {
  const { axis, title, format, scale } = UNITS[unit];
  const times = (value: number | null) => (value === null ? null : value * scale);
  const lines = rows.map((row) => ({
    label: label(row, rows),
    value: times(row.estimate),
    lower: times(row.lower),
    upper: times(row.upper),
    colour: TRIAL,
    isHollow: !row.is_flagged,
    instead: instead(row),
  }));
  const shown = rows.filter(({ estimate }) => estimate !== null);
  const most = Math.max(...shown.map((row) => row.child_count ?? 0));
  return figure(rows, intervalsChart(lines, { width, axis, hasZero: true, format }), {
    title: `${THREAT_TITLES[said.threat].title.replace("?", "")}: ${title}`,
    summary: summaryOf(said, shown, rows),
    basis: `Up to about ${whole(most)} children or readings; latest reading ${month(rows[0]?.as_of ?? null)}.`,
    definition: `./method/trust#${THREAT_TITLES[said.threat].anchor}`,
    file: `score-trust-${said.threat.replace("_", "-")}`,
    columns: [
      text("What", (row) => label(row, rows)),
      number("Figure", (row) => times(row.estimate), format, instead),
      between(
        "95% interval",
        (row) => ({ lower: times(row.lower), upper: times(row.upper) }),
        format,
      ),
      number("Bound", (row) => times(row.expected), format),
      number("Children or readings", "child_count", whole),
    ],
  });
}

function summaryOf(
  { authority_name }: TrustStatement,
  shown: readonly ScoreTrust[],
  rows: readonly ScoreTrust[],
): string {
  const flagged = shown.filter(({ is_flagged }) => is_flagged).map((row) => label(row, rows));
  const bounded = shown.filter(({ bound_side }) => bound_side !== null).length;
  const beyond =
    bounded === 0
      ? "none of which has a bound"
      : `${whole(bounded)} of them with a bound: ${
          flagged.length === 0
            ? "none is beyond it with its whole interval"
            : `${whole(flagged.length)} beyond it with the whole interval, ${inShort(flagged)}`
        }`;
  return `${plural(shown.length, "figure", "figures")} of ${authority_name}, ${beyond}. Filled dots are flagged, hollow ones are not; lines are 95% intervals. A figure beyond its bound whose interval reaches back is not flagged.`;
}
