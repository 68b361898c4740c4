import * as Plot from "@observablehq/plot";
import type { Wait } from "../../../pipelines/measures/waits/measure.ts";
import { isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { between, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { month, percent, whole } from "../words.js";

interface Options {
  width: number;
  root: string;
  /** Weeks within which the law wants it done; none of a place. */
  limit: number | null;
}

/** What stands for the locality of everyone. */
export const EVERYWHERE = "all";

export const WAITED: Record<string, { title: string; ends: string; from: string }> = {
  decision: {
    title: "Waiting for a decision whether to assess",
    ends: "wait for a decision",
    from: "Requests for an assessment",
  },
  plan: {
    title: "Waiting for a plan",
    ends: "wait for a plan",
    from: "Requests for an assessment that were neither refused nor withdrawn",
  },
  place: {
    title: "Waiting for a place",
    ends: "wait for a place",
    from: "Children awaiting a place",
  },
};

/** A council, or a locality of it. */
const whereOf = ({ authority_name, locality }: Wait): string =>
  locality === EVERYWHERE
    ? authority_name
    : `${authority_name}, ${locality === "Not known" ? "locality not known" : locality}`;

/** How many still wait, week by week, those whose wait is not over counted so far. */
export function waitCurve(rows: readonly Wait[], { width, root, limit }: Options): HTMLElement {
  const [first] = rows;
  const shown = rows.filter((row) => row.waiting_share !== null);
  const about = WAITED[first?.wait ?? "plan"]!;
  const atLimit = shown.find((row) => row.week === limit);
  const last = shown.at(-1);
  const told = atLimit ?? last;
  return figure(rows, shown.length ? chart(shown, limit, width) : null, {
    title: first ? `${about.title}: ${whereOf(first)}` : about.title,
    summary: told
      ? `After ${told.week} weeks ${whole(told.waiting_share as number)} in 100 still ${about.ends} (95% interval ${whole(told.lower ?? 0)} to ${whole(told.upper ?? 100)})${told.median_weeks === null ? "" : `; half wait no longer than ${whole(told.median_weeks)} weeks`}.${last && last !== told ? ` After ${last.week} weeks it is ${whole(last.waiting_share as number)} in 100.` : ""}`
      : "Too few children have waited to show a curve.",
    basis: told
      ? `${about.from}, about ${whole(told.child_count as number)}, known to ${month(told.as_of)}. Those still waiting are counted (Kaplan and Meier), so the finished alone do not make it look short.`
      : "A curve needs 30 children.",
    definition: `${root}/method/journey#waits`,
    file: "waits",
    isPictureFirst: true,
    columns: [
      number("Weeks", "week", whole),
      number("Still waiting", "waiting_share", (share) => `${whole(share)}%`),
      between(
        "95% interval",
        ({ lower, upper }) => ({ lower, upper }),
        (end) => `${whole(end)}%`,
      ),
      number("Followed and still waiting", "at_risk", whole),
      text("Whose", whereOf),
    ],
  });
}

function chart(rows: readonly Wait[], limit: number | null, width: number): Element {
  const points = [{ week: 0, waiting_share: 100, lower: 100, upper: 100 }, ...rows];
  return Plot.plot({
    width,
    height: isNarrow(width) ? 230 : 260,
    marginLeft: 44,
    marginRight: 24,
    marginBottom: 40,
    style: plotStyle,
    x: {
      label: "Weeks",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: isNarrow(width) ? 5 : 10,
    },
    y: {
      label: null,
      domain: [0, 100],
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => `${share}%`,
    },
    marks: [
      ...(limit === null
        ? []
        : [
            Plot.ruleX([limit], { stroke: "var(--ink)", strokeDasharray: "5 4" }),
            Plot.text([limit], {
              x: (week: number) => week,
              frameAnchor: "top",
              text: (week: number) => `${week} weeks`,
              dx: 6,
              dy: 4,
              textAnchor: "start",
              fill: "var(--ink)",
            }),
          ]),
      Plot.areaY(points, { x: "week", y1: "lower", y2: "upper", fill: TRIAL, fillOpacity: 0.16 }),
      Plot.line(points, { x: "week", y: "waiting_share", stroke: TRIAL, strokeWidth: 2.5 }),
      Plot.dot(points, {
        x: "week",
        y: "waiting_share",
        fill: TRIAL,
        r: 3.5,
        title: ({ week, waiting_share, lower, upper }) =>
          `${week} weeks: ${percent(waiting_share)} still wait${lower === null || upper === null ? "" : ` (95% interval ${percent(lower)} to ${percent(upper)})`}`,
      }),
    ],
  }) as Element;
}
