/** A part of a page that follows the choices made on it. */
export interface Part<C> {
  /** Name of what it depends on: it is drawn again only where this changes. */
  key: (chosen: C) => string;
  draw: (chosen: C, width: number) => Node | null;
}

/**
 * Parts that answer a choice at once: those in sight are drawn in the event itself, the others one
 * by one after it, so that a page of many charts is as quick as its visible part. Elements among
 * the parts are put in as they are: the choices.
 */
export function liveParts<C>(
  chosen: () => C,
  parts: readonly (Part<C> | HTMLElement)[],
): HTMLElement {
  const whole = document.createElement("div");
  const places = parts.flatMap((part) => {
    const isFixed = part instanceof HTMLElement;
    const host = isFixed ? part : document.createElement("div");
    whole.append(host);
    return isFixed ? [] : [{ part, host, drawn: "" }];
  });
  type Place = (typeof places)[number];
  let width = 0;
  let turn = 0;
  const stateOf = ({ part }: Place, now: C) => `${width}|${part.key(now)}`;
  const draw = (place: Place, now: C) => {
    const state = stateOf(place, now);
    if (place.drawn === state) return;
    place.drawn = state;
    replace(place.host, place.part.draw(now, width));
  };
  const update = () => {
    if (width === 0) return;
    turn += 1;
    const mine = turn;
    const now = chosen();
    const stale = places.filter((place) => place.drawn !== stateOf(place, now));
    const seen = new Set(stale.filter(({ host }) => isInSight(host)));
    for (const place of stale.filter((one) => seen.has(one))) draw(place, now);
    const later = stale.filter((place) => !seen.has(place));
    const next = () => {
      const place = later.shift();
      if (!place || mine !== turn) return;
      draw(place, now);
      setTimeout(next);
    };
    setTimeout(next);
  };
  whole.addEventListener("input", update);
  whole.addEventListener("change", update);
  new ResizeObserver(() => {
    const found = Math.floor(whole.clientWidth);
    if (found === width || found === 0) return;
    width = found;
    update();
  }).observe(whole);
  addEventListener("beforeprint", () => {
    const now = chosen();
    for (const place of places) draw(place, now);
  });
  return whole;
}

function isInSight(host: HTMLElement): boolean {
  const { top, bottom } = host.getBoundingClientRect();
  return bottom >= 0 && top <= innerHeight;
}

/** Puts the new part in place of the old, with the tables open that a reader had opened. */
function replace(host: HTMLElement, next: Node | null) {
  const open = [...host.querySelectorAll("details")].map((one) => one.open);
  host.replaceChildren(...(next ? [next] : []));
  if (!open.includes(true)) return;
  host.querySelectorAll("details").forEach((one, i) => {
    one.open = open[i] ?? false;
  });
}
