import { csvFormat } from "d3";
import { safeRows } from "./safe-rows.js";

/** Hands a file to the reader. */
export function saveAs(content: Blob, file: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A button that saves the rows shown as CSV. */
export function downloadButton(rows: readonly object[], file: string, title: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "download";
  button.textContent = "Data (CSV)";
  button.setAttribute("aria-label", `Data (CSV) of ${title}`);
  button.addEventListener("click", () =>
    saveAs(new Blob([`${csvFormat(safeRows(rows))}\n`], { type: "text/csv" }), file),
  );
  return button;
}
