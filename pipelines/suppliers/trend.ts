import type { Warehouse } from "../warehouse/warehouse.ts";

/** The refused share of one load of one authority. */
export interface Delivery {
  load_id: number;
  loaded_at: string;
  rows_read: number;
  rows_refused: number;
  refused_share: number;
}

/** How the quality of one source of one authority has gone. */
export interface Trend {
  source: string;
  authority_code: string;
  /** The last few loads, oldest first; corrections are not among them. */
  loads: Delivery[];
  trend: "first load" | "better" | "worse" | "as before";
  /** Rows refused in any of its loads and still to be corrected. */
  open_rows: number;
}

const MOST_LOADS = 4;

/** Every source of every authority, what became worse first, then by the share refused. */
export async function readTrends(warehouse: Warehouse): Promise<Trend[]> {
  const rows = await warehouse.rows<
    Omit<Trend, "source" | "trend"> & {
      source_table: string;
    }
  >(`
    with last_loads as (
      select * from quality_by_load where not is_correction
      qualify row_number() over (partition by source_table, authority_code order by load_id desc) <= ${MOST_LOADS}
    ), still_open as (
      select source_table, authority_code, count(distinct (load_id, "row")) as n from open_faults group by all
    )
    select last_loads.source_table, authority_code,
      list({load_id: load_id, loaded_at: loaded_at, rows_read: rows_read,
        rows_refused: rows_refused, refused_share: refused_share} order by load_id) as loads,
      coalesce(any_value(still_open.n), 0) as open_rows
    from last_loads left join still_open using (source_table, authority_code)
    group by source_table, authority_code`);
  return rows
    .map(({ source_table, authority_code, loads, open_rows }) => ({
      source: source_table.replace(/^loaded_/, ""),
      authority_code,
      loads,
      trend: direction(loads),
      open_rows,
    }))
    .sort(
      (a, b) =>
        Number(b.trend === "worse") - Number(a.trend === "worse") ||
        latest(b) - latest(a) ||
        `${a.source} ${a.authority_code}`.localeCompare(`${b.source} ${b.authority_code}`),
    );
}

const latest = ({ loads }: Pick<Trend, "loads">): number => loads.at(-1)?.refused_share ?? 0;

function direction(loads: readonly Delivery[]): Trend["trend"] {
  const [before, last] = loads.slice(-2);
  if (!before || !last) return "first load";
  if (last.refused_share === before.refused_share) return "as before";
  return last.refused_share > before.refused_share ? "worse" : "better";
}
