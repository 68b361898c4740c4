import { figureActions, showAlone } from "./figure-actions.js";
import { withAnswers } from "./mark-answers.js";
import { type Column, dataTable } from "./table.js";

export interface FigureOptions<T> {
  title: string;
  /** What the chart shows, in a sentence or two: the text summary. */
  summary: string;
  /** Children or plans behind it, its uncertainty or why it has none, its date; not said of no rows. */
  basis: string;
  /** Page and anchor of the definition. */
  definition: string;
  columns: readonly Column<T>[];
  /** File name of the download, without its ending. */
  file: string;
  /** Rows of the download, where they are not those of the table. */
  download?: readonly object[];
  /** The chart stands before its summary: on a page that has said the answer already. */
  isPictureFirst?: boolean;
  /** Title, chart, method and table alone: on a page that says the rest in its answer. */
  isBrief?: boolean;
}

/**
 * A chart with everything a reader may ask of it: a summary in words, what it rests on, where it is
 * defined, its rows as a table, and what may be taken from it: data, picture, link. Its marks answer.
 */
export function figure<T extends { symbol?: string | null }>(
  rows: readonly T[],
  chart: Element | null,
  options: FigureOptions<T>,
): HTMLElement {
  const { title, summary, basis, definition, file } = options;
  const whole = document.createElement("figure");
  const caption = document.createElement("figcaption");
  const heading = document.createElement(options.isBrief || options.isPictureFirst ? "h2" : "h3");
  heading.textContent = title;
  const words = document.createElement("p");
  words.className = "summary";
  words.textContent = summary;
  caption.append(heading);
  whole.append(caption);
  const picture = chart ? [plain(chart, `${title}. ${summary}`)] : [];
  if (options.isBrief) {
    whole.append(...picture, briefFoot(rows, options));
    showAlone(whole, file);
    return whole;
  }
  if (options.isPictureFirst) whole.append(...picture, words);
  else {
    caption.append(words);
    whole.append(...picture);
  }
  const foot = document.createElement("p");
  foot.className = "basis muted";
  const link = document.createElement("a");
  link.href = definition;
  link.textContent = "How this is worked out";
  link.setAttribute("aria-label", `How this is worked out: ${title}`);
  foot.append(rows.length > 0 ? `${basis} ` : "", link, ".");
  whole.append(foot);
  if (rows.length > 0) {
    const take = document.createElement("div");
    take.className = "figure-foot";
    take.append(
      twin(rows, options, "Table"),
      figureActions(whole, { title, source: basis, file, rows: options.download ?? rows }),
    );
    whole.append(take);
  }
  showAlone(whole, file);
  return whole;
}

/** The rows of a chart as a table, closed until it is wanted. */
function twin<T extends { symbol?: string | null }>(
  rows: readonly T[],
  { title, columns }: FigureOptions<T>,
  words: string,
): HTMLElement {
  const details = document.createElement("details");
  const label = document.createElement("summary");
  label.textContent = words;
  label.setAttribute("aria-label", `${words}: ${title}`);
  details.append(label, dataTable(rows, { caption: title, columns }));
  return details;
}

/** Method and table, in a word each. */
function briefFoot<T extends { symbol?: string | null }>(
  rows: readonly T[],
  options: FigureOptions<T>,
): HTMLElement {
  const foot = document.createElement("div");
  foot.className = "figure-foot";
  const link = document.createElement("a");
  link.href = options.definition;
  link.textContent = "Method";
  link.setAttribute("aria-label", `Method: how “${options.title}” is worked out`);
  foot.append(link, twin(rows, options, "Table"));
  return foot;
}

/**
 * Plot labels its inner groups, which assistive technology may not read there: the summary says it,
 * as the label of the chart itself. Swatches of a legend are pictures too, and say nothing.
 */
function plain(chart: Element, label: string): Element {
  for (const group of chart.querySelectorAll("g[aria-label], g[aria-description]")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  const pictures =
    chart.tagName.toLowerCase() === "svg" ? [chart] : [...chart.querySelectorAll("svg")];
  const widthOf = (svg: Element) => Number(svg.getAttribute("width"));
  const [largest, ...swatches] = pictures.sort((a, b) => widthOf(b) - widthOf(a));
  for (const swatch of swatches) swatch.setAttribute("aria-hidden", "true");
  largest?.setAttribute("role", "img");
  largest?.setAttribute("aria-label", label);
  return withAnswers(chart);
}
