// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { COMPONENTS } from "./components.ts";

const WIDTH = 800;
const GOLDEN = projectFile("test/src/components/golden");
const CASES = ["none", "one", "hidden", "reversed", "many"] as const;

/** Rows of a table that are kept: its form, not its length. */
const KEPT_ROWS = 3;

/** All that is said in an element, a line for each block; of tables the head and the first rows. */
function words(element: Element): string {
  const blocks = [...element.querySelectorAll("h1, h2, h3, p, li, dt, dd, summary, caption, tr")];
  return blocks
    .filter(
      (block) => block.tagName !== "TR" || (block as HTMLTableRowElement).rowIndex <= KEPT_ROWS,
    )
    .map((block) =>
      block.tagName === "TR"
        ? `| ${[...block.children].map((cell) => cell.textContent).join(" | ")} |`
        : block.textContent,
    )
    .join("\n");
}

/** The chart's marks a line each, without the style that Plot puts into every chart. */
function marks(chart: Element): string {
  for (const style of chart.querySelectorAll("style")) style.remove();
  return `${chart.outerHTML.replaceAll("><", ">\n<")}\n`;
}

describe.each(Object.entries(COMPONENTS))("%s", (name, { cases, draw }) => {
  it("says of none, one, hidden, reversed and 150 what its golden words say", async () => {
    const said = CASES.filter((of) => cases[of]).map((of) => {
      const drawn = words(draw(cases[of] as never, WIDTH));
      expect(drawn, `${name}, ${of}`).not.toMatch(/undefined|\bnull\b|NaN|Infinity|\[object/);
      return `## ${of}\n\n${drawn}\n`;
    });
    await expect(said.join("\n")).toMatchFileSnapshot(`${GOLDEN}/${name}.md`);
  });

  it("draws what its golden chart shows", async () => {
    const chart = draw(cases.one as never, WIDTH).querySelector("svg[role=img]");
    await expect(chart ? marks(chart) : "no chart\n").toMatchFileSnapshot(`${GOLDEN}/${name}.svg`);
  });
});
