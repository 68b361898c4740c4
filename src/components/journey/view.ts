import type { PlacementMove } from "../../../pipelines/measures/placement-moves/measure.ts";
import type { PlanTime } from "../../../pipelines/measures/plan-timeliness/measure.ts";
import type { Wait } from "../../../pipelines/measures/waits/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "../choices.js";
import { liveParts } from "../live.js";
import { nothingYet } from "../page-parts.js";
import { distinct } from "../rows.js";
import { placementFlows } from "./flows.js";
import { planTimeliness } from "./timeliness.js";
import { EVERYWHERE, waitCurve } from "./waits.js";

const ROOT = ".";
const ALL = "all";

const whose = (rows: readonly { authority_code: string; authority_name: string }[]) => {
  const found = councilsOf(rows);
  return [
    ...found.filter(({ value }) => value === ALL),
    ...found.filter(({ value }) => value !== ALL),
  ];
};

/** Who moved where between two Januaries, of all together or of one authority. */
export function movesView(moves: readonly PlacementMove[]): HTMLElement {
  if (moves.length === 0)
    return nothingYet("No placement extracts of two Januaries are loaded.", "npx vsend run PATH");
  const { fields, chosen } = ask([
    { name: "whose", label: "Whose", choices: () => whose(moves) },
    {
      name: "from",
      label: "From January",
      choices: () =>
        distinct(moves.map((row) => row.period))
          .sort()
          .reverse()
          .map((value) => ({ value, label: value })),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.whose, fields.from),
    {
      key: (now) => `${now.whose}|${now.from}`,
      draw: (now, width) =>
        placementFlows(
          moves.filter((row) => row.authority_code === now.whose && row.period === now.from),
          { width, root: ROOT },
        ),
    },
  ]);
}

/** Everywhere first; of a council that is not divided, that alone. */
const localities = (rows: readonly Wait[]) => [
  { value: EVERYWHERE, label: "All" },
  ...choicesOf(rows, ({ locality }) => locality)
    .filter(({ value }) => value !== EVERYWHERE)
    .sort((a, b) => a.label.localeCompare(b.label, "en-GB")),
];

/** How long children wait for a decision, a plan and a place, and whether plans are in time. */
export function waitsView(waits: readonly Wait[], times: readonly PlanTime[]): HTMLElement {
  if (waits.length === 0)
    return nothingYet(
      "No requests are loaded: an extract of requests, or a SEN2 return.",
      "npx vsend run PATH",
    );
  const { fields, chosen } = ask([
    { name: "whose", label: "Whose", choices: () => whose([...waits, ...times]) },
    {
      name: "locality",
      label: "Locality",
      choices: (now) => localities(waits.filter((row) => row.authority_code === now.whose)),
      fewest: 2,
    },
  ]);
  type Now = ReturnType<typeof chosen>;
  const curve = (wait: Wait["wait"], limit: number | null) => ({
    key: (now: Now) => `${now.whose}|${now.locality}`,
    draw: (now: Now, width: number) =>
      waitCurve(
        waits.filter(
          (row) =>
            row.authority_code === now.whose &&
            row.wait === wait &&
            row.locality === (now.locality || EVERYWHERE),
        ),
        { width, root: ROOT, limit },
      ),
  });
  return liveParts(chosen, [
    controls(fields.whose, fields.locality),
    curve("plan", 20),
    curve("decision", 6),
    curve("place", null),
    {
      key: (now) => now.whose,
      draw: (now, width) => {
        const own = times.filter((row) => row.authority_code === now.whose);
        return own.length ? planTimeliness(own, { width, root: ROOT }) : null;
      },
    },
  ]);
}
