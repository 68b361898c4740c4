import { type Area, areaRange, type Instrument, type Scale } from "./instrument.ts";

/** One judgement that is written down: a column of an extract. */
export interface Item {
  column: string;
  title: string;
  weight: number;
  reverse: boolean;
  min: number;
  max: number;
  scale: Scale;
}

/** The items of an area; one without a list of them is a single judgement of a level. */
export function itemsOf(instrument: Instrument, area: Area): Item[] {
  const areaScale = area.scale ?? instrument.scale;
  if (!area.items) {
    const column = levelColumn(instrument.polarity, area.id);
    const range = areaRange(instrument, area);
    return [{ column, title: area.title, weight: 1, reverse: false, scale: areaScale, ...range }];
  }
  return area.items.map(({ id, title, weight, reverse, scale = areaScale }) => ({
    column: id,
    title,
    weight,
    reverse,
    scale,
    ...areaRange(instrument, { scale }),
  }));
}

/** A column called need must not hold strengths. */
export const levelColumn = (polarity: Instrument["polarity"], area: string): string =>
  polarity === "higher_is_more_need" ? `${area}_need` : `${area}_level`;

export const settingReadinessColumn = (area: string): string => `${area}_setting_readiness`;
export const familyReadinessColumn = (area: string): string => `${area}_family_readiness`;
export const strengthColumn = (area: string): string => `${area}_strength`;

/** Fewest items answered for an area to be scored. */
export const fewestItems = ({ completeness }: Instrument, count: number): number =>
  // A share just met must not fail by the rounding of a product.
  Math.max(1, Math.ceil(count * (completeness.fewest_item_share ?? 1) - 1e-12));
