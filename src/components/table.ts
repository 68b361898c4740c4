import { symbolMeaning } from "./words.js";

export interface Column<T> {
  title: string;
  /** Text of a cell, or null where a symbol stands instead. */
  text: (row: T) => string | null;
  isNumber?: boolean;
}

/** The table twin of a chart: the same rows, readable by anyone and any machine. */
export function dataTable<T extends { symbol?: string | null }>(
  rows: readonly T[],
  { caption, columns }: { caption: string; columns: readonly Column<T>[] },
): HTMLElement {
  const table = document.createElement("table");
  const title = table.createCaption();
  title.textContent = caption;
  const head = table.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column.title;
    if (column.isNumber) cell.className = "number";
    head.append(cell);
  }
  const body = table.createTBody();
  const symbols = new Set<string>();
  for (const row of rows) {
    const line = body.insertRow();
    columns.forEach((column, i) => {
      const cell = i === 0 ? document.createElement("th") : line.insertCell();
      if (i === 0) {
        (cell as HTMLTableCellElement).scope = "row";
        line.append(cell);
      }
      const text = column.text(row);
      if (text === null && row.symbol) symbols.add(row.symbol);
      cell.textContent = text ?? row.symbol ?? "–";
      if (column.isNumber) cell.className = "number";
    });
  }
  const scroll = document.createElement("div");
  scroll.className = "table-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", caption);
  scroll.append(table);
  if (symbols.size === 0) return scroll;
  const whole = document.createElement("div");
  const key = document.createElement("p");
  key.className = "muted";
  key.textContent = [...symbols]
    .map((symbol) => `${symbol}: ${symbolMeaning[symbol] ?? symbol}`)
    .join("; ");
  whole.append(scroll, key);
  return whole;
}
