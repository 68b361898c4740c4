import type { Page } from "playwright-core";

/** Value below which a share of the values lies. */
export const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] as number;

/**
 * Milliseconds from the event of a choice to the last change of what is in sight, for every option
 * of every choice in turn, a number of rounds over. A choice that changes nothing in sight, such as
 * one whose effects lie below the fold, counts to the first change wherever it is.
 */
export function answerTimes(page: Page, rounds: number): Promise<number[]> {
  return page.evaluate(async (times) => {
    const main = document.querySelector("main") as HTMLElement;
    const selects = () => [...main.querySelectorAll("select")];
    const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const isInSight = (node: Node) => {
      const element = node instanceof Element ? node : node.parentElement;
      const box = element?.getBoundingClientRect();
      return box !== undefined && box.bottom >= 0 && box.top <= innerHeight;
    };
    const answers: number[] = [];
    for (let round = 0; round < times; round++) {
      for (let at = 0; at < selects().length; at++) {
        selects()[at]?.scrollIntoView();
        await pause(20);
        for (let option = 0; option < (selects()[at]?.options.length ?? 0); option++) {
          const select = selects()[at] as HTMLSelectElement;
          if (select.selectedIndex === option) continue;
          const changes: { at: number; nodes: Node[] }[] = [];
          const observer = new MutationObserver((records) => {
            changes.push({ at: performance.now(), nodes: records.map(({ target }) => target) });
          });
          observer.observe(main, { childList: true, subtree: true, characterData: true });
          const began = performance.now();
          select.selectedIndex = option;
          select.dispatchEvent(new Event("input", { bubbles: true }));
          select.dispatchEvent(new Event("change", { bubbles: true }));
          await pause(80);
          observer.disconnect();
          const seen = changes.filter(({ nodes }) => nodes.some(isInSight));
          const last = seen.at(-1) ?? changes[0];
          if (last) answers.push(last.at - began);
        }
      }
    }
    return answers;
  }, rounds);
}
