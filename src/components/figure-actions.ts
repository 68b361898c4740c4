import { downloadButton, saveAs } from "./download.js";
import { pngOf, svgOf } from "./picture.js";

interface Figured {
  title: string;
  /** What the picture rests on, written beneath it. */
  source: string;
  file: string;
  rows: readonly object[];
}

/** What a reader may take from a figure: its rows, its picture, a link to it. */
export function figureActions(
  figure: HTMLElement,
  { title, source, file, rows }: Figured,
): HTMLElement {
  const row = document.createElement("div");
  row.className = "actions";
  row.append(downloadButton(rows, `${file}.csv`, title));
  const picture = () => figure.querySelector<SVGSVGElement>("svg[role=img]");
  if (picture()) {
    const about = { title, source };
    row.append(
      action("SVG", `SVG picture of ${title}`, () =>
        saveAs(new Blob([svgOf(picture()!, about)], { type: "image/svg+xml" }), `${file}.svg`),
      ),
      action("PNG", `PNG picture of ${title}`, async () =>
        saveAs(await pngOf(picture()!, about), `${file}.png`),
      ),
    );
  }
  const link = action("Link", `Link to ${title}, copied`, async () => {
    const address = new URL(location.href);
    address.searchParams.set("figure", file);
    address.hash = "";
    await navigator.clipboard.writeText(address.href);
    link.textContent = "Copied";
    setTimeout(() => {
      link.textContent = "Link";
    }, 2000);
  });
  row.append(link);
  return row;
}

function action(words: string, label: string, work: () => unknown): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => void work());
  return button;
}

/** The figure that the address asks for alone, by its file; null where the whole page is meant. */
export const askedAlone = (): string | null => new URLSearchParams(location.search).get("figure");

/** Fills the page with the figure where the address asks for it, as a link to it or a page that embeds it does. */
export function showAlone(figure: HTMLElement, file: string): void {
  if (askedAlone() !== file) return;
  figure.classList.add("alone");
  const back = document.createElement("a");
  const address = new URL(location.href);
  address.searchParams.delete("figure");
  back.href = address.href;
  back.textContent = "The whole page";
  const words = document.createElement("p");
  words.className = "muted";
  words.append(back);
  figure.append(words);
  document.documentElement.classList.add("one-figure");
}
