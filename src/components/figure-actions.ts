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
      action("SVG", `Picture of ${title} (SVG)`, () =>
        saveAs(new Blob([svgOf(picture()!, about)], { type: "image/svg+xml" }), `${file}.svg`),
      ),
      action("PNG", `Picture of ${title} (PNG)`, async () =>
        saveAs(await pngOf(picture()!, about), `${file}.png`),
      ),
    );
  }
  const link = action("Link", `Copy a link to ${title}`, async () => {
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

/**
 * Whether the address asks for this figure alone (`?figure=` and its file), as a link to it or a page
 * that embeds it does: then it fills the page.
 */
export function showAlone(figure: HTMLElement, file: string): void {
  if (new URLSearchParams(location.search).get("figure") !== file) return;
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
  // It may stand in a part that is closed until it is wanted, and is not in the page yet.
  queueMicrotask(() => {
    for (
      let part = figure.closest("details");
      part;
      part = part.parentElement?.closest("details") ?? null
    )
      part.open = true;
  });
}
