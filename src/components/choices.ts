import { asksFor, chosenInAddress, remember } from "./selection.js";

/** Labelled native selects whose values are kept in the page's address. */

export interface Choice {
  value: string;
  label: string;
}

interface Options {
  label: string;
  /** Name in the address. */
  name: string;
  choices: readonly Choice[];
  value?: string;
}

type Input<T> = HTMLElement & { value: T };

/** One of several; use with `view`. */
export function choose({ label, name, choices, value }: Options): Input<string> {
  const field = document.createElement("label");
  field.className = "field";
  field.append(label);
  const select = document.createElement("select");
  offer(select, choices, name, value);
  field.append(select);
  select.addEventListener("change", () => remember(name, select.value));
  return valued(field, () => select.value);
}

/** Fills a select and takes what the address asks for, or else a value, or else the first. */
function offer(
  select: HTMLSelectElement,
  choices: readonly Choice[],
  name: string,
  value: string | undefined,
) {
  select.replaceChildren(...choices.map((choice) => new Option(choice.label, choice.value)));
  const values = choices.map((choice) => choice.value);
  const first = [asksFor(name, values), value].find(
    (one) => one !== undefined && values.includes(one),
  );
  if (first !== undefined) select.value = first;
}

const valued = <T>(element: HTMLElement, get: () => T): Input<T> =>
  Object.defineProperty(element, "value", { get }) as Input<T>;

/** Choices from rows: each value once, in the order of the rows, with the label of its first row. */
export function choicesOf<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  labelOf: (row: T) => string = keyOf,
): Choice[] {
  const found = new Map<string, Choice>();
  for (const row of rows) {
    const value = keyOf(row);
    if (!found.has(value)) found.set(value, { value, label: labelOf(row) });
  }
  return [...found.values()];
}

/** The councils of some rows, by code and name. */
export const councilsOf = (
  rows: readonly { authority_code: string; authority_name: string }[],
): Choice[] =>
  choicesOf(
    rows,
    (row) => row.authority_code,
    (row) => row.authority_name,
  );

/** What was answered before, by the name of the question. */
export type Answers = Readonly<Record<string, string>>;

/** One of the things a page asks its reader to choose. */
export interface Question<N extends string> {
  name: N;
  label: string;
  /** What it offers, which may follow from what was chosen before it. */
  choices: (chosen: Answers) => readonly Choice[];
  /** What is taken where the address says nothing. */
  value?: (chosen: Answers) => string | undefined;
  /** With fewer choices than this it is not asked, and the first is taken; 1 unless said. */
  fewest?: number;
}

export interface Asked<N extends string> {
  fields: Readonly<Record<N, HTMLElement>>;
  /** What is chosen now; "" where there is nothing to choose from. */
  chosen: () => Record<N, string>;
}

/**
 * The questions of a page, in order: where an earlier answer changes what a later one offers, that
 * is offered anew, and what the reader chose is kept if it still can be.
 */
export function ask<N extends string>(questions: readonly Question<N>[]): Asked<N> {
  const asked = questions.map((question) => {
    const field = choose({ label: question.label, name: question.name, choices: [] });
    return { question, field, select: field.querySelector("select")! };
  });
  const chosen = () =>
    Object.fromEntries(
      asked.map(({ question, select }) => [question.name, select.value]),
    ) as Record<N, string>;
  const fill = () => {
    const before: Record<string, string> = {};
    for (const { question, field, select } of asked) {
      const { name, choices, value, fewest = 1 } = question;
      const next = choices(before);
      const now = [...select.options].map((option) => ({
        value: option.value,
        label: option.text,
      }));
      if (JSON.stringify(now) !== JSON.stringify(next)) {
        offer(select, next, name, value?.(before));
      }
      field.hidden = next.length < fewest;
      before[name] = select.value;
    }
  };
  fill();
  for (const { field } of asked) field.addEventListener("change", fill);
  const fields = {} as Record<N, HTMLElement>;
  for (const { question, field } of asked) fields[question.name] = field;
  return { fields, chosen };
}

/** Fields side by side. */
export function controls(...fields: readonly HTMLElement[]): HTMLElement {
  const row = document.createElement("div");
  row.className = "controls";
  row.append(...fields);
  return row;
}

/** More lines than colours could not be told apart. */
const MOST_CHOSEN = 6;

/** Some of many, with a box to find them in; use with `view`. */
export function chooseSome({
  label,
  name,
  choices,
  value,
}: Omit<Options, "value"> & { value: readonly string[] }): Input<string[]> {
  const asked = chosenInAddress(name);
  const known = new Set(choices.map((choice) => choice.value));
  let chosen = (asked ? asked.split(",") : [...value])
    .filter((code) => known.has(code))
    .slice(0, MOST_CHOSEN);
  const set = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = label;
  const list = document.createElement("div");
  list.className = "chosen";
  const field = document.createElement("label");
  field.className = "field";
  field.append("Add an authority");
  const select = document.createElement("select");
  field.append(select);
  const draw = () => {
    select.disabled = chosen.length >= MOST_CHOSEN;
    list.replaceChildren(...chosen.map(chip));
    const rest = choices.filter((choice) => !chosen.includes(choice.value));
    select.replaceChildren(
      new Option(select.disabled ? "Remove one to add another" : "Choose…", ""),
      ...rest.map((choice) => new Option(choice.label, choice.value)),
    );
  };
  const change = (next: string[]) => {
    chosen = next;
    remember(name, chosen.join(","));
    draw();
    set.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const chip = (code: string) => {
    const button = document.createElement("button");
    button.type = "button";
    const title = choices.find((choice) => choice.value === code)?.label ?? code;
    button.textContent = `${title} ×`;
    button.setAttribute("aria-label", `Remove ${title}`);
    button.addEventListener("click", () => {
      change(chosen.filter((other) => other !== code));
      select.focus();
    });
    return button;
  };
  // Only a choice made counts as input; otherwise the page would redraw twice.
  select.addEventListener("input", (event) => event.stopPropagation());
  select.addEventListener("change", () => {
    if (!select.value) return;
    change([...chosen, select.value]);
    select.focus();
  });
  draw();
  set.append(legend, list, field);
  return valued(set, () => chosen);
}
