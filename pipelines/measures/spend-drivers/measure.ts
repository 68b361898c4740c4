import { z } from "zod";
import { type SpendYear, spendSplit } from "../../statistics/real-terms.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

const pounds = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the council; E92000001 is England"),
  from_year: z.string().describe("The earlier financial year"),
  to_year: z.string().describe("The later financial year"),
  from_gbp: z.number().describe("Top-up to special schools and alternative provision then"),
  to_gbp: z.number().describe("The same in the later year"),
  from_plans: z.number().describe("EHC plans in special schools and alternative provision then"),
  to_plans: z.number().describe("The same in the later year"),
  volume_gbp: pounds("Of the change, what more plans in such schools explain"),
  mix_gbp: pounds("What a shift from state to independent schools explains"),
  price_gbp: pounds("What dearer plans in schools of the same kind explain"),
  is_doubtful: z
    .boolean()
    .describe(
      "Whether plans in a kind of school changed so much within a year that they may have been recorded otherwise",
    ),
  symbol: z.string().nullable().describe("Why there is no split: a kind of school with no plan"),
};

export type SpendDriver = RowOf<typeof columns>;

interface Cell {
  authority_code: string;
  financial_year: string;
  gbps: number[];
  plans: number[];
}

const yearOf = ({ gbps, plans }: Cell): SpendYear[] =>
  gbps.map((gbp, i) => ({ volume: plans[i]!, unitCost: gbp / plans[i]! }));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Whether plans in a kind of school grew or fell by so much from one year to the next. */
const jumps = (from: Cell, to: Cell): boolean =>
  from.plans.some((before, i) => {
    const after = to.plans[i]!;
    const [less, more] = [Math.min(before, after), Math.max(before, after)];
    return more > less * (1 + rule("most_recorded_growth"));
  });

/** A year may be missing where what is published is no figure. */
const isNext = (before: Cell, after: Cell): boolean =>
  Number(before.financial_year.slice(0, 4)) + 1 === Number(after.financial_year.slice(0, 4));

/** The change from the first year to the last, split; without a split where a kind has no plan. */
function driver(years: readonly Cell[]): SpendDriver {
  const [from, to] = [years[0]!, years.at(-1)!];
  const split = spendSplit(yearOf(from), yearOf(to));
  const part = (name: "volume" | "mix" | "price") =>
    split ? Math.round(100 * split[name]) / 100 : null;
  return {
    authority_code: from.authority_code,
    from_year: from.financial_year,
    to_year: to.financial_year,
    from_gbp: sum(from.gbps),
    to_gbp: sum(to.gbps),
    from_plans: sum(from.plans),
    to_plans: sum(to.plans),
    volume_gbp: part("volume"),
    mix_gbp: part("mix"),
    price_gbp: part("price"),
    is_doubtful: years.slice(1).some((year, i) => jumps(years[i]!, year)),
    symbol: split ? null : "z",
  };
}

/** Why councils' top-up to special schools changed: more plans, dearer schools, dearer plans. */
export const spendDrivers = defineMeasure({
  name: "spend-drivers",
  grain: "one row per council or England and pair of financial years",
  columns,
  key: ["authority_code", "from_year", "to_year"],
  method: "spending",
  component: "spending/drivers",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => {
    const cells = await warehouse.rows<Cell>(`
      select authority_code, financial_year, list(gbp order by part) as gbps, list(plans order by part) as plans
      from special_top_up group by authority_code, financial_year
      having count(gbp) = 2 and count(plans) = 2 order by authority_code, financial_year`);
    const byCouncil = new Map<string, Cell[]>();
    for (const cell of cells) {
      const own = byCouncil.get(cell.authority_code) ?? [];
      byCouncil.set(cell.authority_code, [...own, cell]);
    }
    const rows = [...byCouncil.values()].flatMap((years) => {
      const steps = years.slice(1).flatMap((year, i) => {
        const before = years[i]!;
        return isNext(before, year) ? [driver([before, year])] : [];
      });
      return years.length > 2 || (years.length === 2 && steps.length === 0)
        ? [...steps, driver(years)]
        : steps;
    });
    return { rows };
  },
});
