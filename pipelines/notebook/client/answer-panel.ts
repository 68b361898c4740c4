import type { Table } from "apache-arrow";
import { answerTable } from "./answer-table.ts";
import { post } from "./api.ts";
import { formsOf } from "./charts.ts";
import { columnsOf } from "./columns.ts";
import { button, element, say } from "./element.ts";
import { aboutOf, cancel } from "./sql.ts";

export interface PanelActions {
  /** Name of the cell's rows; one is given where it has none. */
  nameRows(): string;
  /** Puts a new cell of JavaScript after the cell. */
  addCode(code: string): void;
  failed(error: Error): void;
  answered(): void;
}

/** What an SQL cell answered: rows and time, the table, a chart in two clicks, the rows to take along. */
export function answerPanel(actions: PanelActions) {
  const box = element("div", { class: "answer" });
  let latest: Promise<Table> | null = null;
  /** A choice that was opened stays open when the rows come again. */
  const choice = { isOpen: false };

  async function show(answer: Promise<Table>) {
    latest = answer;
    const stop = button("Cancel", () => cancel(answer));
    const slow = setTimeout(() => {
      if (latest === answer)
        box.replaceChildren(element("p", { class: "about" }, "Asking … ", stop));
    }, 300);
    try {
      const table = await answer;
      if (latest === answer) {
        box.replaceChildren(...shownAnswer(table, actions, choice));
        actions.answered();
      }
    } catch (error) {
      if (latest === answer) fail(error as Error);
    } finally {
      clearTimeout(slow);
    }
  }

  function fail(error: Error) {
    const isCancelled = error.name === "AbortError";
    const words = isCancelled ? "Cancelled." : error.message;
    box.replaceChildren(element("pre", { class: "fault" }, words));
    if (!isCancelled) actions.failed(error);
  }

  return { box, show };
}

function shownAnswer(
  table: Table,
  actions: PanelActions,
  choice: { isOpen: boolean },
): HTMLElement[] {
  const about = aboutOf(table);
  const rows = `${table.numRows} ${table.numRows === 1 ? "row" : "rows"}`;
  const cut = about?.isCut ? `, cut at ${table.numRows}: there are more` : "";
  const menu = element("span", { class: "menu", hidden: !choice.isOpen });
  const chart = button("Chart", () => {
    choice.isOpen = !choice.isOpen;
    menu.hidden = !choice.isOpen;
    chart.setAttribute("aria-expanded", String(choice.isOpen));
  });
  chart.setAttribute("aria-expanded", String(choice.isOpen));
  // The name is only given once a chart is chosen.
  for (const { name } of formsOf("", columnsOf(table))) {
    menu.append(
      button(name, () => {
        const form = formsOf(actions.nameRows(), columnsOf(table)).find((one) => one.name === name);
        if (form) actions.addCode(form.code);
      }),
    );
  }
  const copy = button("Copy", async () => {
    await navigator.clipboard.writeText(asText(table, "\t"));
    say(`Copied ${rows}. They are private.`);
  });
  const keep = (as: string, words: string) =>
    button(words, async () => {
      const asked = { sql: about?.sql, values: about?.values, name: actions.nameRows(), as };
      try {
        const { file, rows: n } = await (await post("api/export", asked)).json();
        say(`Wrote all ${n} rows to ${file}. They are private.`);
      } catch (error) {
        say((error as Error).message);
      }
    });
  return [
    element(
      "p",
      { class: "about" },
      element("span", {}, `${rows}${cut} · ${about?.milliseconds ?? 0} ms `),
      menu.childElementCount > 0 && chart,
      menu,
      copy,
      keep("csv", "CSV"),
      keep("parquet", "Parquet"),
    ),
    answerTable(table, `Answer, ${rows}`),
  ];
}

/** Rows as text for a spreadsheet, which takes no cell of it for a formula. */
function asText(table: Table, between: string): string {
  const columns = columnsOf(table);
  const lines = [columns.map(({ name }) => name)];
  for (let i = 0; i < table.numRows; i++) {
    lines.push(
      columns.map(({ values, kind }) => {
        const value = values[i] ?? null;
        if (value === null) return "";
        if (kind === "day") return new Date(value as number).toISOString().slice(0, 10);
        const text = String(value).replace(/[\t\r\n]/g, " ");
        return kind === "text" && /^[=+\-@]/.test(text) ? `'${text}` : text;
      }),
    );
  }
  return lines.map((line) => line.join(between)).join("\n");
}
