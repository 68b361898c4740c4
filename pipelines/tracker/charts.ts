import { curveLinearClosed, line, lineRadial, scaleLinear, scaleTime } from "d3";
import { type Area, type AreaChange, isReliable, type Point } from "./child-readings.ts";
import { dayInWords, escaped, monthShort } from "./html.ts";

const TOTAL = "total";
const MOST = 100;
const RINGS = [20, 40, 60, 80, 100];

/** Areas without the total of them. */
export const singleAreas = (areas: readonly Area[]): Area[] =>
  areas.filter(({ domain }) => domain !== TOTAL);

const pointOf = (points: readonly Point[], domain: string, on: string | undefined) =>
  points.find((point) => point.domain === domain && point.assessed_on === on);

/** Days on which the professionals read the child, first to last. */
export const professionalDays = (points: readonly Point[]): string[] =>
  [
    ...new Set(
      points.filter(({ rated_by }) => rated_by === "professional").map((p) => p.assessed_on),
    ),
  ].sort();

/** Need on two days on one wheel, a spoke an area, with what the setting could meet on the later. */
export function radar(
  areas: readonly Area[],
  points: readonly Point[],
  [first, last]: readonly [string | undefined, string | undefined],
): string {
  const own = points.filter(({ rated_by }) => rated_by === "professional");
  const spokes = singleAreas(areas);
  const [width, height, outer] = [430, 284, 104];
  const radius = scaleLinear([0, MOST], [0, outer]);
  const angle = (i: number) => (2 * Math.PI * i) / spokes.length;
  const shape = (of: (domain: string) => number | null, kind: string) => {
    const known = spokes.flatMap(({ domain }, i) => {
      const value = of(domain);
      return value === null ? [] : [[angle(i), radius(value)] as [number, number]];
    });
    const path = lineRadial().curve(curveLinearClosed)(known);
    return known.length < 2 || path === null
      ? ""
      : `<path class="${kind}" d="${path}"/>${known.map(([a, r]) => `<circle class="${kind}-dot" r="2.5" cx="${(r * Math.sin(a)).toFixed(1)}" cy="${(-r * Math.cos(a)).toFixed(1)}"/>`).join("")}`;
  };
  const need = (on: string | undefined) => (domain: string) =>
    pointOf(own, domain, on)?.need ?? null;
  const labels = spokes.map(({ title }, i) => {
    const [x, y] = [Math.sin(angle(i)), -Math.cos(angle(i))];
    const anchor = Math.abs(x) < 0.2 ? "middle" : x > 0 ? "start" : "end";
    return inLines(title, 16)
      .map(
        (text, n, all) =>
          `<text x="${((outer + 10) * x).toFixed(1)}" y="${((outer + 12) * y + 4 + (n - (all.length - 1) / 2) * 11).toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`,
      )
      .join("");
  });
  const isTwice = first !== last;
  const label = `Need in each area, from zero at the centre to ${MOST} at the rim: ${spokes
    .map(({ domain, title }) => {
      const [then, now] = [need(first)(domain), need(last)(domain)];
      return `${title} ${now === null ? "not assessed" : isTwice && then !== null ? `${Math.round(then)} then, ${Math.round(now)} now` : Math.round(now)}`;
    })
    .join("; ")}`;
  return `<svg role="img" aria-label="${escaped(label)}" viewBox="${-width / 2} ${-height / 2} ${width} ${height}">
${RINGS.map((ring) => `<circle class="ring" r="${radius(ring)}"/>`).join("")}
${spokes.map((_, i) => `<line class="ring" x2="${(outer * Math.sin(angle(i))).toFixed(1)}" y2="${(-outer * Math.cos(angle(i))).toFixed(1)}"/>`).join("")}
${shape((domain) => pointOf(own, domain, last)?.readiness ?? null, "ready")}
${isTwice ? shape(need(first), "then") : ""}${shape(need(last), "now")}
${labels.join("")}</svg>`;
}

/** A heading broken into lines of about so many letters. */
function inLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const before = lines.at(-1);
    if (before !== undefined && before.length + word.length + 1 <= most)
      lines[lines.length - 1] = `${before} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const MARKS: Record<string, string> = {
  family: "M0,-4L4,4L-4,4Z",
  young_person: "M0,-4L4,0L0,4L-4,0Z",
};

/** One area over time: professionals' line, what the setting can meet, other views as marks. */
export function overTime(
  { domain, title }: Area,
  points: readonly Point[],
  change: AreaChange | undefined,
): string {
  const own = points.filter((point) => point.domain === domain);
  const days = points.map(({ assessed_on }) => assessed_on).sort();
  const [from, to] = [days.at(0), days.at(-1)];
  if (from === undefined || to === undefined) return "";
  const [width, height, left, right, top, bottom] = [210, 96, 24, 10, 8, 18];
  const x = scaleTime(
    from === to ? [new Date(Date.parse(from) - 1), new Date(to)] : [new Date(from), new Date(to)],
    [left + 6, width - right - 6],
  );
  const y = scaleLinear([0, MOST], [height - bottom, top]);
  const at = (point: Point) => x(new Date(point.assessed_on));
  const professional = own.filter(({ rated_by }) => rated_by === "professional");
  const path = (value: (point: Point) => number | null) =>
    line<Point>()
      .defined((point) => value(point) !== null)
      .x(at)
      .y((point) => y(value(point) ?? 0))(professional) ?? "";
  const marks = own
    .filter(({ rated_by }) => rated_by in MARKS)
    .map(
      (point) =>
        `<path class="${point.rated_by}" transform="translate(${at(point).toFixed(1)},${y(point.need).toFixed(1)})" d="${MARKS[point.rated_by]}"/>`,
    );
  const isMarked = change !== undefined && isReliable(change);
  const last = professional.find(({ assessed_on }) => assessed_on === change?.last_on);
  const flag =
    isMarked && last
      ? `<circle class="reliable" r="6.5" cx="${at(last).toFixed(1)}" cy="${y(last.need).toFixed(1)}"/>`
      : "";
  const said = professional.map(
    (point) => `${Math.round(point.need)} on ${dayInWords(point.assessed_on)}`,
  );
  return `<svg role="img" aria-label="${escaped(`${title}: ${said.join(", ") || "not assessed by a professional"}${isMarked ? `; ${change?.verdict} by more than error` : ""}`)}" viewBox="0 0 ${width} ${height}">
${[0, 50, 100].map((tick) => `<line class="ring" x1="${left}" x2="${width - right}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 4}" y="${y(tick) + 3}" text-anchor="end">${tick}</text>`).join("")}
<text x="${left}" y="${height - 5}">${monthShort(from)}</text><text x="${width - right}" y="${height - 5}" text-anchor="end">${from === to ? "" : monthShort(to)}</text>
<path class="ready" d="${path(({ readiness }) => readiness)}"/><path class="now" d="${path(({ need }) => need)}"/>
${professional.map((point) => `<circle class="now-dot" r="2.5" cx="${at(point).toFixed(1)}" cy="${y(point.need).toFixed(1)}"/>`).join("")}
${marks.join("")}${flag}</svg>`;
}
