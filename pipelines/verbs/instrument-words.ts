import type { Instrument } from "../../loaders/contract/instrument.ts";
import { itemsOf } from "../../loaders/contract/instrument-items.ts";
import { rawRange } from "../instruments/scoring/area-sql.ts";
import { table } from "../printing/table.ts";
import type { ExampleScore, WorkedExample } from "./instrument-example.ts";

const round = (value: number | null): number | null =>
  value === null ? null : Number(value.toFixed(1));
const totalOf = (scores: readonly ExampleScore[]) =>
  scores.find(({ domain }) => domain === "total")!;
const needWords = ({ need }: ExampleScore): string =>
  need === null ? "no total" : `a total of ${round(need)}`;

/** The worked example in words: each area's answers, raw points and need, and what becomes of gaps. */
export function exampleWords(instrument: Instrument, example: WorkedExample): string {
  const { areas, completeness } = instrument;
  const total = totalOf(example.whole);
  const missing = totalOf(example.oneMissing);
  return [
    `${instrument.title}: ${instrument.instrument} ${instrument.version}, ${areas.length} areas, in use from ${instrument.effective_from}${instrument.effective_to ? ` to ${instrument.effective_to}` : ""}`,
    polarityWords(instrument, example),
    "",
    "A made-up child (need and total are 0 to 100, more is more need):",
    table(areas.map((area) => areaLine(instrument, area, example))),
    "",
    `Together: raw ${round(total.raw)} of ${rawText(instrument)}, ${needWords(total)}${areas.some(({ weight }) => weight !== 1) ? ", each area with its weight" : ""}.`,
    profileWords(instrument, total),
    `Without ${areas[0]!.title}: ${needWords(missing)}${missing.need === null ? "" : `, the mean of the other ${areas.length - 1}`}. What is missing is never counted as zero.`,
    ...(completeness.fewest_areas > 1
      ? [
          `With ${completeness.fewest_areas - 1} of ${areas.length} areas: ${needWords(totalOf(example.tooFew))}, because ${completeness.fewest_areas} are needed.`,
        ]
      : []),
    ...(completeness.fewest_item_share
      ? [
          `An area is scored when at least ${Math.round(100 * completeness.fewest_item_share)}% of its items are answered; the others then count as the mean of those.`,
        ]
      : []),
    ...(instrument.reliability.length
      ? []
      : ["No reliability is given, so nothing will be said about a single child's change."]),
    ...instrument.not_public.map(
      ({ what, instead }) => `Not public: ${what}. Instead: ${instead}.`,
    ),
  ].join("\n");
}

function polarityWords(instrument: Instrument, { highest, lowest }: WorkedExample): string {
  const means =
    instrument.polarity === "higher_is_more_need" ? "MORE need" : "MORE strength, so LESS need";
  const turned = instrument.areas
    .flatMap((area) => itemsOf(instrument, area))
    .filter(({ reverse }) => reverse)
    .map(({ column }) => column);
  return [
    `A higher answer is ${means}${turned.length ? `, except in ${turned.join(", ")}, where it is the opposite` : ""}:`,
    `the highest answers everywhere give ${needWords(totalOf(highest))}, the lowest ${needWords(totalOf(lowest))}.`,
  ].join(" ");
}

function areaLine(
  instrument: Instrument,
  area: Instrument["areas"][number],
  example: WorkedExample,
) {
  const items = itemsOf(instrument, area);
  const { raw, need } = example.whole.find(({ domain }) => domain === area.id)!;
  const [first] = items;
  const answers = items.map(({ column }) => example.answers[column] ?? "blank").join(" ");
  const label =
    items.length === 1
      ? (first!.scale.find(({ level }) => level === example.answers[first!.column])?.label ?? "")
      : `${items.length} items`;
  const { least, width } = rawRange(instrument, [area]);
  return {
    area: area.title,
    answers,
    is: label,
    raw: round(raw),
    of: `${least} to ${least + width}`,
    need: round(need),
    weight: area.weight,
  };
}

const rawText = (instrument: Instrument): string => {
  const { least, width } = rawRange(instrument, instrument.areas);
  return `${least} to ${least + width}`;
};

function profileWords(instrument: Instrument, total: ExampleScore): string {
  const title = instrument.areas.find(({ id }) => id === total.peak_domain)?.title ?? "none";
  const { complexity } = instrument;
  return [
    `Band: ${total.band ?? "none, no cut-offs are given"}.`,
    `Highest area: ${title}, ${round(total.peak)}.`,
    `Tier: ${total.tier?.replaceAll("_", " ") ?? "none, no cut-offs are given"}.`,
    complexity
      ? `Complexity: ${total.complexity} areas of ${complexity.from} or more.`
      : "Complexity: not counted.",
  ].join(" ");
}
