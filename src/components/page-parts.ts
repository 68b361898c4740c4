/** What a page is made of beside its figures. */

/** A heading that can be linked to by its words. */
export function heading(title: string, level: "h2" | "h3" = "h2"): HTMLElement {
  const words = document.createElement(level);
  words.id = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  words.textContent = title;
  return words;
}

export function paragraph(text: string, className = ""): HTMLElement {
  const words = document.createElement("p");
  if (className) words.className = className;
  words.textContent = text;
  return words;
}

/** The finding, in one sentence. */
export function headline(sentence: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "headline";
  box.append(paragraph(sentence));
  return box;
}

/** What a page says in place of figures that are not there. */
export function note(text: string): HTMLElement {
  const box = document.createElement("div");
  box.className = "note";
  box.append(paragraph(text));
  return box;
}
