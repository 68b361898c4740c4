import type { LoadLine } from "../../pipelines/measures/loads/measure.ts";
import type { RefusalCount } from "../../pipelines/measures/refusals/measure.ts";
import type { Publication } from "../../pipelines/publish/release-tables.ts";
import { number, text } from "./columns.js";
import { dataTable } from "./table.js";
import { dayOrMonth, plural, whole } from "./words.js";

type Plain<T> = T & { symbol?: string | null };

const rowsOf = (n: number | null): string => (n === null ? "fewer than 5" : whole(n));

/** What happened to every row of every file. */
export function loadedFiles(rows: readonly LoadLine[]): HTMLElement {
  return dataTable(rows as Plain<LoadLine>[], {
    caption:
      "Files loaded; rows about children to the nearest five, from 100 on to two figures, so that they may not add up",
    columns: [
      text("Source", (row) => row.file ?? `${row.loader} extract`),
      text("As of", (row) => (row.as_of ? dayOrMonth(row.as_of) : "–")),
      number("Rows read", "rows_read", rowsOf),
      number("Loaded", "rows_loaded", rowsOf),
      number("Refused", "rows_rejected", rowsOf),
      number("Superseded", "rows_superseded", rowsOf),
      number("Out of scope", "rows_out_of_scope", rowsOf),
    ],
  });
}

/** What DfE calls files of a layout that it filled with places that there are not. */
const INVENTED = /(^|[/_.-])fake([/_.-]|$)/i;

/** How many rows are of invented places, of which no figure is made; nothing where there are none. */
export function inventedSentence(rows: readonly LoadLine[]): string {
  const invented = rows
    .filter(({ file }) => file !== null && INVENTED.test(file))
    .reduce((sum, { rows_loaded }) => sum + (rows_loaded ?? 0), 0);
  return invented === 0
    ? ""
    : `${plural(invented, "row is", "rows are")} of schools and councils that a publisher invented to show a layout (files named fake): no figure here is made of them.`;
}

/** Why rows were refused. */
export function refusedRows(rows: readonly RefusalCount[]): HTMLElement {
  if (rows.length === 0) {
    const words = document.createElement("p");
    words.textContent = "No row was refused.";
    return words;
  }
  return dataTable(rows, {
    caption: "Refused rows by reason",
    columns: [
      text("Source", "loader"),
      text("Column", "column"),
      text("What was expected", "reason"),
      number("Rows", "row_count", whole),
    ],
  });
}

/** What leaves the building, and how much of it is hidden. */
export function publishedTables({ tables }: Publication): HTMLElement {
  return dataTable(tables as Plain<Publication["tables"][number]>[], {
    caption: "Published tables",
    columns: [
      text("Table", "name"),
      text("A row is", (row) => row.grain.replace("one row per ", "")),
      number("Rows", "rows", whole),
      {
        title: "Hidden",
        text: (row) =>
          row.hidden.length
            ? row.hidden
                .map((hidden) => `${plural(hidden.rows, "row", "rows")}: ${hidden.rule}`)
                .join("; ")
            : "nothing",
      },
      text("Rule", "disclosure"),
    ],
  });
}

/** Why figures may differ from the last release to the same readers, without a number. */
export function sinceSentence({ since }: Publication): string {
  if (!since) return "This is the first release to these readers.";
  const { published_on, reasons } = since;
  return reasons.length === 0
    ? `Nothing was loaded or changed since the last release (${published_on}).`
    : `Figures may differ from those of the last release (${published_on}) because ${reasons.join("; ")}. A figure that would differ by a few children is as it was.`;
}

/** What all tables together let a reader know of what is hidden, in a sentence. */
export function auditSentence({ audit }: Publication): string {
  const { counts, hidden, told } = audit;
  if (counts === 0) return "No table about children adds up with another.";
  return `All tables about children were put together before publishing, as a reader with a calculator would: of about ${whole(counts)} numbers of children that add up with others about ${whole(hidden)} are not shown, and ${told.length === 0 ? "none of them" : whole(told.length)} can be worked out to be fewer than five.`;
}
