import { IMPROVED, WORSENED } from "../instruments/scoring/pair-sql.ts";
import { inList } from "../warehouse/in-list.ts";
import { overTime, professionalDays, radar, singleAreas } from "./charts.ts";
import { type AreaChange, type ChildReadings, isReliable, type Point } from "./child-readings.ts";
import { document, type Shown } from "./document.ts";
import { dayInWords, escaped } from "./html.ts";
import { type Authority, askForPrompts } from "./prompts-page.ts";

/** The form that asks for a child; `problem` says why the last one led nowhere. */
export const askPage = (authorities: readonly Authority[], shown: Shown, problem = ""): string =>
  document(
    "Child's tracker",
    `<h1>Child’s tracker</h1>
${problem ? `<p role="alert" class="problem">${escaped(problem)}</p>` : ""}
<p>One side of paper for a review meeting. Nothing of it is written to disk; close the page when you are done.</p>
<form method="post" action="${escaped(shown.action)}" autocomplete="off">
<label>Authority <select name="authority">${authorities.map(({ code, name }) => `<option value="${escaped(code)}">${escaped(name)}</option>`).join("")}</select></label>
<label>The authority’s number of the child <input name="child" required autocomplete="off" spellcheck="false"></label>
<button>Show</button></form>
${askForPrompts(authorities, shown)}`,
    shown,
  );

const VIEWS: Record<string, string> = { family: "Family", young_person: "Young person" };

/** The tracker of one child: one printable side of A4. */
export function trackerPage(child: ChildReadings, name: string, shown: Shown): string {
  const { areas, points, changes } = child;
  const days = professionalDays(points);
  const [then, now] = comparedDays(child);
  const changeOf = (domain: string) => changes.find((change) => change.domain === domain);
  const views = Object.keys(VIEWS).filter((view) => points.some((p) => p.rated_by === view));
  const isRead = points.some(({ readiness }) => readiness !== null);
  const legend = [
    ["now", now ? `professionals, ${dayInWords(now)}` : "professionals"],
    ...(then !== now && then ? [["then", `the same, ${dayInWords(then)}`]] : []),
    ...(isRead ? [["ready", "what the setting can meet"]] : []),
    ...views.map((view) => [view, `${VIEWS[view]!.toLowerCase()}’s view`]),
    ...(changes.some(isReliable) ? [["reliable", "changed by more than error"]] : []),
  ];
  return document(
    "Child's tracker",
    `<header><h1>${escaped(name)}</h1>
<p>${escaped(child.authority)}. ${escaped(child.title)} ${escaped(child.version)}; latest reading ${days.length ? dayInWords(days.at(-1)!) : "not by a professional"}. Need runs from 0, none, to 100.</p></header>
<p class="answer">${escaped(answer(child))}</p>
<div class="top"><figure><figcaption>Need in each area</figcaption>${radar(areas, points, [then, now])}</figure>
<div><ul class="legend">${legend.map(([kind, text]) => `<li><span class="key ${kind}"></span>${escaped(text!)}</li>`).join("")}</ul>
${child.others.length ? `<p class="small">Also assessed with ${escaped(child.others.join(", "))}: change is never taken from one version to another, so those readings are not drawn.</p>` : ""}
${child.prompts.length ? `<p class="small"><strong>To talk over.</strong> ${child.prompts.map(({ said }) => escaped(said)).join(" ")}</p>` : ""}
<p class="small">For people who know the child to talk over. It is no decision: support is decided child by child, and a score is not a limit to it.</p></div></div>
<div class="areas">${singleAreas(areas)
      .map(
        (area) =>
          `<figure><figcaption>${escaped(area.title)}</figcaption>${overTime(area, points, changeOf(area.domain))}</figure>`,
      )
      .join("")}</div>
<div class="wide" tabindex="0" role="region" aria-label="Table of each area"><table><caption>Each area: what professionals recorded on the two days, and other views</caption>
<thead><tr><th scope="col">Area</th><th scope="col">Then</th><th scope="col">Now</th><th scope="col">Change</th><th scope="col">More than error?</th>${isRead ? '<th scope="col">Setting can meet</th>' : ""}${views.map((view) => `<th scope="col">${VIEWS[view]}</th>`).join("")}</tr></thead>
<tbody>${areas.map(({ domain, title }) => tableRow(child, domain, title, isRead, views)).join("")}</tbody></table></div>
<form method="get" action="${escaped(shown.action)}" class="no-print"><button>Another child</button></form>`,
    shown,
  );
}

