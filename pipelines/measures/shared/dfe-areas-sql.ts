import type { DfeTable } from "../../../loaders/dfe-ehc-plans-tables.ts";

/** SQL giving the code of the area that a row of DfE's release is of. */
export const AREA_CODE = "coalesce(new_la_code, region_code, country_code)";

/** SQL giving its period: the calendar year, or the January of the school year. */
export const periodSql = ({ period }: Pick<DfeTable, "period">): string =>
  period === "calendar year" ? "time_period" : "'20' || right(time_period, 2)";
