import type { CouncilVerdict } from "../../../pipelines/measures/council-verdicts/measure.ts";
import type { Council } from "../../../pipelines/measures/councils/measure.ts";
import { distinct } from "../rows.js";
import { plural, whole } from "../words.js";

/** Every council with its word, by region, and a box to find one by name. */
export function councilFinder(
  councils: readonly Council[],
  verdicts: readonly CouncilVerdict[],
): HTMLElement {
  const whole = document.createElement("div");
  if (councils.length === 0) {
    whole.className = "note";
    whole.append(
      text(
        "p",
        "No published figures of councils are loaded. Put DfE's files in a folder and run ",
      ),
    );
    whole.lastElementChild?.append(text("code", "npx vsend run FOLDER"), ".");
    return whole;
  }
  const word = new Map(verdicts.map((row) => [row.authority_code, row.word]));
  const field = document.createElement("label");
  field.className = "field";
  const box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  field.append("Find a council", box);
  const found = document.createElement("p");
  found.className = "muted";
  found.setAttribute("role", "status");
  const list = document.createElement("div");
  list.className = "finder";
  const draw = () => {
    const asked = box.value.trim().toLowerCase();
    const shown = councils.filter(({ name }) => name.toLowerCase().includes(asked));
    found.textContent =
      shown.length === 0
        ? `No council is called "${box.value.trim()}".`
        : `${plural(shown.length, "council", "councils")}. The word says how each stands beside its statistical neighbours, on measures of which more or less is clearly better.`;
    list.replaceChildren(
      ...distinct(shown.map(({ region }) => region))
        .sort()
        .map((region) =>
          regionList(
            region,
            shown.filter((council) => council.region === region),
            word,
            asked !== "",
          ),
        ),
    );
  };
  box.addEventListener("input", draw);
  draw();
  whole.append(field, found, list);
  return whole;
}

function regionList(
  region: string,
  councils: readonly Council[],
  word: ReadonlyMap<string, string>,
  isOpen: boolean,
): HTMLElement {
  const section = document.createElement("details");
  section.open = isOpen;
  const summary = document.createElement("summary");
  summary.append(text("h2", `${region} (${whole(councils.length)})`));
  const list = document.createElement("ul");
  for (const { name, slug, authority_code } of councils) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `./${slug}`;
    link.textContent = name;
    const said = text("span", ` ${word.get(authority_code) ?? "Cannot say"}`);
    said.className = "muted";
    item.append(link, said);
    list.append(item);
  }
  section.append(summary, list);
  return section;
}

function text(tag: string, words: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}
