import type { ScoreTrust } from "../../pipelines/measures/score-trust/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { distinct } from "./rows.js";
import { decimal, interval, month, percent, plural, symbolMeaning, whole } from "./words.js";

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
  share: { axis: "Per cent", title: "shares", format: percent, scale: 100 },
  points: { axis: "Points of need, of 100", title: "points of need", format: decimal, scale: 1 },
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
  say(said.is_flagged ? "Found, and to be kept in mind" : "Found", said.found);
  say("How sure", said.sure);
  say("What it would mean", said.meaning);
  section.append(heading, list);
  for (const unit of ["share", "points", "agreement"] as const) {
    const own = rows.filter((row) => row.unit === unit);
    if (own.some(({ estimate }) => estimate !== null)) {
      section.append(trustFigure(said, own, unit, width));
    }
  }
  return section;
}

function trustFigure(
  said: TrustStatement,
  rows: readonly ScoreTrust[],
  unit: ScoreTrust["unit"],
  width: number,
): HTMLElement {
  const { axis, title, format, scale } = UNITS[unit];
  const times = (value: number | null) => (value === null ? null : value * scale);
  const instead = ({ symbol, reason }: ScoreTrust) =>
    symbol === null ? (reason ?? "no figure") : (symbolMeaning[symbol] ?? "hidden");
  const shown = rows.filter(({ estimate }) => estimate !== null);
  const flagged = shown.filter(({ is_flagged }) => is_flagged);
  const most = Math.max(...shown.map((row) => row.child_count ?? 0));
  return figure(
    rows,
    intervalsChart(
      rows.map((row) => ({
        label: label(row, rows),
        value: times(row.estimate),
        lower: times(row.lower),
        upper: times(row.upper),
        colour: TRIAL,
        isHollow: !row.is_flagged,
        instead: instead(row),
      })),
      { width, axis, hasZero: true, format },
    ),
    {
      title: `${THREAT_TITLES[said.threat].title.replace("?", "")}: ${title}`,
      summary: `${plural(shown.length, "figure", "figures")} of ${said.authority_name}, ${flagged.length === 0 ? "none of them beyond its bound" : `${whole(flagged.length)} beyond its bound: ${flagged.map((row) => label(row, rows)).join("; ")}`}. Filled dots are beyond the bound; lines are 95% intervals.`,
      basis: `Up to about ${whole(most)} children or readings; latest reading ${month(rows[0]?.as_of ?? null)}.`,
      definition: `./method/trust#${THREAT_TITLES[said.threat].anchor}`,
      file: `score-trust-${said.threat.replace("_", "-")}`,
      columns: [
        { title: "What", text: (row) => label(row, rows) },
        {
          title: "Figure",
          text: (row) => (row.estimate === null ? instead(row) : format(row.estimate * scale)),
          isNumber: true,
        },
        {
          title: "95% interval",
          text: (row) => interval(times(row.lower), times(row.upper), format),
          isNumber: true,
        },
        {
          title: "Bound",
          text: (row) => (row.expected === null ? null : format(row.expected * scale)),
          isNumber: true,
        },
        {
          title: "Children or readings",
          text: (row) => (row.child_count === null ? null : whole(row.child_count)),
          isNumber: true,
        },
      ],
    },
  );
}
