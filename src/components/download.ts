import { csvFormat } from "d3";
import { safeRows } from "./safe-rows.js";

/** A button that saves the rows shown as CSV. */
export function downloadButton(rows: readonly object[], file: string, title: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "download";
  button.textContent = "Download this table (CSV)";
  button.setAttribute("aria-label", `Download this table (CSV): ${title}`);
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(
      new Blob([`${csvFormat(safeRows(rows))}\n`], { type: "text/csv" }),
    );
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  return button;
}
