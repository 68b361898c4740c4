import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { areaRange } from "../../../loaders/contract/instrument.ts";
import { scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { shareFinding } from "./figures.ts";
import { type Finding, noFigure } from "./threat.ts";

interface CutOff {
  scale: "total" | "highest area";
  at: number;
  label: string;
}

/** Cut-offs of an instrument at which a score begins to bring more; its lowest band begins at 0. */
export const cutOffs = ({ bands = [], tiers = [] }: Instrument): CutOff[] =>
  [
    ...bands.map(({ from, label }) => ({ scale: "total" as const, at: from, label })),
    ...tiers.map(({ from, tier }) => ({ scale: "highest area" as const, at: from, label: tier })),
  ].filter(({ at }) => at > 0);

/** Points of need between two neighbouring values of a score of which every area is answered. */
export function stepOf(instrument: Instrument, scale: CutOff["scale"]): number {
  const steps = instrument.areas.map((area) => {
    const { min, max } = areaRange(instrument, area);
    return 100 / ((max - min) * (area.items?.length ?? 1));
  });
  return scale === "total" ? Math.min(...steps) / instrument.areas.length : Math.max(...steps);
}

/**
 * Whether scores lie at a cut-off more often than at the values beside it: the share of children at
 * or just above it, of those from just below to just above. Of a smooth spread that is a third
 * wherever it rises or falls evenly. A child counts with the latest reading, all areas answered.
 */
export async function heaping(warehouse: Warehouse, instrument: Instrument): Promise<Finding[]> {
  const table = scoresTable(instrument);
  const all = cutOffs(instrument);
  if (all.length > 0) return atCutOffs(warehouse, instrument, all);
  const authorities = await warehouse.rows<{ authority_code: string }>(
    `select distinct authority_code from ${table} order by 1`,
  );
  return authorities.map(({ authority_code }) =>
    noFigure(
      { authority_code, threat: "heaping", part: "cut-offs" },
      "share",
      "this instrument's file has no cut-offs",
    ),
  );
}

/** Points of need taken together on each side of a cut-off. */
function widthOf(instrument: Instrument, scale: CutOff["scale"]): number {
  const step = stepOf(instrument, scale);
  return step * Math.ceil(rule("heaping_window") / step - 1e-9);
}

async function atCutOffs(
  warehouse: Warehouse,
  instrument: Instrument,
  all: readonly CutOff[],
): Promise<Finding[]> {
  const areas = instrument.areas.map(({ id }) => `${id}_n`);
  const bin = ({ scale, at }: CutOff) =>
    `floor((${scale === "total" ? "total" : "highest"} - ${at}) / ${widthOf(instrument, scale)} + 1e-9)`;
  const rows = await warehouse.rows<Record<string, string | number>>(`
    with latest as (
      select child_id, any_value(authority_code) as authority_code,
        arg_max(total_n, assessed_on) as total, arg_max(greatest(${areas.join(", ")}), assessed_on) as highest
      from ${scoresTable(instrument)}
      where rated_by = 'professional' and areas_answered = ${areas.length} group by child_id
    )
    select authority_code, ${all
      .map(
        (cutOff, i) =>
          `count(*) filter (${bin(cutOff)} between -1 and 1) as n_${i}, count(*) filter (${bin(cutOff)} = 0) as there_${i}`,
      )
      .join(", ")}
    from latest group by authority_code order by authority_code`);
  return all.flatMap((cutOff, i) =>
    rows.map((row) =>
      findingOf(instrument, cutOff, {
        authority_code: String(row.authority_code),
        n: Number(row[`n_${i}`]),
        there: Number(row[`there_${i}`]),
      }),
    ),
  );
}

function findingOf(
  instrument: Instrument,
  { scale, at, label }: CutOff,
  { authority_code, n, there }: { authority_code: string; n: number; there: number },
): Finding {
  const part = `${label.replace(/_/g, " ")}, from ${at} (${scale})`;
  const key = { authority_code, threat: "heaping" as const, part };
  const width = widthOf(instrument, scale);
  if (width > rule("heaping_widest_window")) {
    return noFigure(
      key,
      "share",
      `its values are ${Math.round(width)} points apart, too coarse to separate heaping from their natural shape`,
      n,
    );
  }
  return shareFinding(key, there, n, 1 / 3 + rule("heaping_tolerance"), "above");
}
