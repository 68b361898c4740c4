import { remember } from "../selection.js";
import { plural } from "../words.js";

export interface PickedFrom {
  code: string;
  name: string;
  region: string;
}

export interface Picker {
  element: HTMLElement;
  /** Ticks these and no others. */
  show(codes: readonly string[]): void;
}

/**
 * Tick boxes of authorities by region, folded away. Whoever ticks one is told to `onPick` what is
 * ticked now, before the page answers.
 */
export function authorityPicker(
  authorities: readonly PickedFrom[],
  onPick: (codes: string[]) => void,
): Picker {
  const element = document.createElement("details");
  element.className = "folded picker";
  const summary = document.createElement("summary");
  element.append(summary);
  const boxes = new Map<string, HTMLInputElement>();
  const ticked = () => [...boxes].flatMap(([code, box]) => (box.checked ? [code] : []));
  const count = () => {
    summary.textContent = `Choose authorities one by one: ${plural(ticked().length, "authority", "authorities")} ticked`;
  };
  const pick = () => {
    count();
    onPick(ticked());
  };
  const untick = document.createElement("button");
  untick.type = "button";
  untick.textContent = "Untick all";
  untick.addEventListener("click", () => {
    for (const box of boxes.values()) box.checked = false;
    pick();
    untick.dispatchEvent(new Event("change", { bubbles: true }));
  });
  element.append(untick);
  for (const region of [...new Set(authorities.map((one) => one.region))].sort()) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = region;
    set.append(legend);
    const own = authorities.filter((one) => one.region === region);
    for (const { code, name } of [...own].sort((a, b) => a.name.localeCompare(b.name))) {
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = code;
      // Before the page hears of it, which listens further out.
      box.addEventListener("change", pick);
      boxes.set(code, box);
      label.append(box, ` ${name}`);
      set.append(label);
    }
    element.append(set);
  }
  count();
  return {
    element,
    show(codes) {
      const now = new Set(codes);
      for (const [code, box] of boxes) box.checked = now.has(code);
      count();
    },
  };
}

/** Keeps what is ticked in the address. */
export const rememberPicked = (codes: readonly string[]): void =>
  remember("authorities", codes.join(","));
