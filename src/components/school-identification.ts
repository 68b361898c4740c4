import * as Plot from "@observablehq/plot";
import type { SchoolIdentification } from "../../pipelines/measures/school-identification/measure.ts";
import { scatterFrame, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { STAGES } from "./identification.js";
import { positionsOf } from "./setting-funnel.js";
import { inShort, percent, plural, whole } from "./words.js";

interface Options {
  width: number;
  /** Number of the school that is meant. */
  urn: string;
  /** The council whose schools they are. */
  name: string;
  root: string;
}

const POSITIONS = positionsOf("more pupils", "fewer pupils");

/** A school whose figures are not hidden. */
type Shown = {
  [Name in keyof SchoolIdentification]: Name extends "census_year" | "symbol"
    ? SchoolIdentification[Name]
    : NonNullable<SchoolIdentification[Name]>;
};

const shownOf = (rows: readonly SchoolIdentification[]) =>
  rows.filter((row) => row.value !== null) as unknown as readonly Shown[];
const isFar = ({ position }: Shown) => position.endsWith("99.8");

/** Schools of a council, of one phase and at one stage: what each has, by what is expected of it. */
export function schoolIdentification(
  rows: readonly SchoolIdentification[],
  { width, urn, name, root }: Options,
): HTMLElement {
  const own = rows.find((row) => row.urn === urn);
  const [first] = rows;
  const shown = shownOf(rows);
  const hidden = rows.length - shown.length;
  const stage = first ? STAGES[first.stage] : "Pupils with SEN";
  return figure(rows, shown.length ? scatter(shown, shownOf(own ? [own] : []), width) : null, {
    title: `${stage} in ${first?.phase ?? "mainstream"} schools of ${name}`,
    summary: own
      ? `${beside(own)} ${farSchools(shown)} Line: as many as expected.`
      : `No school census of schools of ${name} is loaded.`,
    basis: `DfE, school census${first?.census_year ? ` of January ${first.census_year}, that year alone` : ", of a year that its file does not say"}; ${plural(rows.length, "school", "schools")} of ${name}${hidden ? `, ${whole(hidden)} of which ${hidden === 1 ? "is" : "are"} hidden for having 1 to 4 such pupils or 1 to 4 with free meals` : ""}, expected from ${whole(first?.schools ?? 0)} state-funded ${first?.phase ?? ""} schools of England. Ranges are of schools of that size, widened by how far schools differ anyway. More is neither better nor worse.`,
    definition: `${root}/method/identification#schools`,
    file: "school-identification",
    columns: [
      text("School", "school_name"),
      number("Pupils", "pupils", whole),
      number("With free meals", "free_meals", percent),
      number(stage, "value", percent),
      number("Expected", "expected", percent),
      between("95 in 100", (row) => ({ lower: row.lower_95, upper: row.upper_95 }), percent),
      between("998 in 1,000", (row) => ({ lower: row.lower_998, upper: row.upper_998 }), percent),
      text("Place", (row) => (row.position === null ? "hidden" : POSITIONS[row.position]!)),
    ],
  });
}

/** One school, what is expected of it, and on which side of its ranges it lies. */
function beside(school: SchoolIdentification): string {
  const [own] = shownOf([school]);
  if (!own)
    return `${school.school_name}: so few of its pupils are meant that its figures are hidden.`;
  const { school_name, pupils, value, free_meals, expected, lower_95, upper_95, position } = own;
  const where =
    position === "inside"
      ? "it lies within that range"
      : `it lies ${position.startsWith("above") ? "above" : "below"} that range${isFar(own) ? ", and beyond that of 998 in 1,000" : ""}`;
  return `${school_name}: ${percent(value)} of ${plural(pupils, "pupil", "pupils")}. Schools with ${percent(free_meals)} of pupils with free meals have ${percent(expected)}, and 95 in 100 of its size between ${percent(lower_95)} and ${percent(upper_95)}: ${where}.`;
}

function farSchools(shown: readonly Shown[]): string {
  const far = shown.filter(isFar).map((row) => row.school_name);
  return far.length
    ? `Beyond the range of 998 in 1,000, a reason to look and no verdict: ${inShort(far)}.`
    : `None of ${plural(shown.length, "school", "schools")} lies beyond the range of 998 in 1,000.`;
}

function scatter(rows: readonly Shown[], chosen: readonly Shown[], width: number): Element {
  const most = Math.max(...rows.map(({ expected }) => expected));
  const least = Math.min(...rows.map(({ expected }) => expected));
  return Plot.plot({
    ...scatterFrame(width, "Expected by free meals, per cent of pupils"),
    y: { label: "Per cent of pupils", labelArrow: "none", grid: true, zero: true, nice: true },
    marks: [
      Plot.line([least, most], { x: (at) => at, y: (at) => at, stroke: "var(--muted)" }),
      ...dots(rows, chosen),
    ],
  }) as Element;
}

function dots(rows: readonly Shown[], chosen: readonly Shown[]): Plot.Markish[] {
  const at = { x: "expected", y: "value" } as const;
  return [
    Plot.dot(rows, {
      ...at,
      r: 4,
      stroke: "var(--muted)",
      fill: (row: Shown) => (isFar(row) ? "var(--muted)" : "var(--surface)"),
      title: (row) =>
        `${row.school_name}\n${percent(row.value)} of ${whole(row.pupils)}, expected ${percent(row.expected)}: ${POSITIONS[row.position]}`,
    }),
    Plot.ruleX(chosen, {
      ...{ x: "expected", y1: "lower_95", y2: "upper_95" },
      stroke: TRIAL,
      strokeWidth: 3,
      strokeOpacity: 0.5,
    }),
    Plot.dot(chosen, { ...at, r: 7, fill: TRIAL }),
  ];
}
