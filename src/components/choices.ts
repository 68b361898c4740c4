/** A labelled native select whose value is kept in the page's address. */

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

const address = (): URLSearchParams => new URLSearchParams(location.search);

function remember(name: string, value: string) {
  const query = address();
  query.set(name, value);
  history.replaceState(null, "", `?${query}${location.hash}`);
}

/** One of several; use with `view`. */
export function choose({ label, name, choices, value }: Options): Input<string> {
  const field = document.createElement("label");
  field.className = "field";
  field.append(label);
  const select = document.createElement("select");
  for (const choice of choices) select.add(new Option(choice.label, choice.value));
  const asked = address().get(name);
  const first = choices.some((choice) => choice.value === asked) ? asked : value;
  if (first) select.value = first;
  field.append(select);
  select.addEventListener("change", () => remember(name, select.value));
  return Object.defineProperty(field, "value", {
    get: () => select.value,
  }) as unknown as Input<string>;
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
  const asked = address().get(name);
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
  return Object.defineProperty(set, "value", { get: () => chosen }) as unknown as Input<string[]>;
}
