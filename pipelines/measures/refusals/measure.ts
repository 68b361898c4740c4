import { z } from "zod";
import { nearestFive } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  loader: z.string(),
  column: z.string(),
  reason: z.string(),
  row_count: z
    .number()
    .nullable()
    .describe("Of files about children to the nearest five, and null when from 1 to 4."),
  symbol: z.string().nullable(),
};

const SEVERAL = "several columns";
const OTHER = "other reasons, each of fewer than five rows";

export type RefusalCount = RowOf<typeof columns>;

/** Why rows were refused, by source and column. A file of published figures alone has a plain digest. */
export const refusals = defineMeasure({
  name: "refusals",
  grain: "one row per source, column and reason",
  columns,
  key: ["loader", { column: "row_count", descending: true }, "column", "reason"],
  method: "disclosure",
  component: "ledger",
  disclosure:
    "Of files about children reasons of 1 to 4 rows stand together, and where they are as few their count is hidden; the others are to the nearest five. Rows of published files are counted as they are",
  audit: {
    notAudited:
      "its counts are of rows of files, to the nearest five, and are parts of no count of children",
  },
  contributors: { notCompared: "counts rows of files, to the nearest five, and no children" },
  rows: async (warehouse) => {
    const counts = await warehouse.rows(`
      with refused as (
        select loader, "column", rule as reason, load_id, "row", sha256 is null or source_table in (select table_name from information_schema.columns where column_name = 'child_id') as is_of_children
        from rejected_rows join loads using (load_id)
      ), counted as (
        select loader, "column", reason, count(distinct (load_id, "row")) as row_count from refused group by all
      ), named as (
        select refused.loader, load_id, "row", is_of_children,
          is_of_children and row_count < ${rule("smallest_count")} as is_few,
          if(is_few, ${quote(SEVERAL)}, refused."column") as "column", if(is_few, ${quote(OTHER)}, refused.reason) as reason
        from refused join counted using (loader, "column", reason)
      )
      select loader, "column", reason, is_of_children, count(distinct (load_id, "row")) as row_count
      from named group by all order by loader, row_count desc, "column", reason`);
    const isFew = ({ is_of_children, row_count }: (typeof counts)[number]) =>
      Boolean(is_of_children) && Number(row_count) < rule("smallest_count");
    const small = counts.filter(isFew).length;
    return {
      hidden: small ? [{ rule: "fewer than 5 rows", rows: small }] : [],
      rows: counts.map((row) => {
        const { loader, column, reason } = row;
        const n = Number(row.row_count);
        const isSmall = isFew(row);
        return {
          loader: String(loader),
          column: String(column) || "the whole row",
          reason: String(reason),
          row_count: isSmall ? null : row.is_of_children ? nearestFive(n) : n,
          symbol: isSmall ? "c" : null,
        };
      }),
    };
  },
});
