import type { SchemaTable } from "../engine/schema.ts";
import { get } from "./api.ts";
import { button, element } from "./element.ts";

const LAYER_WORDS = {
  child: "Each of a child, an assessment, a placement",
  public: "Of no one child; counts are exact",
  raw: "As loaded, and the ledger",
} as const;

/** The tables of the warehouse with their words; one is asked for by a button. */
export async function schemaBrowser(
  nav: HTMLElement,
  askFor: (sql: string) => void,
): Promise<void> {
  const tables = await get<SchemaTable[]>("api/schema");
  const find = element("input", {
    type: "search",
    placeholder: "Find a table or column",
    "aria-label": "Find a table or column",
    input: () => show(),
  });
  const list = element("div");
  const show = () => {
    const word = find.value.toLowerCase();
    const found = tables.filter(
      ({ name, columns, meaning }) =>
        name.includes(word) ||
        columns.some((column) => column.name.includes(word)) ||
        (word.length > 2 && meaning?.toLowerCase().includes(word)),
    );
    list.replaceChildren(
      ...Object.entries(LAYER_WORDS).flatMap(([layer, words]) => {
        const of = found.filter((one) => one.layer === layer);
        if (of.length === 0) return [];
        return [
          element("h2", {}, layer),
          element("p", { class: "layer" }, words),
          ...of.map((one) => tableEntry(one, askFor)),
        ];
      }),
    );
  };
  nav.replaceChildren(find, list);
  show();
}

function tableEntry(table: SchemaTable, askFor: (sql: string) => void): HTMLElement {
  const { name, meaning, rows, columns } = table;
  const entry = element("details", {}, element("summary", {}, name));
  // Filled when it is first opened: there are two thousand columns.
  entry.addEventListener(
    "toggle",
    () => {
      const size = rows === null ? "" : ` ${rows} rows.`;
      const items = columns.map((column) =>
        element(
          "li",
          { "data-column": column.name },
          element("code", {}, column.name),
          ` ${column.type.startsWith("ENUM") ? "code" : column.type.toLowerCase()}. ${column.meaning ?? ""}`,
        ),
      );
      entry.append(
        element(
          "p",
          {},
          `${meaning ?? ""}.${size} `,
          button("Ask", () => askFor(`from ${name}\nlimit 100`), `for ${name}`),
        ),
        element("ul", {}, ...items),
      );
      void addExamples(name, items);
    },
    { once: true },
  );
  return entry;
}

async function addExamples(table: string, items: readonly HTMLElement[]) {
  const examples = await get<Record<string, string[]>>(`api/examples/${table}`).catch(() => ({}));
  for (const item of items) {
    const values = (examples as Record<string, string[]>)[item.dataset.column ?? ""];
    if (values) item.append(` Such as ${values.join(", ")}.`);
  }
}
