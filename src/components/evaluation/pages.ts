import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { lowerFirst } from "../words.js";

const PAGES = [
  { href: "./evaluation", title: "The answer" },
  { href: "./evaluation-authorities", title: "Each trial authority" },
  { href: "./evaluation-ways", title: "Other ways of asking" },
  { href: "./evaluation-design", title: "The design, and working it out again" },
];

/** The pages about one evaluation; what is chosen goes along. */
export function evaluationPages(here: string): HTMLElement {
  const nav = document.createElement("nav");
  nav.className = "pages";
  nav.setAttribute("aria-label", "Pages about the evaluation");
  const list = document.createElement("ul");
  const links = PAGES.map(({ href, title }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = title;
    if (href === here) link.setAttribute("aria-current", "page");
    item.append(link);
    list.append(item);
    return { link, href };
  });
  const follow = () => {
    for (const { link, href } of links) link.href = `${href}${location.search}`;
  };
  follow();
  // The choice is written to the address in the same event, by whoever was asked first.
  addEventListener("change", () => queueMicrotask(follow));
  nav.append(list);
  return nav;
}

/** What a page says where no published figures of trial authorities are loaded. */
export function nothingLoaded(outcomes: readonly EvaluationOutcome[]): HTMLElement | null {
  if (outcomes.length > 0) return null;
  const words = document.createElement("p");
  words.textContent =
    "No published figures of the trial authorities are loaded, so they cannot be compared with others: load DfE’s local authority interactive tool and its release of EHC plans, and publish again.";
  return words;
}

/** The generated sentence of the primary outcome; of the first design where there are several. */
export function primarySentence(outcomes: readonly EvaluationOutcome[]): HTMLElement | null {
  const primary = outcomes.find((row) => row.is_primary);
  if (!primary) return null;
  const box = document.createElement("div");
  box.className = "headline";
  const words = document.createElement("p");
  words.textContent = primary.sentence;
  box.append(words);
  const about = document.createElement("p");
  about.className = "muted";
  about.textContent = `The question the design put first: ${lowerFirst(primary.title)}, beside ${lowerFirst(primary.comparison_title)}, from ${primary.first_period} to ${primary.last_period}.`;
  const whole = document.createElement("div");
  whole.append(box, about);
  return whole;
}
