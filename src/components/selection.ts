/**
 * What a reader has chosen, which is one for the whole site: the council, what it is compared with,
 * and the year. It stands in the address and goes along with every link.
 */

/** Names in the address, and the names under which older links have them. */
const SELECTION: Readonly<Record<string, readonly string[]>> = {
  council: ["authority"],
  compared: ["comparison"],
  year: ["january"],
};

const query = (): URLSearchParams => new URLSearchParams(location.search);

/** What the address says was chosen; null where it says nothing. */
export function chosenInAddress(name: string): string | null {
  const asked = query();
  return (
    [name, ...(SELECTION[name] ?? [])].map((each) => asked.get(each)).find(Boolean) ??
    asked.get(name)
  );
}

/** Writes a choice to the address, without a new entry in the history. */
export function remember(name: string, value: string) {
  const next = query();
  for (const old of SELECTION[name] ?? []) next.delete(old);
  next.set(name, value);
  history.replaceState(null, "", `?${next}${location.hash}`);
}

/** The value that a choice begins with in the words of another page: a council, the first year of two. */
const stem = (value: string): string => value.split(/[ /-]/)[0] ?? "";

/**
 * The choice that the address asks for: itself, or of the shared selection the one that means the
 * same on this page, such as a council with its instrument, or 2024-25 for 2024.
 */
export function asksFor(name: string, values: readonly string[]): string | undefined {
  const asked = chosenInAddress(name);
  if (asked === null) return undefined;
  if (values.includes(asked)) return asked;
  return name in SELECTION && asked
    ? values.find((value) => value !== "" && stem(value) === stem(asked))
    : undefined;
}

/** Puts the selection into a link to another page of this site. */
export function carry(link: HTMLAnchorElement) {
  if (link.origin !== location.origin || link.hasAttribute("download")) return;
  if (link.pathname === location.pathname && link.hash) return;
  const next = new URLSearchParams(link.search);
  for (const name of Object.keys(SELECTION)) {
    const value = chosenInAddress(name);
    if (value) next.set(name, name === "council" ? stem(value) : value);
  }
  link.search = String(next);
}

/** From now on every link carries the selection: as soon as it is pointed at, focused or followed. */
export function carryEverywhere() {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href]")) carry(link);
  for (const event of ["pointerover", "focusin", "click"]) {
    document.addEventListener(
      event,
      ({ target }) => {
        const link = (target as Element | null)?.closest?.<HTMLAnchorElement>("a[href]");
        if (link) carry(link);
      },
      { capture: true },
    );
  }
}
