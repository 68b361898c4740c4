import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cellKinds } from "../../loaders/contract/cells.ts";
import { readFigure } from "../../loaders/contract/figure.ts";
import { innermost } from "../../pipelines/load/judge/masking.ts";
import { isMappable } from "../../pipelines/load/recognise/read-mappings.ts";
import type { Random } from "../../pipelines/sample/random.ts";
import type { Value } from "../../pipelines/warehouse/row.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { kindOf, type Planted } from "./planted.ts";

/**
 * All that is stored of one loader, as one text; columns of a file's own order are put in one, and
 * figures, which are kept as they were written, are read.
 */
export async function storedText(warehouse: Warehouse, planted: Planted): Promise<string> {
  const { contract } = planted;
  const rows = await loadedRows(warehouse, contract);
  const figures = Object.keys(contract.columns.shape).filter(
    (column) => kindOf(planted, column) === "figure",
  );
  return rows
    .map((row) => ({
      ...row,
      ...Object.fromEntries(figures.map((column) => [column, figureOf(row[column] as string)])),
      ...(contract.keepsRest
        ? {
            figures: Object.fromEntries(
              Object.entries(JSON.parse(String(row.figures)) as Record<string, string>).map(
                ([name, text]) => [name, figureOf(text)],
              ),
            ),
          }
        : {}),
    }))
    .map((row) => JSON.stringify(row, inOrder))
    .sort()
    .join("\n");
}

/** The rows of a loader's table; figures that no contract names as JSON. */
export const loadedRows = (
  warehouse: Warehouse,
  { table, keepsRest }: Planted["contract"],
): Promise<Record<string, Value>[]> =>
  warehouse.rows<Record<string, Value>>(
    `select * exclude (load_id, source_row) ${keepsRest ? "replace (to_json(figures)::varchar as figures)" : ""} from ${table}`,
  );

function figureOf(text: string | null): Value {
  const figure = readFigure(text);
  if (figure.kind === "number") return figure.value;
  return figure.kind === "symbol" ? `[${figure.symbol}]` : text;
}

const inOrder = (_: string, value: Value) =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** How a stored text differs from what it should be, in a few words. */
export function difference(expected: string, stored: string): string[] {
  if (expected === stored) return [];
  const [wanted, found] = [new Set(expected.split("\n")), new Set(stored.split("\n"))];
  const missing = [...wanted].filter((row) => !found.has(row));
  const strange = [...found].filter((row) => !wanted.has(row));
  return [
    `${missing.length} rows are stored otherwise than they were, such as ${missing[0]} as ${strange[0]}`,
  ];
}

/** Rows of one authority alone, as a mapping of records of children has them. */
const ofOneAuthority = new WeakMap<Planted, Planted>();

function inOneAuthority(planted: Planted): Planted {
  const at = planted.header.indexOf("authority_code");
  if (!planted.contract.isChildLevel || at < 0) return planted;
  const rows = planted.rows.map((row) => row.with(at, planted.rows[0]![at]!));
  const known = ofOneAuthority.get(planted) ?? { ...planted, rows };
  ofOneAuthority.set(planted, known);
  return known;
}

/** What a supplier with names, codes and days of its own sends. */
export interface Supplied {
  rows: string[][];
  mapping: string;
  /** The same in the loader's own terms. */
  planted: Planted;
}

const WORD_FOR_NOTHING = "N/A";

/**
 * A planted file as a supplier writes it, and its mapping; null where the loader takes none. Codes
 * have other words, days other forms (said of a column, or once for the whole file), blanks may be
 * N/A, and a column that is the same in every row may be left out and stated.
 */
export function supplied(of: Planted, random: Random, folder: string): Supplied | null {
  const planted = inOneAuthority(of);
  const { contract, header, rows } = planted;
  if (!isMappable(contract) || contract.sheet) return null;
  const whose = contract.isChildLevel ? rows[0]![header.indexOf("authority_code")] : undefined;
  const kinds = header.map((name) => cellKinds.get(innermost(contract.columns.shape[name]!))?.kind);
  const isTranslated = header.map(
    (name, i) => kinds[i] === "code" && !contract.privacy?.[name] && random.chance(0.7),
  );
  const [saysBlanks, saysDaysOnce] = [random.chance(0.5), random.chance(0.5)];
  // A mapping's words hold for all columns; in one that takes any text N/A is text.
  const blanks = saysBlanks && !takesText(planted) ? [WORD_FOR_NOTHING] : [];
  const local = (text: string) => (text === "" ? "" : `Supplier says ${text}`);
  const spell = (text: string, i: number, row: number) => {
    if (text === "") return blanks[0] && row % 2 ? blanks[0] : "";
    if (kinds[i] === "date")
      return text
        .split("-")
        .reverse()
        .join(saysDaysOnce && row % 3 ? "/" : ".");
    return isTranslated[i] ? local(text) : text;
  };
  const names = header.map((name, i) => `Supplier's ${name.split("_").reverse().join(" ")} ${i}`);
  const constant = header.findIndex(
    (name, i) =>
      kinds[i] === "code" &&
      !contract.key.includes(name) &&
      name !== "authority_code" &&
      rows.every((row) => row[i] === rows[0]![i] && row[i] !== "") &&
      random.chance(0.5),
  );
  const columns = header.map((name, i) => [
    name,
    {
      from: names[i]!,
      ...(kinds[i] === "date" && !saysDaysOnce ? { date_format: "DD.MM.YYYY" } : {}),
      ...(isTranslated[i]
        ? {
            values: Object.fromEntries(
              [...new Set(rows.map((row) => row[i]!))]
                .filter((text) => text !== "")
                .map((text) => [local(text), text]),
            ),
          }
        : {}),
    },
  ]);
  const mapping = join(folder, "mapping.yaml");
  const isIn = (i: number) => i !== constant;
  // JSON is YAML.
  writeFileSync(
    mapping,
    JSON.stringify({
      loader: contract.name,
      ...(whose ? { authority_code: whose } : {}),
      ...(constant < 0 ? {} : { constants: { [header[constant]!]: rows[0]![constant]! } }),
      columns: Object.fromEntries(columns.filter((_, i) => isIn(i))),
      ...(blanks.length > 0 ? { blanks: ["n/a"] } : {}),
      ...(saysDaysOnce && kinds.includes("date")
        ? { date_formats: ["DD.MM.YYYY", "DD/MM/YYYY"] }
        : {}),
      accepted: { by: "the fuzzer", on: "2026-01-31", note: "its own making" },
    }),
  );
  const spelt = rows.map((row, n) => row.map((text, i) => spell(text, i, n)));
  return {
    rows: [names, ...spelt].map((row) => row.filter((_, i) => isIn(i))),
    mapping,
    planted,
  };
}

const takesText = ({ contract, header }: Planted): boolean =>
  header.some((column) => contract.columns.shape[column]?.safeParse(WORD_FOR_NOTHING).success);
