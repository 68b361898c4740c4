/** How near a pointer must come to a mark, in pixels, for it to answer. */
const NEAR = 36;

interface Mark {
  element: Element;
  words: string;
}

/**
 * Lets every mark of a chart that has a title answer a pointer, a finger and the arrow keys: its
 * words stand beside it, and are read aloud where they were asked for with the keys. The titles are
 * taken out of the picture, since a browser shows them late and to a mouse alone.
 */
export function withAnswers(chart: Element): Element {
  const marks = marksOf(chart);
  if (marks.length === 0) return chart;
  const whole = document.createElement("div");
  whole.className = "answers";
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  const reader = readerOf(marks.length);
  whole.append(reader, chart, tip);
  let at = -1;
  const show = (index: number) => {
    if (index === at) return;
    marks[at]?.element.classList.remove("asked");
    at = index;
    const mark = marks[at];
    tip.hidden = mark === undefined;
    if (!mark) return;
    mark.element.classList.add("asked");
    tip.textContent = mark.words;
    place(tip, whole, mark.element);
  };
  const svg = chart.tagName.toLowerCase() === "svg" ? chart : largestSvg(chart);
  svg.addEventListener("pointermove", (event) => show(nearest(marks, event as PointerEvent)));
  svg.addEventListener("pointerdown", (event) => show(nearest(marks, event as PointerEvent)));
  svg.addEventListener("pointerleave", (event) => {
    if ((event as PointerEvent).pointerType === "mouse") show(-1);
  });
  reader.addEventListener("blur", () => show(-1));
  reader.addEventListener("keydown", (event) => {
    const next = nextOf((event as KeyboardEvent).key, at, marks.length);
    if (next === null) return;
    event.preventDefault();
    show(next);
    reader.setAttribute("aria-valuenow", String(next + 1));
    reader.setAttribute("aria-valuetext", marks[next]?.words ?? "none");
  });
  return whole;
}

/** What the keys are pressed on: a slider from mark to mark, which says the words of the one it is at. */
function readerOf(count: number): HTMLElement {
  const reader = document.createElement("div");
  reader.className = "reader visually-hidden";
  const said = {
    role: "slider",
    "aria-label": "Marks of the chart below",
    "aria-valuemin": "0",
    "aria-valuemax": String(count),
    "aria-valuenow": "0",
    "aria-valuetext": "none yet: the arrow keys go from mark to mark",
  };
  for (const [name, value] of Object.entries(said)) reader.setAttribute(name, value);
  reader.tabIndex = 0;
  return reader;
}

/** Which mark a key leads to, none for Escape; null for a key that means nothing here. */
export function nextOf(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(at + 1, count - 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(at - 1, 0);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    case "Escape":
      return at < 0 ? null : -1;
    default:
      return null;
  }
}

function marksOf(chart: Element): Mark[] {
  return [...chart.querySelectorAll("title")].flatMap((title) => {
    const element = title.parentElement;
    const words = title.textContent ?? "";
    if (!element || element.tagName.toLowerCase() === "svg" || words === "") return [];
    title.remove();
    element.setAttribute("data-words", words);
    return [{ element, words }];
  });
}

const largestSvg = (chart: Element): Element =>
  [...chart.querySelectorAll("svg")].sort(
    (a, b) => Number(b.getAttribute("width")) - Number(a.getAttribute("width")),
  )[0]!;

function nearest(marks: readonly Mark[], { clientX, clientY }: PointerEvent): number {
  const distances = marks.map(({ element }) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return Math.hypot(
      Math.max(left - clientX, 0, clientX - right),
      Math.max(top - clientY, 0, clientY - bottom),
    );
  });
  const least = Math.min(...distances);
  return least <= NEAR ? distances.indexOf(least) : -1;
}

/** Above the mark where there is room, else below it, and never beyond the sides of the chart. */
function place(tip: HTMLElement, whole: HTMLElement, mark: Element) {
  const [frame, box] = [whole.getBoundingClientRect(), mark.getBoundingClientRect()];
  const middle = box.left + box.width / 2 - frame.left;
  const left = Math.max(0, Math.min(middle - tip.offsetWidth / 2, frame.width - tip.offsetWidth));
  const above = box.top - frame.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above >= 0 ? above : box.bottom - frame.top + 8}px`;
}
