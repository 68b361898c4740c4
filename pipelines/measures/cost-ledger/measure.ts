import { z } from "zod";
import { protect } from "../../disclosure/protect.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

/** Who is in a cost and who is not; the first two are everyone, the others parts of those placed. */
const STEPS = [
  { step: "Placed, or paid for", where: "true" },
  { step: "Paid for and not placed", where: "not is_placed" },
  {
    step: "Placed in one kind for less than the whole year",
    where: "is_placed and not is_full_year",
  },
  {
    step: "In one kind all year, no row of spend",
    where: "is_placed and is_full_year and not has_spend",
  },
  {
    step: "In one kind all year, with a row of spend",
    where: "is_placed and is_full_year and has_spend",
  },
] as const;

const columns = {
  financial_year: z.string(),
  step: z.string().describe("Who: the first is everyone, the others are its parts."),
  step_order: z.number(),
  child_count: z.number().nullable().describe("To the nearest five."),
  symbol: z.string().nullable(),
};

export type CostLedger = RowOf<typeof columns>;

/** How many children are in the cost of a year of support, and how many are not and why. */
export const costLedger = defineMeasure({
  name: "cost-ledger",
  grain: "one row per financial year and part of the children placed or paid for",
  columns,
  key: ["financial_year", "step_order"],
  method: "costs",
  component: "cost-ways",
  disclosure:
    "Over all authorities alone; counts of 1 to 4 are hidden, all others to the nearest five",
  audit: {
    notAudited: "its counts are over all authorities, of children placed or paid for in a year",
  },
  // The steps wait for each other: one that is new beside one that is kept tells who was not in it.
  contributors: ({ financial_year, step }) =>
    [step, ...STEPS.map((other) => other.step).filter((other) => other !== step)].map(
      (each) => `all, ${financial_year}: cost ledger, ${each}`,
    ),
  rows: async (warehouse) => {
    const parts = STEPS.map(
      ({ step, where }, i) => `
        select financial_year, ${quote(step)} as step, ${i} as step_order, count(*) filter (${where}) as child_count
        from cost_years group by financial_year`,
    );
    const rows = await warehouse.rows<CostLedger>(`
      select *, null as symbol from (${parts.join(" union all ")}) order by financial_year, step_order`);
    return protect(rows, { count: "child_count", values: [], areOfCounts: true });
  },
});

/** SQL: the children of each step of each year, for the comparison with earlier releases. */
export const COST_LEDGER_CELLS = STEPS.map(
  ({ step, where }) =>
    `select financial_year, ${quote(step)} as step, child_id, support_gbp from cost_years where ${where}`,
).join(" union all ");
