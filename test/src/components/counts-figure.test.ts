// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { countsFigure } from "../../../src/components/counts-figure.ts";

interface Row {
  where: string;
  band: string;
  n: number | null;
  share: number | null;
  symbol?: string;
}

const row = (where: string, band: string, n: number | null, all: number): Row => ({
  ...{ where, band, n, share: n === null ? null : (100 * n) / all },
  ...(n === null ? { symbol: "c" } : {}),
});

const figureOf = (rows: Row[]) =>
  countsFigure(rows, {
    ...{ width: 800, title: "Children by band", definition: "#how", file: "bands" },
    counted: "children",
    count: ({ n }) => n,
    bar: { title: "Authority", of: ({ where }) => where },
    part: { title: "Band", of: ({ band }) => band },
  });

const words = (rows: Row[]) => figureOf(rows).querySelector("figcaption p")!.textContent;

describe("counts as parts of a hundred", () => {
  it("say that there are none, and draw no chart", () => {
    expect(words([])).toBe("No children to count are loaded.");
    expect(figureOf([]).querySelector("svg")).toBeNull();
  });

  it("are said over all bars in order of size, and stand in the table", () => {
    const rows = [row("Elderwold", "low", 10, 40), row("Elderwold", "high", 30, 40)];
    const more = [row("Marlsea", "low", 20, 60), row("Marlsea", "high", 40, 60)];
    expect(words([...rows, ...more])).toBe("Of about 100 children: “high” 70.0% and “low” 30.0%.");
    const cells = [...figureOf(rows).querySelectorAll("tbody td.number")];
    expect(cells.map(({ textContent }) => textContent)).toEqual(["10", "25.0%", "30", "75.0%"]);
  });

  it("leave out of the sentence a bar of which a part is hidden, and say why it is hatched", () => {
    const open = [row("Elderwold", "low", 10, 40), row("Elderwold", "high", 30, 40)];
    const hidden = [row("Marlsea", "low", null, 60), row("Marlsea", "high", 55, 60)];
    expect(words([...open, ...hidden])).toBe(
      "Of about 40 children in bars without a hidden part: “high” 75.0% and “low” 25.0%.",
    );
    expect(words(hidden)).toContain("nothing is said of all children together");
    expect(figureOf(hidden).querySelector(".basis")!.textContent).toContain("Hatched parts are");
  });

  it("draw a bar for each of 150 authorities", () => {
    const rows = Array.from({ length: 150 }, (_, i) => row(`Authority ${i}`, "low", 20, 20));
    expect(figureOf(rows).querySelectorAll("g[aria-label], rect").length).toBeGreaterThan(149);
    expect(words(rows)).toBe("Of about 3,000 children: “low” 100.0%.");
  });
});
