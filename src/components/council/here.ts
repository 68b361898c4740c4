import type { CouncilTables } from "./tables.js";

/**
 * The code of the council whose page this is, by its address; "" where there is no such council. A
 * preview shows the page as it is built, with marks where a published page has the council's words,
 * so they are put in here.
 */
export function councilHere({
  councils,
  verdicts,
}: Pick<CouncilTables, "councils" | "verdicts">): string {
  const slug = location.pathname
    .split("/")
    .at(-1)
    ?.replace(/\.html$/, "");
  const council = councils.find((row) => row.slug === slug);
  if (document.querySelector("h1")?.textContent === "%name%") {
    const verdict = verdicts.find((row) => row.authority_code === council?.authority_code);
    writeIn({ name: "No such council", ...verdict, ...council });
    if (!verdict) for (const part of document.querySelectorAll(".verdict, .facts")) part.remove();
  }
  return council?.authority_code ?? "";
}

function writeIn(words: { name: string }) {
  document.title = document.title.replace("%name%", words.name);
  for (const part of document.querySelectorAll("h1, .verdict, .facts")) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: text } = texts;
      for (const [word, value] of Object.entries(words))
        text.nodeValue = (text.nodeValue ?? "").replace(`%${word}%`, () => String(value));
    }
  }
}
