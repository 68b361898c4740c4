import { BASE } from "./api.ts";
import { say } from "./element.ts";
import { NotebookView } from "./notebook.ts";
import { schemaBrowser } from "./schema-browser.ts";

const main = document.querySelector<HTMLElement>("#main")!;
const name = main.dataset.name!;
const notebook = new NotebookView(name, main, document.querySelector("#actions")!);

addEventListener("beforeunload", (event) => {
  if (notebook.isChanged) event.preventDefault();
});

addEventListener("keydown", (event) => {
  // The editor of a cell has its own key for it, and says that it was taken.
  if (!event.defaultPrevented && (event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    void notebook.save();
  }
});

new EventSource(`${BASE}api/events`).addEventListener("message", ({ data }) => {
  const told = JSON.parse(String(data)) as { kind: string; name?: string; words?: string };
  if (told.kind === "warehouse") void notebook.refresh();
  if (told.kind === "notebook" && told.name === name) void notebook.changedElsewhere();
  if (told.kind === "word" && told.words) say(`${told.words}.`);
});

schemaBrowser(document.querySelector("#schema")!, (sql) => notebook.add("sql", sql)).catch(
  (error: Error) => say(error.message),
);
await notebook.open().catch((error: Error) => say(error.message));
document.body.dataset.ready = "true";
