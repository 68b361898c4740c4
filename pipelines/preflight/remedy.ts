import { cellKinds } from "../../loaders/contract/cells.ts";
import { innermost } from "../load/judge/masking.ts";
import type { Plain } from "../load/read/formats/table.ts";
import { isMappable } from "../load/recognise/read-mappings.ts";
import type { Recognised } from "../load/recognise/recognised.ts";
import { sightings } from "../load/recognise/sighting.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { fit } from "./fitness.ts";
import { profile } from "./profile.ts";
import { type Proposal, repeatsOf } from "./propose.ts";
import { translations } from "./translations.ts";

/**
 * A mapping by which more of the values of a recognised file could be read, such as days of two
 * digits a year; null where its values are as the loader asks, or nothing is known of them.
 */
export async function remedyOf(
  warehouse: Warehouse,
  { table, head, place, contract, positions, mapping, given, untaken, delimiter }: Recognised,
  plain: Plain,
): Promise<Proposal | null> {
  if (mapping || given || !isMappable(contract) || contract.sheet) return null;
  const file = {
    path: plain.path,
    header: place.names,
    delimiter,
    source: table.file,
    isDamaged: plain.isDamaged,
  };
  const profiles = await profile(warehouse, file);
  const matched = Object.entries(positions).map(([column, position]) => {
    const from = profiles[position]!;
    const cell = contract.columns.shape[column]!;
    const isDay = cellKinds.get(innermost(cell))?.kind === "date";
    const { dateFormat, dateFormats, why } = isDay
      ? fit(column, cell, from)
      : { why: "", dateFormat: undefined, dateFormats: undefined };
    return {
      column,
      from,
      score: 1,
      reasons: ["the loader's own name", ...((dateFormat ?? dateFormats) ? [why] : [])],
      isNamed: true,
      ...(dateFormat ? { dateFormat } : {}),
      ...(dateFormats ? { dateFormats } : {}),
    };
  });
  const whole = { ...file, origin: plain.origin };
  const columns = await translations(warehouse, contract, matched, whole);
  const repeats = await repeatsOf(warehouse, contract, file, matched);
  const isOfUse = columns.some(
    ({ dateFormat, dateFormats, values, blanks, untranslated }) =>
      dateFormat ||
      dateFormats ||
      values.length > 0 ||
      blanks.size > 0 ||
      untranslated.some(({ isWhole }) => isWhole),
  );
  if (!isOfUse && !repeats) return null;
  const [sighting] = sightings({ ...table, heads: [head] }, () => [place]);
  return {
    contract,
    score: 1,
    rival: null,
    columns,
    questions: [],
    constants: {},
    missing: [],
    untaken,
    repeats,
    sighting: sighting!,
    plain,
  };
}
