import {
  type DuckDBResult,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import {
  Bool,
  type DataType,
  DateMillisecond,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { toValue } from "../../warehouse/row.ts";

/** An answer as the browser gets it. */
export interface Answer {
  /** Arrow's stream format. Numbers are doubles, as Framework's own client for DuckDB gives them. */
  arrow: Uint8Array;
  rows: number;
  /** Whether there were more rows than `rows`. */
  isCut: boolean;
}

const idsOf = (...names: (keyof typeof DuckDBTypeId)[]) =>
  new Set<DuckDBTypeId>(names.map((name) => DuckDBTypeId[name]));
const NUMBERS = idsOf(
  ...(["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"] as const),
  ...(["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"] as const),
  ...(["FLOAT", "DOUBLE", "DECIMAL"] as const),
);
const TIMES = idsOf("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP_TZ");

interface Kind {
  arrow: DataType;
  cell(value: DuckDBValue): unknown;
}

function kindOf({ typeId }: DuckDBType): Kind {
  if (NUMBERS.has(typeId)) return { arrow: new Float64(), cell: toValue };
  if (typeId === DuckDBTypeId.BOOLEAN) return { arrow: new Bool(), cell: toValue };
  if (typeId === DuckDBTypeId.DATE) return { arrow: new DateMillisecond(), cell: milliseconds };
  if (TIMES.has(typeId)) return { arrow: new TimestampMillisecond(), cell: milliseconds };
  return { arrow: new Utf8(), cell: text };
}

/** What lies in days and times beyond the year 275760 is no day of JavaScript's. */
const milliseconds = (value: DuckDBValue) => {
  const time = Date.parse(
    `${String(value)
      .replace(" ", "T")
      .replace(/[+-]\d\d$/, "")}${/:/.test(String(value)) ? "Z" : ""}`,
  );
  return Number.isNaN(time) ? null : time;
};

function text(value: DuckDBValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return String(value);
  const plain = toValue(value);
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

/**
 * Reads an answer up to a number of rows.
 *
 * @throws RangeError for a whole number that a double cannot hold exactly.
 */
export async function readAnswer(result: DuckDBResult, most: number): Promise<Answer> {
  const names = result.deduplicatedColumnNames();
  const kinds = result.columnTypes().map(kindOf);
  const schema = new Schema(names.map((name, i) => new Field(name, kinds[i]!.arrow, true)));
  const batches: RecordBatch[] = [];
  let rows = 0;
  let isCut = false;
  for await (const chunk of result) {
    const take = Math.min(chunk.rowCount, most - rows);
    isCut = take < chunk.rowCount;
    if (take > 0) {
      const children = kinds.map(({ arrow, cell }, i) => {
        const values = chunk.getColumnValues(i).slice(0, take);
        const cells = values.map((value) => (value === null ? null : cell(value)));
        return vectorFromArray(cells, arrow).data[0]!;
      });
      const data = makeData({
        type: new Struct(schema.fields),
        length: take,
        nullCount: 0,
        children,
      });
      batches.push(new RecordBatch(schema, data));
      rows += take;
    }
    if (isCut) break;
  }
  return { arrow: tableToIPC(new Table(schema, batches), "stream"), rows, isCut };
}
