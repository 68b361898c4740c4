import * as Plot from "@observablehq/plot";
import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { CHANGE_COLUMNS } from "./change-columns.js";
import { COMPARISON, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { text } from "./columns.js";
import { figure } from "./figure.js";
import { HIDDEN, noneShown } from "./reasons.js";
import { month, plural, points, sumOf, whole } from "./words.js";

/** More names than this would lie on each other. */
const MOST_NAMED = 8;

/** Mean need at the first reading and at the last, a line for each authority. */
export function changeSlopes(
  change: readonly ChangeByAuthority[],
  { width }: { width: number },
): HTMLElement {
  const rows = change.filter((row) => row.group_kind === "Everyone" && row.domain === "total");
  const named = authorityNames(rows);
  const shown = rows.filter((row) => row.first_mean !== null && row.last_mean !== null);
  const fell = shown.filter((row) => (row.change_mean ?? 0) < 0).length;
  const hidden = rows.length - shown.length;
  return figure(rows, shown.length ? chartOf(shown, named, width) : null, {
    title: "Mean need, first reading and last, by council",
    summary: shown.length
      ? `Need was lower at the last reading in ${whole(fell)} of ${plural(shown.length, "council", "councils")}. Solid lines are trial councils, dashed ones the others.`
      : noneShown("council"),
    basis: `About ${whole(sumOf(shown, (row) => row.child_count))} children with two assessments at a distance that counts, whenever they were first assessed${hidden ? `; ${plural(hidden, "council is", "councils are")} ${HIDDEN}` : ""}; latest assessment ${month(rows[0]?.as_of ?? null)}; intervals are in the table. A fall here is not yet an effect: needs recorded when they are high tend to fall anyway.`,
    definition: "./method/change",
    file: "change-by-council",
    columns: [text("Council", named), ...CHANGE_COLUMNS],
  });
}

function chartOf(
  rows: readonly ChangeByAuthority[],
  named: (row: ChangeByAuthority) => string,
  width: number,
): Element {
  const narrow = isNarrow(width);
  const ends = rows.flatMap((row) =>
    [row.first_mean, row.last_mean].map((need, at) => ({
      at,
      need: need as number,
      name: named(row),
      isTrial: row.side === "trial",
    })),
  );
  type End = (typeof ends)[number];
  const line = {
    x: "at",
    y: "need",
    z: "name",
    stroke: ({ isTrial }: End) => (isTrial ? TRIAL : COMPARISON),
  } as const;
  const opacity = rows.length > MOST_NAMED ? 0.45 : 1;
  return Plot.plot({
    width,
    height: narrow ? 300 : 360,
    marginLeft: 40,
    marginRight: rows.length > MOST_NAMED ? 24 : narrow ? 118 : 220,
    marginBottom: 34,
    style: plotStyle,
    x: {
      domain: [0, 1],
      ticks: [0, 1],
      tickFormat: (at: number) => (at === 0 ? "first reading" : "last reading"),
      label: null,
      tickSize: 0,
    },
    y: { label: "Need, points of 100", labelArrow: "none", grid: true, ticks: 5, nice: true },
    marks: [
      ...[true, false].map((isTrial) =>
        Plot.line(
          ends.filter((end) => end.isTrial === isTrial),
          {
            ...line,
            strokeWidth: 2.5,
            strokeOpacity: opacity,
            ...(isTrial ? {} : { strokeDasharray: "6 4" }),
          },
        ),
      ),
      Plot.dot(ends, {
        ...line,
        fill: line.stroke,
        r: 3.5,
        strokeOpacity: opacity,
        title: ({ name, at, need }: End) =>
          `${name}, ${at === 0 ? "first" : "last"} reading: ${points(need)}`,
      }),
      ...(rows.length > MOST_NAMED
        ? []
        : [
            Plot.text(apart(ends.filter(({ at }) => at === 1)), {
              x: "at",
              y: "place",
              text: ({ name, need }: End) => `${name} ${points(need)}`,
              textAnchor: "start",
              lineWidth: narrow ? 9 : 17,
              dx: 10,
              fill: "var(--ink)",
            }),
          ]),
    ],
  }) as Element;
}

/** Names at the ends of lines, moved apart where they would lie on each other. */
function apart<E extends { need: number }>(ends: readonly E[]): (E & { place: number })[] {
  const sorted = [...ends]
    .sort((a, b) => a.need - b.need)
    .map((end) => ({ ...end, place: end.need }));
  const room = Math.max(1, (Math.max(...sorted.map(({ need }) => need)) || 1) * 0.05);
  // Each block of names that touch is laid about the middle of its own ends.
  const blocks: { ends: typeof sorted; place: number }[] = [];
  for (const end of sorted) {
    let block = { ends: [end], place: end.need };
    for (let under = blocks.at(-1); under; under = blocks.at(-1)) {
      const reach = ((under.ends.length + block.ends.length) / 2) * room;
      if (block.place - under.place >= reach) break;
      blocks.pop();
      const ends = [...under.ends, ...block.ends];
      block = { ends, place: ends.reduce((sum, { need }) => sum + need, 0) / ends.length };
    }
    blocks.push(block);
  }
  for (const { ends, place } of blocks)
    ends.forEach((end, i) => {
      end.place = place + (i - (ends.length - 1) / 2) * room;
    });
  return sorted;
}
