import type { InstrumentRow } from "../../pipelines/measures/instruments/measure.ts";
import { number, text } from "./columns.js";
import { dataTable } from "./table.js";
import { percent, whole } from "./words.js";

const named = (rows: readonly InstrumentRow[], { title, version }: InstrumentRow): string =>
  rows.some((other) => other.title === title && other.version !== version)
    ? `${title}, ${version}`
    : title;

const use = ({ effective_from, effective_to }: InstrumentRow): string =>
  effective_to ? `${effective_from} to ${effective_to}` : `from ${effective_from}`;

const rule = ({ fewest_areas, area_count, fewest_item_share }: InstrumentRow): string =>
  `${whole(fewest_areas)} of ${whole(area_count)} areas${
    fewest_item_share === null ? "" : `, ${percent(100 * fewest_item_share)} of an area’s items`
  }`;

/** The instruments that scores come from: scale, direction, and what a total needs. */
export function instruments(rows: readonly InstrumentRow[]): HTMLElement {
  return dataTable<InstrumentRow & { symbol?: null }>(rows, {
    caption: "Needs instruments",
    columns: [
      text("Instrument", (row) => named(rows, row)),
      text("In these pages", (row) => (row.is_used ? "yes" : "no")),
      text("In use", use),
      text("Areas", "areas"),
      text("A higher answer is", (row) =>
        row.polarity === "higher_is_more_need" ? "more need" : "more strength",
      ),
      text("Answers", "levels"),
      number("Questions", "item_count", whole),
      text("A total needs", rule),
      text("Layers of support, by the highest area", (row) => row.tiers || "none given"),
      text("Published reliability", (row) => row.reliability || "none"),
      text("Source", "source"),
    ],
  });
}

/** What the owners of the instruments have not published, and what stands in for it. */
export function notPublic(rows: readonly InstrumentRow[]): HTMLElement {
  const list = document.createElement("ul");
  for (const row of rows.filter(({ not_public }) => not_public)) {
    const item = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = named(rows, row);
    const notes = document.createElement("ul");
    for (const note of row.not_public.split(" | ")) {
      const line = document.createElement("li");
      line.textContent = note;
      notes.append(line);
    }
    item.append(name, notes);
    list.append(item);
  }
  return list;
}
