import type { CouncilTables } from "./tables.js";

/**
 * The code of the council whose page this is, by its address; "" where there is no such council. A
 * preview shows the page as it is built, before the council's name is written into it, so the name is
 * put in here.
 */
export function councilHere({ councils }: Pick<CouncilTables, "councils">): string {
  const slug = location.pathname
    .split("/")
    .at(-1)
    ?.replace(/\.html$/, "");
  const council = councils.find((row) => row.slug === slug);
  const title = document.querySelector("h1");
  if (title?.textContent?.includes("%name%")) {
    title.textContent = council?.name ?? "No such council";
    document.querySelector(".verdict")?.remove();
  }
  return council?.authority_code ?? "";
}
