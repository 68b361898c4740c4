type Child = Node | string | null | undefined | false;

/** An element with attributes (or properties that are functions), and children. */
export function element<N extends keyof HTMLElementTagNameMap>(
  name: N,
  attributes: Readonly<Record<string, string | boolean | ((event: Event) => void)>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[N] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(attribute, value);
    else if (value === true) made.setAttribute(attribute, "");
    else if (value !== false) made.setAttribute(attribute, value);
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** A button that says what it does; `what` completes it for those who hear it. */
export const button = (words: string, act: () => void, what = ""): HTMLButtonElement =>
  element(
    "button",
    { type: "button", click: act, ...(what ? { "aria-label": `${words} ${what}` } : {}) },
    words,
  );

/** Says something where screen readers hear it. */
export function say(words: string): void {
  document.querySelector("#said")!.textContent = words;
}
