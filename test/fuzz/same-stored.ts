import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cellKinds } from "../../loaders/contract/cells.ts";
import { innermost } from "../../pipelines/load/judge/masking.ts";
import { isMappable } from "../../pipelines/load/recognise/read-mappings.ts";
import type { Random } from "../../pipelines/sample/random.ts";
import type { Value } from "../../pipelines/warehouse/row.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import type { Planted } from "./planted.ts";

/** All that is stored of one loader, as one text; columns of a file's own order are put in one. */
export async function storedText(warehouse: Warehouse, { contract }: Planted): Promise<string> {
  const rows = await warehouse.rows(
    `select * exclude (load_id, source_row) from ${contract.table}`,
  );
  return rows
    .map((row) => JSON.stringify(row, inOrder))
    .sort()
    .join("\n");
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

/** A planted file as a supplier writes it, and its mapping; null where the loader takes none. */
export function supplied(of: Planted, random: Random, folder: string): Supplied | null {
  const planted = inOneAuthority(of);
  const { contract, header, rows } = planted;
  if (!isMappable(contract) || contract.sheet) return null;
  const whose = contract.isChildLevel ? rows[0]![header.indexOf("authority_code")] : undefined;
  const kinds = header.map((name) => cellKinds.get(innermost(contract.columns.shape[name]!))?.kind);
  const isTranslated = header.map(
    (name, i) => kinds[i] === "code" && !contract.privacy?.[name] && random.chance(0.7),
  );
  const local = (text: string) => (text === "" ? "" : `Local ${text}`);
  const spell = (text: string, i: number) => {
    if (kinds[i] === "date") return text.split("-").reverse().join(".");
    return isTranslated[i] ? local(text) : text;
  };
  const names = header.map((name, i) => `Supplier's ${name.split("_").reverse().join(" ")} ${i}`);
  const columns = header.map((name, i) => [
    name,
    {
      from: names[i]!,
      ...(kinds[i] === "date" ? { date_format: "DD.MM.YYYY" } : {}),
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
  // JSON is YAML.
  writeFileSync(
    mapping,
    JSON.stringify({
      loader: contract.name,
      ...(whose ? { authority_code: whose } : {}),
      columns: Object.fromEntries(columns),
      accepted: { by: "the fuzzer", on: "2026-01-31", note: "its own making" },
    }),
  );
  return { rows: [names, ...rows.map((row) => row.map(spell))], mapping, planted };
}
