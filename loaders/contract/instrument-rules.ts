type Levels = readonly { level: number }[];

/** What the rules below look at of an instrument. */
interface Written {
  effective_from: string;
  effective_to?: string | undefined;
  scale: Levels;
  areas: readonly {
    id: string;
    scale?: Levels | undefined;
    items?: readonly { id: string; scale?: Levels | undefined }[] | undefined;
  }[];
  completeness: { fewest_areas: number; fewest_item_share?: number | undefined };
  bands?: readonly { from: number }[] | undefined;
  tiers?: readonly { from: number }[] | undefined;
  strengths?: { scale: Levels } | undefined;
}

/** Columns of every extract of assessments, which no area or item may be called. */
const TAKEN = [
  "authority_code",
  "child_id",
  "date_of_birth",
  "birth_month",
  "sex",
  "setting_id",
  "plan",
  "primary_need",
  "assessed_on",
  "instrument",
  "version",
  "rated_by",
  "load_id",
  "source_row",
  "total",
];

/** What is wrong with an instrument that no single field shows, as sentences; empty when nothing is. */
export function problemsOf(instrument: Written): string[] {
  const { areas, completeness, effective_from, effective_to } = instrument;
  const items = areas.flatMap((area) => area.items ?? []);
  const names = [...areas, ...items].map(({ id }) => id);
  const scales: [string, Levels | undefined][] = [
    ["scale", instrument.scale],
    ["strengths", instrument.strengths?.scale],
    ...[...areas, ...items].map(({ id, scale }): [string, Levels | undefined] => [id, scale]),
  ];
  return [
    ...repeated(areas.map(({ id }) => id)).map((name) => `two areas are called "${name}"`),
    ...repeated(items.map(({ id }) => id)).map((name) => `two items are called "${name}"`),
    ...names.filter((name) => TAKEN.includes(name)).map((name) => `"${name}" has another meaning`),
    ...scales
      .filter(([, scale]) => scale && repeated(scale.map(({ level }) => String(level))).length > 0)
      .map(([name]) => `a level of ${name} is given twice`),
    ...(completeness.fewest_areas > areas.length
      ? [`fewest_areas is ${completeness.fewest_areas}, of only ${areas.length} areas`]
      : []),
    ...(areas.some((area) => (area.items?.length ?? 0) > 1) && !completeness.fewest_item_share
      ? ["areas of several items need completeness.fewest_item_share, the rule for missing ones"]
      : []),
    ...(effective_to && effective_to < effective_from
      ? ["effective_to is before effective_from"]
      : []),
    ...risesFromZero("bands", instrument.bands),
    ...risesFromZero("tiers", instrument.tiers),
  ];
}

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, i) => names.indexOf(name) !== i)),
];

function risesFromZero(name: string, steps: readonly { from: number }[] | undefined): string[] {
  if (!steps) return [];
  if (steps[0]?.from !== 0)
    return [`the first of ${name} must be from 0, so that all need is covered`];
  return steps.every(({ from }, i) => i === 0 || from > steps[i - 1]!.from)
    ? []
    : [`${name} must rise`];
}
