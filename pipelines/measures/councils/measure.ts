import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { slugOf } from "./slug.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  name: z.string().describe("Its name"),
  slug: z.string().describe("Its name in the address of its page"),
  region: z.string().describe("Its region"),
};

export type Council = RowOf<typeof columns>;

/** The councils that have a page: those of which a figure is published. */
export const councils = defineMeasure({
  name: "councils",
  grain: "one row per council of which a figure is published",
  columns,
  key: ["name"],
  method: "council",
  component: {
    notDrawn: "it names the councils that have a page; every page of one is written from it",
  },
  disclosure: "Names only",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => {
    const rows = await warehouse.rows<Omit<Council, "slug">>(`
      select authority_code, name, region from authorities
      where ends_on is null and not is_invented and authority_code in (
        select authority_code from indicators where indicator = 'ehc_plans' and value is not null
      )`);
    return { rows: rows.map((row) => ({ ...row, slug: slugOf(row.name) })) };
  },
});
