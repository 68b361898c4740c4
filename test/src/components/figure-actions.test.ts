// @vitest-environment jsdom
import { afterEach, expect, test, vi } from "vitest";
import { figureActions, showAlone } from "../../../src/components/figure-actions.ts";
import { lines, svgOf } from "../../../src/components/picture.ts";

afterEach(() => {
  history.replaceState(null, "", "/");
  document.documentElement.className = "";
});

const SVG = "http://www.w3.org/2000/svg";
function drawn(): HTMLElement {
  const figure = document.createElement("figure");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("width", "300");
  svg.setAttribute("height", "100");
  figure.append(svg);
  document.body.append(figure);
  return figure;
}
const about = { title: "Change", source: "About 90 children.", file: "change", rows: [{ n: 90 }] };

test("a figure gives its rows, its picture and a link; one without a picture gives none", () => {
  const words = (figure: HTMLElement) =>
    [...figureActions(figure, about).querySelectorAll("button")].map(
      ({ textContent }) => textContent,
    );
  expect(words(drawn())).toEqual(["Data (CSV)", "SVG", "PNG", "Link"]);
  expect(words(document.createElement("figure"))).toEqual(["Data (CSV)", "Link"]);
});

test("the link is the page as it is, with the figure", async () => {
  history.replaceState(null, "", "/children?area=se#x");
  const writeText = vi.fn(async (_: string) => undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  const button = [...figureActions(drawn(), about).querySelectorAll("button")].at(-1)!;
  button.click();
  await vi.waitFor(() => expect(button.textContent).toBe("Copied"));
  const link = new URL(writeText.mock.calls[0]![0]);
  expect(`${link.pathname}${link.search}${link.hash}`).toBe("/children?area=se&figure=change");
  vi.unstubAllGlobals();
});

test("such a link shows the figure alone, and leads back", () => {
  history.replaceState(null, "", "/children?area=se&figure=change");
  const [asked, other] = [drawn(), drawn()];
  showAlone(asked, "change");
  showAlone(other, "another");
  expect([asked.className, other.className]).toEqual(["alone", ""]);
  expect(asked.querySelector("a")!.href).toMatch(/\/children\?area=se$/);
});

test("a picture carries its title, what it rests on and where it is from", () => {
  const svg = svgOf(drawn().querySelector("svg")!, about);
  const text = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  expect(text.getAttribute("width")).toBe("332");
  expect([...text.querySelectorAll("text")].map(({ textContent }) => textContent)).toEqual([
    "Change",
    `About 90 children. ${location.host}`,
  ]);
});

test("words that are too long for a line go on in the next", () => {
  expect(lines("one two three", 7)).toEqual(["one two", "three"]);
  expect(lines("", 7)).toEqual([]);
  expect(lines("incomprehensibilities of", 5)).toEqual(["incomprehensibilities", "of"]);
});
