import { differences } from "../../../pipelines/disclosure/differencing.ts";
import type { Row } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

type Filter = Record<string, string | number>;

interface Params {
  min_count: number;
  queries: { id: string; filter: Filter }[];
}

/** Every child that can be, as the case says: the values that its columns can have. */
const SPACE = {
  locality: ["North", "South"],
  placement: ["mainstream", "unit_base", "special"],
  ehcp: ["0", "1"],
  sex: ["F", "M"],
  age: Array.from({ length: 12 }, (_, i) => String(5 + i)),
};

const matches = (row: Row, filter: Filter): boolean =>
  Object.entries(filter).every(([column, value]) =>
    column === "age_max" ? Number(row.age) <= Number(value) : row[column] === String(value),
  );

export const sdcDifferencingAdapter: Adapter = async (files) => {
  const params = files.json<Params>("params.json");
  const children = files.rows("microdata.csv");
  const kinds = Object.entries(SPACE).reduce<Row[]>(
    (rows, [column, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [column]: value }))),
    [{}],
  );
  const queries = params.queries.map(({ id, filter }) => ({
    id,
    children: children.map((row) => matches(row, filter)),
    kinds: kinds.map((row) => matches(row, filter)),
  }));
  const found = await differences(queries, params.min_count);
  const disclosive = found.nested.filter((pair) => pair.disclosive);
  return {
    counts: Object.fromEntries(found.counts),
    published: Object.fromEntries(found.published),
    n_signatures: found.signatures,
    nested: found.nested.map((pair) => ({ ...pair })),
    disclosive_nested: disclosive.map((pair) => ({ ...pair })),
    derived_small_parts: found.smallParts.map((part) => ({ ...part })),
    safe: found.smallParts.length === 0 && disclosive.length === 0,
  };
};
