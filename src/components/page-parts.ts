import { askedAlone } from "./figure-actions.js";

/** What a page is made of beside its figures. */

/** A heading that can be linked to by its words. */
export function heading(title: string, level: "h2" | "h3" = "h2"): HTMLElement {
  const words = document.createElement(level);
  words.id = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  words.textContent = title;
  return words;
}

export function paragraph(text: string, className = ""): HTMLElement {
  const words = document.createElement("p");
  if (className) words.className = className;
  words.textContent = text;
  return words;
}

/** The finding, in one sentence. */
export function headline(sentence: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "headline";
  box.append(paragraph(sentence));
  return box;
}

/** What a reader may open: a page says its answers first. */
export function folded(title: string, ...contents: readonly Node[]): HTMLElement {
  const details = document.createElement("details");
  details.className = "folded";
  const summary = document.createElement("summary");
  summary.textContent = title;
  details.append(summary, ...contents);
  // What is closed has no width, so a figure that was asked for would not be drawn.
  details.open = askedAlone() !== null;
  return details;
}

/** What stands where a section has no data yet: what is missing, how to load it, and its form in grey. */
export function nothingYet(missing: string, command: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "nothing-yet";
  const how = document.createElement("p");
  const code = document.createElement("code");
  code.textContent = command;
  how.append("To load it: ", code);
  box.append(paragraph(missing), how, greyedChart());
  return box;
}

/** Lines that are no figures: a form alone, and nothing for assistive technology to read. */
function greyedChart(): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { viewBox: "0 0 400 120", width: "400", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const path of ["M20 20 L380 64", "M20 26 L380 96", "M20 110 H380", "M140 8 V110"]) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
  }
  return svg;
}