/** The days whose readings are compared; without a change the first and the last there are. */
function comparedDays({ changes, points }: ChildReadings) {
  const days = professionalDays(points);
  const [change] = changes;
  return change
    ? ([change.first_on, change.last_on] as const)
    : ([days.at(0), days.at(-1)] as const);
}

const latest = (points: readonly Point[], domain: string, view: string) =>
  points.filter((point) => point.domain === domain && point.rated_by === view).at(-1);

function tableRow(
  child: ChildReadings,
  domain: string,
  title: string,
  isRead: boolean,
  views: readonly string[],
): string {
  const { points, changes } = child;
  const [then, now] = comparedDays(child);
  const change = changes.find((one) => one.domain === domain);
  const on = (day: string | undefined) =>
    points.find(
      (p) => p.domain === domain && p.rated_by === "professional" && p.assessed_on === day,
    );
  const [first, last] = [on(then), on(now)];
  const cells = [
    first ? whole(first.need) : "–",
    last ? whole(last.need) : "–",
    change ? signed(change.change) : "–",
    change ? judged(change) : "–",
    ...(isRead ? [last?.readiness == null ? "–" : whole(last.readiness)] : []),
    ...views.map((view) => {
      const own = latest(points, domain, view);
      return own ? whole(own.need) : "–";
    }),
  ];
  return `<tr><th scope="row">${escaped(title)}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join("")}</tr>`;
}

const whole = (value: number): string => String(Math.round(value));
const signed = (value: number): string =>
  Math.round(value) === 0 ? "0" : `${value > 0 ? "+" : "−"}${Math.abs(Math.round(value))}`;

function judged({ verdict, threshold }: AreaChange): string {
  if (verdict === null || threshold === null) return "not known";
  return verdict === IMPROVED
    ? "less need"
    : verdict === WORSENED
      ? "more need"
      : `no (from ${whole(Math.ceil(threshold))})`;
}

/** What the paper says in one sentence or two. */
export function answer({ areas, changes, points }: ChildReadings): string {
  const days = professionalDays(points);
  if (days.length < 2)
    return "One professional reading so far: there is no change to speak of yet.";
  const [any] = changes;
  if (!any) {
    return "The professional readings are less than 90 or more than 550 days apart, or one of them is not complete: no change is worked out from them.";
  }
  const titles = (verdict: string) =>
    singleAreas(areas)
      .filter(({ domain }) =>
        changes.some((change) => change.domain === domain && change.verdict === verdict),
      )
      .map(({ title }) => title);
  const overall = changes.find(({ domain }) => domain === "total")?.verdict;
  const between = `Between ${dayInWords(any.first_on)} and ${dayInWords(any.last_on)}`;
  if (changes.every(({ verdict }) => verdict === null)) {
    return `${between} scores moved, but it is not known how far two raters of this instrument agree, so it cannot be said whether by more than error.`;
  }
  const [less, more] = [titles(IMPROVED), titles(WORSENED)];
  if (less.length + more.length === 0) {
    const but =
      overall === IMPROVED || overall === WORSENED
        ? `, though in all areas taken together it ${overall === IMPROVED ? "fell" : "rose"} by more`
        : "";
    return `${between} need changed in no single area by more than two raters of one child would differ${but}.`;
  }
  const parts = [
    ...(less.length ? [`fell in ${inList(less)}`] : []),
    ...(more.length ? [`rose in ${inList(more)}`] : []),
  ];
  const together =
    overall === IMPROVED || overall === WORSENED
      ? ` In all areas taken together it ${overall === IMPROVED ? "fell" : "rose"} by more than error too.`
      : "";
  return `${between}, by more than two raters of one child would differ, need ${parts.join(" and ")}; elsewhere by no more than that.${together}`;
}
