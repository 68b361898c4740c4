import type { Publication } from "../../pipelines/publish/release-tables.ts";
import { sampleBanner } from "./notices.js";
import { hasData, PLACES, type Place, placeOf } from "./places.js";
import { carryEverywhere } from "./selection.js";
import { siteRoot } from "./site-root.js";

/** How every page opens: which pages its place has, and whether the children are invented. */
export function frame(publication: Publication): HTMLElement {
  hideEmptyPlaces(publication);
  const place = placeOf(pathFromRoot());
  const opening = document.createElement("div");
  opening.className = "opening";
  if (place && place.pages.length > 1) opening.append(pagesOf(place, publication));
  opening.append(sampleBanner(publication));
  // Cells of the page are still to be drawn when this one runs.
  queueMicrotask(() => {
    carryEverywhere();
    showWhereItIs(opening);
  });
  return opening;
}

const pathFromRoot = (): string =>
  `/${location.href
    .slice(siteRoot().length)
    .replace(/[?#].*$/, "")
    .replace(/[.]html$/, "")}`;

/** A place of which nothing is published leaves the menu. */
function hideEmptyPlaces({ tables }: Publication) {
  const links = document.querySelectorAll<HTMLAnchorElement>("nav.places a[data-place]");
  for (const link of links) {
    const place = PLACES.find(({ title }) => title === link.dataset.place);
    const item = link.closest("li");
    const first = place?.pages.find((page) => hasData(page, tables));
    if (item) item.hidden = first === undefined;
    if (first) link.href = `${siteRoot()}${first.path}`;
  }
}

/** The pages of a place, those with something to show. */
function pagesOf(place: Place, { tables }: Publication): HTMLElement {
  const nav = document.createElement("nav");
  nav.className = "pages";
  nav.setAttribute("aria-label", `Pages of ${place.title}`);
  const list = document.createElement("ul");
  const here = pathFromRoot().slice(1);
  for (const page of place.pages.filter((each) => hasData(each, tables))) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${siteRoot()}${page.path}`;
    link.textContent = page.title;
    const isHere = page.path.endsWith("/") ? here.startsWith(page.path) : here === page.path;
    if (isHere) link.setAttribute("aria-current", "page");
    item.append(link);
    list.append(item);
  }
  nav.append(list);
  return nav;
}

/** On a phone the row of pages may be longer than the screen. */
function showWhereItIs(opening: HTMLElement) {
  const here = opening.querySelector<HTMLElement>("[aria-current]");
  const row = here?.closest("ul");
  if (here && row) row.scrollLeft = here.offsetLeft - row.offsetLeft - row.clientWidth / 3;
}

/** An old address leads on, with what was chosen. */
export function leadOn(path: string) {
  location.replace(`${path}${location.search}${location.hash}`);
}
