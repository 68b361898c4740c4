import { type Area, areaRange, type Instrument } from "../../../loaders/contract/instrument.ts";
import { fewestItems, type Item, itemsOf } from "../../../loaders/contract/instrument-items.ts";
import { identifierSql } from "../../warehouse/sql.ts";

const plain = (column: string) =>
  /^[a-z]+_[a-z_]+$/.test(column) ? column : identifierSql(column);

const percentOf = (column: string, { min, max }: { min: number; max: number }): string =>
  `100.0::double * (${column} - ${min}) / ${max - min}`;

const turned = (percent: string): string => `100.0::double - ${percent}`;

/**
 * Need in an area, 0 to 100: the weighted mean of its items, each as a percentage of what it can
 * say. Null where fewer items are answered than the instrument asks for.
 */
export function areaNeedSql(instrument: Instrument, area: Area): string {
  const items = itemsOf(instrument, area);
  const isStrength = instrument.polarity === "higher_is_more_strength";
  const needOf = (item: Item) => {
    const percent = percentOf(plain(item.column), item);
    return item.reverse !== isStrength ? turned(percent) : percent;
  };
  const [only] = items;
  if (items.length === 1 && only) return needOf(only);
  const columns = items.map(({ column }) => plain(column));
  const answered = columns.map((column) => `(${column} is not null)::tinyint`).join(" + ");
  const sum = items.map((item) => `coalesce(${item.weight}::double * (${needOf(item)}), 0)`);
  const weights = items.map(
    ({ weight }, i) => `case when ${columns[i]} is null then 0 else ${weight}::double end`,
  );
  return `case when ${answered} >= ${fewestItems(instrument, items.length)} then (${sum.join(" + ")}) / (${weights.join(" + ")}) end`;
}

/** A level beside the need of an area, such as readiness, as a percentage of the area's scale. */
export const areaPercentSql = (instrument: Instrument, area: Area, column: string): string =>
  percentOf(plain(column), areaRange(instrument, area));

/** Raw points of an area with nothing missing: the least, and how many more there can be. */
export function rawRange(instrument: Instrument, areas: readonly Area[]) {
  const items = areas.flatMap((area) => itemsOf(instrument, area));
  const least = items.reduce((sum, { min }) => sum + min, 0);
  return { least, width: items.reduce((sum, { max }) => sum + max, 0) - least };
}
