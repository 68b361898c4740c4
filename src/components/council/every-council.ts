import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import type { CouncilStanding } from "../../../pipelines/measures/council-standings/measure.ts";
import type { Council } from "../../../pipelines/measures/councils/measure.ts";
import type { Neighbour } from "../../../pipelines/measures/neighbours/measure.ts";
import { ask, controls } from "../choices.js";
import { liveParts } from "../live.js";
import { yearOf } from "./figure-words.js";
import { councilSwarm, type Placed } from "./swarm.js";
import { tileMap } from "./tile-map.js";

export interface EveryCouncilTables {
  councils: readonly Council[];
  measures: readonly CouncilMeasure[];
  standings: readonly CouncilStanding[];
  neighbours: readonly Neighbour[];
}

/** Norfolk, where nobody has chosen: a council of the trial. */
const FIRST = "E10000020";

/** All councils on one figure, as a swarm and as a map of tiles; choosing in either is choosing in the box. */
export function everyCouncil(tables: EveryCouncilTables): HTMLElement {
  const { councils, measures, standings } = tables;
  const drawn = measures.filter(({ figure }) => standings.some((row) => row.figure === figure));
  if (drawn.length === 0 || councils.length === 0) return document.createElement("div");
  const { fields, chosen } = ask([
    {
      name: "figure",
      label: "Figure",
      choices: () => drawn.map(({ figure, title }) => ({ value: figure, label: title })),
      value: () => drawn.find(({ section }) => section === "waiting")?.figure,
    },
    {
      name: "council",
      label: "Council",
      choices: () =>
        councils.map(({ authority_code, name }) => ({ value: authority_code, label: name })),
      value: () => FIRST,
    },
  ]);
  const key = (now: { figure: string; council: string }) => `${now.figure} ${now.council}`;
  const view = liveParts(chosen, [
    controls(fields.figure, fields.council),
    { key, draw: (now, width) => councilSwarm(placedOf(tables, now), { width }) },
    { key, draw: (now, width) => tileMap(placedOf(tables, now), { width }) },
  ]);
  const box = fields.council.querySelector("select")!;
  // The mark under a pointer or finger is marked as asked, and begins with the council's name.
  view.addEventListener("click", ({ target }) => {
    const asked = (target as Element).closest(".answers")?.querySelector(".asked");
    const named = councils.find(
      ({ name }) => name === asked?.getAttribute("data-words")?.split("\n")[0],
    );
    if (!named || named.authority_code === box.value) return;
    box.value = named.authority_code;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  return view;
}

/** Every council's number of the chosen figure in the latest period that most have, and which are meant. */
export function placedOf(
  { councils, measures, standings, neighbours }: EveryCouncilTables,
  { figure, council }: { figure: string; council: string },
): Placed {
  const own = standings.filter((row) => row.figure === figure);
  const counts = new Map<string, number>();
  for (const { period } of own) counts.set(period, (counts.get(period) ?? 0) + 1);
  const [period] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? 1 : -1))[0] ?? [""];
  const byCode = new Map(
    own.filter((row) => row.period === period).map((row) => [row.authority_code, row]),
  );
  const near = new Set(
    neighbours
      .filter(({ authority_code }) => authority_code === council)
      .map(({ neighbour_code }) => neighbour_code),
  );
  return {
    measure: measures.find((one) => one.figure === figure)!,
    period: yearOf({
      period,
      is_provisional: [...byCode.values()].some(({ is_provisional }) => is_provisional),
    }),
    england: [...byCode.values()].find(({ england }) => england !== null)?.england ?? null,
    rows: councils.map(({ authority_code, name, region }) => ({
      authority_code,
      name,
      region,
      value: byCode.get(authority_code)?.value ?? null,
      is: authority_code === council ? "us" : near.has(authority_code) ? "neighbour" : "other",
    })),
  };
}
