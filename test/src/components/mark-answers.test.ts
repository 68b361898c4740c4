// @vitest-environment jsdom
import { expect, test } from "vitest";
import { nextOf, withAnswers } from "../../../src/components/mark-answers.ts";

const SVG = "http://www.w3.org/2000/svg";

/** A chart of three marks, the last of which has nothing to say. */
function chart(): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const words of ["Elderwold: 3.1", "Marlsea: hidden", ""]) {
    const mark = document.createElementNS(SVG, "circle");
    const title = document.createElementNS(SVG, "title");
    title.textContent = words;
    mark.append(title);
    svg.append(mark);
  }
  return svg;
}
const press = (whole: Element, key: string) =>
  whole.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));

test("marks are reached with the arrow keys, shown and read aloud one after another", () => {
  const svg = chart();
  const whole = withAnswers(svg);
  document.body.append(whole);
  const tip = whole.querySelector<HTMLElement>(".tip")!;
  const reader = whole.querySelector("[role=slider]")!;
  const spoken = () => reader.getAttribute("aria-valuetext");
  expect(reader.getAttribute("tabindex")).toBe("0");
  expect(tip.hidden).toBe(true);
  press(reader, "ArrowRight");
  expect([tip.hidden, tip.textContent, spoken()]).toEqual([
    false,
    "Elderwold: 3.1",
    "Elderwold: 3.1",
  ]);
  press(reader, "ArrowRight");
  press(reader, "ArrowRight");
  expect(spoken()).toBe("Marlsea: hidden");
  expect(svg.querySelectorAll(".asked")).toHaveLength(1);
  press(reader, "Escape");
  expect([tip.hidden, svg.querySelectorAll(".asked").length]).toEqual([true, 0]);
});

test("a finger on a mark shows it until it goes elsewhere", () => {
  const svg = chart();
  const tip = withAnswers(svg).querySelector<HTMLElement>(".tip")!;
  svg.querySelector("circle")!.getBoundingClientRect = () => new DOMRect(300, 300, 10, 10);
  svg.dispatchEvent(new MouseEvent("pointerdown", { clientX: 305, clientY: 320 }));
  expect([tip.hidden, tip.textContent]).toEqual([false, "Elderwold: 3.1"]);
  svg.dispatchEvent(new MouseEvent("pointerdown", { clientX: 305, clientY: 500 }));
  expect(tip.hidden).toBe(true);
});

test("a chart without words is left as it is", () => {
  const svg = document.createElementNS(SVG, "svg");
  expect(withAnswers(svg)).toBe(svg);
  expect(svg.hasAttribute("tabindex")).toBe(false);
});

test.each([
  ["ArrowDown", -1, 0],
  ["ArrowRight", 2, 2],
  ["ArrowLeft", 0, 0],
  ["ArrowUp", 2, 1],
  ["Home", 2, 0],
  ["End", 0, 2],
  ["Escape", 1, -1],
  ["Escape", -1, null],
  ["a", 1, null],
] as const)("of three marks %s leads from %i to %s", (key, at, to) => {
  expect(nextOf(key, at, 3)).toBe(to);
});
