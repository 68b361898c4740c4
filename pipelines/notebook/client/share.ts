import type { Cell } from "../page/cells.ts";
import { post } from "./api.ts";
import { element, say } from "./element.ts";

/** Asks by what a cell is to be shared, and shares it. Saved first, since the file is what is read. */
export function askToShare(name: string, cell: Cell, save: () => Promise<boolean>): void {
  const id = /(?:^|\s)id=(\S+)/.exec(cell.info)?.[1];
  if (!id) {
    say("Name the rows first, in the field beside Run.");
    return;
  }
  const said = element("pre", { role: "status" });
  const field = (label: string, key: string, placeholder: string, required = true) =>
    element("label", {}, label, " ", element("input", { name: key, placeholder, required }));
  const dialog = element(
    "dialog",
    { "aria-label": `Share ${id}`, close: () => dialog.remove() },
    element("h2", {}, `Share ${id}`),
    element(
      "p",
      {},
      "The cell gives one row a child, with child_id. The program counts the children, or averages points of theirs with noise, and hides small groups. What comes out is a measure and a page in src, which are published when they are in a commit.",
    ),
    element(
      "form",
      { method: "dialog", submit: (event) => void share(event) },
      field("By the columns", "by", "authority_code, verdict"),
      field("Mean of, or nothing to count", "mean", "change", false),
      field("Who shares it", "who", "your name"),
      field("Why", "why", "what it is for"),
      element("button", { value: "share" }, "Share"),
      element("button", { type: "button", click: () => dialog.close() }, "Close"),
    ),
    said,
  );

  async function share(event: Event) {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (key: string) => String(form.get(key) ?? "");
    if (!(await save())) return dialog.close();
    try {
      const by = text("by")
        .split(/[\s,]+/)
        .filter(Boolean);
      const body = { by, mean: text("mean").trim(), who: text("who"), why: text("why") };
      const answer = await post(`api/share/${name}/${id}`, body);
      said.textContent = ((await answer.json()) as { words: string }).words;
    } catch (error) {
      said.textContent = (error as Error).message;
    }
  }

  document.body.append(dialog);
  dialog.showModal();
}
