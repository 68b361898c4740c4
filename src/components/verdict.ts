import type { Headline } from "../../pipelines/measures/headlines/headline.ts";
import { paragraph } from "./page-parts.js";
import { siteRoot } from "./site-root.js";

/**
 * An answer in a word, by the published rule, and in one short sentence.
 *
 * @param rule Where that rule is published, from the root of the site.
 */
export function verdict(
  row: Pick<Headline, "verdict" | "short"> | undefined,
  rule = "method/#words-used-on-every-page",
): HTMLElement {
  const box = document.createElement("div");
  box.className = "answer-first";
  if (!row) return box;
  if (row.verdict !== null) {
    const word = document.createElement("div");
    word.className = "word";
    const link = document.createElement("a");
    link.href = `${siteRoot()}${rule}`;
    link.textContent = row.verdict;
    word.append(link);
    word.dataset.verdict = row.verdict;
    box.append(word);
  }
  box.append(paragraph(row.short, "sentence"));
  return box;
}

/** The questions that are not answered above: a word where there is one, and a short sentence. */
export function answerCards(rows: readonly Headline[]): HTMLElement {
  const grid = document.createElement("div");
  grid.className = "answers";
  for (const row of rows) {
    const card = document.createElement("section");
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = row.page;
    link.textContent = row.question;
    heading.append(link);
    card.append(heading, verdict(row));
    grid.append(card);
  }
  return grid;
}
