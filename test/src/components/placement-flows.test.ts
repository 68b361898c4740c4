// @vitest-environment jsdom
import { groups } from "d3";
import { expect, test } from "vitest";
import { shareBases } from "../../../pipelines/disclosure/share-bases.ts";
import type { PlacementMove } from "../../../pipelines/measures/placement-moves/measure.ts";
import { placementFlows } from "../../../src/components/journey/flows.ts";
import { placeTitle } from "../../../src/components/journey/titles.ts";
import { goldenRows } from "./golden-rows.ts";

const moves = goldenRows("placement-moves") as unknown as PlacementMove[];

/** What is written beside the places of one side. */
const written = (rows: readonly PlacementMove[], anchor: "start" | "end"): string[] =>
  [
    ...placementFlows(rows, { width: 1000, root: "." }).querySelectorAll(
      `svg text[text-anchor=${anchor}]`,
    ),
  ].map(({ textContent }) => textContent ?? "");

test("a place has the number of all who were there, flows that are hidden among them", () => {
  const asked = groups(moves, (row) => `${row.authority_name}, ${row.period}`);
  let compared = 0;
  for (const [whose, rows] of asked) {
    const bases = shareBases(rows, (row) => row.from_group);
    for (const [place, all] of bases) {
      const label = written(rows, "end").find((one) => one.startsWith(placeTitle(place)));
      if (label === undefined || all === null) continue;
      expect(label, whose).toBe(`${placeTitle(place)} ${all.toLocaleString("en-GB")}`);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(40);
});

test("a place has no number where some of those there are hidden or drawn with others", () => {
  for (const [, rows] of groups(moves, (row) => `${row.authority_name}, ${row.period}`)) {
    const isMerged = rows.some((row) => row.to_group === "several");
    for (const label of written(rows, "start")) {
      if (!/\d$/.test(label)) continue;
      const own = rows.filter((row) => label.startsWith(placeTitle(row.to_group)));
      expect(own.every((row) => row.child_count !== null)).toBe(true);
      expect(isMerged && own[0]?.to_group !== "several").toBe(false);
    }
  }
});
