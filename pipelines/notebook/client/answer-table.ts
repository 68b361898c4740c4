import type { Table } from "apache-arrow";
import { type Column, columnsOf, compare, shown, summary } from "./columns.ts";
import { element } from "./element.ts";

const PAGE = 50;

/** The rows of an answer: columns are sorted by their headings, more rows come by a button. */
export function answerTable(table: Table, caption: string): HTMLElement {
  const columns = columnsOf(table);
  const order = Array.from({ length: table.numRows }, (_, i) => i);
  let [sorted, isDown, most] = [null as Column | null, false, PAGE];
  const body = element("tbody");
  const more = element("button", { type: "button" });
  const headings = columns.map((column) => {
    const sort = element("button", { type: "button", click: () => sortBy(column) }, column.name);
    return element(
      "th",
      { scope: "col" },
      sort,
      element("span", { class: "summary" }, summary(column)),
    );
  });

  function sortBy(column: Column) {
    isDown = sorted === column && !isDown;
    sorted = column;
    order.sort((a, b) => compare(column.values[a], column.values[b], isDown) || a - b);
    for (const [i, heading] of headings.entries()) {
      if (columns[i] === column)
        heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
    fill();
  }

  function fill() {
    body.replaceChildren(
      ...order
        .slice(0, most)
        .map((i) =>
          element(
            "tr",
            {},
            ...columns.map(({ kind, values }) =>
              element("td", kind === "number" ? { class: "number" } : {}, shown(values[i], kind)),
            ),
          ),
        ),
    );
    more.hidden = most >= order.length;
    more.textContent = `Show ${Math.min(PAGE, order.length - most)} more of ${order.length}`;
  }

  more.addEventListener("click", () => {
    most += PAGE;
    fill();
  });
  fill();
  const box = element(
    "div",
    { class: "answer-table", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, element("tr", {}, ...headings)),
      body,
    ),
    more,
  );
  return box;
}
