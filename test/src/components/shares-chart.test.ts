// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { extractPlacements } from "../../../src/components/extract-placements.ts";
import { followUp } from "../../../src/components/follow-up.ts";
import { type SharePart, sharesChart } from "../../../src/components/shares-chart.ts";

const COLOURS = new Map([
  ["first", "red"],
  ["middle", "green"],
  ["last", "blue"],
]);

const draw = (parts: SharePart[], names = ["Elderwold"]) =>
  sharesChart(parts, { width: 800, axis: "Per cent", colours: COLOURS, names });

/** Where each bar begins and ends in per cent, by its fill, and what is written in the chart. */
function drawn(chart: Element) {
  const ends = (bar: Element) => {
    const x = Number(bar.getAttribute("x"));
    return [x, x + Number(bar.getAttribute("width"))].map((at) =>
      Math.round((100 * (at - 150)) / (800 - 150 - 20)),
    );
  };
  const bars = [...chart.querySelectorAll("g[aria-label=bar] rect")].map((bar) => ({
    fill: bar.getAttribute("fill") ?? bar.parentElement?.getAttribute("fill"),
    ends: ends(bar),
  }));
  const words = [...chart.querySelectorAll("g[aria-label=text] text")].map(
    (text) => text.textContent,
  );
  return { bars, words };
}

describe("parts of a hundred", () => {
  it("keep their places when one between them is hidden, which is hatched and says so", () => {
    const parts = (middle: number | null) => [
      { name: "Elderwold", kind: "first", share: 50 },
      { name: "Elderwold", kind: "middle", share: middle },
      { name: "Elderwold", kind: "last", share: 20 },
    ];
    expect(drawn(draw(parts(30))).words).toEqual([]);
    const { bars, words } = drawn(draw(parts(null)));
    expect(bars).toEqual([
      { fill: "red", ends: [0, 50] },
      { fill: "blue", ends: [80, 100] },
      { fill: "url(#hidden-part)", ends: [50, 80] },
    ]);
    expect(words).toEqual(["hidden"]);
    const titles = [...draw(parts(null)).querySelectorAll("rect > title")];
    expect(titles.map(({ textContent }) => textContent).at(-1)).toMatch(
      /: hidden so that no child can be identified$/,
    );
  });

  it("say that a bar is hidden of which no part may be shown", () => {
    const { bars, words } = drawn(draw([{ name: "Elderwold", kind: "first", share: null }]));
    expect(bars).toEqual([]);
    expect(words).toEqual(["hidden"]);
  });

  it("show that something is hidden also where rounded parts fill the hundred", () => {
    const { bars } = drawn(
      draw([
        { name: "Elderwold", kind: "first", share: 100 },
        { name: "Elderwold", kind: "last", share: null },
      ]),
    );
    expect(bars.map(({ fill }) => fill)).toEqual(["red", "url(#hidden-part)"]);
  });

  it("draw a bar for each of 150 authorities, and for none nothing", () => {
    const names = Array.from({ length: 150 }, (_, i) => `Authority ${i}`);
    const parts = names.map((name) => ({ name, kind: "first", share: 100 }));
    expect(drawn(draw(parts, names)).bars).toHaveLength(150);
    expect(drawn(draw([], [])).bars).toEqual([]);
  });
});

describe("what is hidden of a real table", () => {
  const head = { authority_code: "E99999991", authority_name: "Elderwold", symbol: null };

  it("is hatched in the placements, and the words say so", () => {
    const place = (placement_group: string, child_count: number | null, share: number | null) => ({
      ...head,
      period: "2026",
      placement_group,
      child_count,
      all_count: 100,
      share,
    });
    const figure = extractPlacements(
      [
        place("mainstream", 60, 60),
        place("elsewhere", null, null),
        place("early_years", null, null),
      ],
      { width: 800, period: "2026" },
    );
    expect(
      figure.querySelectorAll("rect[fill='url(#hidden-part)'], g[fill='url(#hidden-part)'] rect"),
    ).toHaveLength(1);
    expect(figure.querySelector(".basis")?.textContent).toContain(
      "of earlier Januaries only who stayed would be known; a count, so there is no interval. Hatched parts are hidden so that no child can be identified.",
    );
  });

  it("is hatched among those who are missing, and not spoken of where nothing is hidden", () => {
    const read = (status: string, child_count: number | null) => ({
      ...head,
      instrument: "needs",
      version: "1",
      status,
      child_count,
      all_count: 100,
      first_mean: null,
    });
    const some = followUp([read("two readings", 60), read("left", null)], { width: 800 });
    expect(some.textContent).toContain("Hatched parts are hidden");
    expect(some.querySelector("#hidden-part")).not.toBeNull();
    const all = followUp([read("two readings", 60), read("left", 40)], { width: 800 });
    expect(all.textContent).not.toContain("Hatched");
    expect(all.querySelector("#hidden-part")).toBeNull();
  });
});
