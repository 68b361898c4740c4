import { z } from "zod";
import { mayBeOfNobody, ofEachAuthority } from "../../disclosure/of-each-authority.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { type CostCell, costCellsSql } from "./cells-sql.ts";
import { type CostFigures, figuresOf, protectCosts } from "./protect-costs.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  financial_year: z.string(),
  placement_group: z.string(),
  child_count: z
    .number()
    .nullable()
    .describe(
      "Children with a row of spend who were in one kind of placement for the whole financial year, to the nearest five; a blank may also be nobody.",
    ),
  mean_gbp: z
    .number()
    .nullable()
    .describe(
      "Pounds per child-year, transport apart, to the nearest £100, or £1,000 of fewer than 30 children. Winsorised: the dearest and the cheapest 5 in 100 children, and at least two at each end, count with the cost of the next child.",
    ),
  lower_gbp: z
    .number()
    .nullable()
    .describe(
      "95% interval of the winsorised mean; none of fewer than 20 children, as it would say nearly what the third dearest cost.",
    ),
  upper_gbp: z
    .number()
    .nullable()
    .describe("Upper end of the 95% interval of the winsorised mean."),
  median_gbp: z
    .number()
    .nullable()
    .describe(
      "To the nearest £100; of fewer than 30 children to the nearest £1,000, as all costs are.",
    ),
  transport_mean_gbp: z
    .number()
    .nullable()
    .describe("Over all children, also those without transport; winsorised as the mean."),
  symbol: z.string().nullable(),
};

export type CostByPlacement = RowOf<typeof columns>;

type Place = Pick<CostFigures, "authority_code" | "financial_year" | "placement_group">;

const placeOf = (row: Place) =>
  `${row.authority_code}, ${row.financial_year}, ${row.placement_group}`;

/** What rows of single authorities share with that of all together. */
const ALIKE = ["financial_year", "placement_group"];

/** The children of a row, as `contributors` names them. */
const cellOf = ({ authority_code, financial_year, placement_group }: Place): string =>
  `${authority_code}, ${financial_year}: cost, ${placement_group}`;

/** What a year of support costs in each kind of placement. */
export const costByPlacement = defineMeasure({
  name: "cost-by-placement",
  grain: "one row per authority (or all together), financial year and group of placement",
  columns,
  key: ["authority_name", "authority_code", "financial_year", "placement_group"],
  method: "costs",
  disclosure:
    "Costs of fewer than 10 children, to which fewer than 10 contribute, which are much the same for all, of which one child is more than half, or of which the second dearest could work out the dearest, are hidden, each column by itself; means are winsorised; costs are rounded to £100, those of fewer than 30 children to £1,000",
  authority: "authority_code",
  audit: (sums, rows) => {
    const isNone = mayBeOfNobody(rows, ALIKE);
    for (const row of rows) {
      sums.say(cellOf(row), row, null, isNone(row));
      if (row.authority_code !== "all")
        sums.link(cellOf({ ...row, authority_code: "all" }), "authority", cellOf(row));
    }
  },
  contributors: (row) => [cellOf(row)],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const cells = await warehouse.rows<CostCell>(costCellsSql());
    const names = new Map(
      (
        await warehouse.rows<{ authority_code: string; name: string }>(
          "select authority_code, name from authorities union all select 'all', 'All authorities'",
        )
      ).map(({ authority_code, name }) => [authority_code, name]),
    );
    const of = (kind: CostCell["cost"]) =>
      protectCosts(cells.filter(({ cost }) => cost === kind).map((cell) => figuresOf(cell, names)));
    const [support, transport] = [of("support"), of("transport")];
    const travelled = new Map(transport.rows.map((row) => [placeOf(row), row]));
    let onlyTransport = 0;
    const rows = support.rows.map((row) => {
      const { mean_gbp, symbol } = travelled.get(placeOf(row))!;
      if (row.symbol === null && symbol !== null) onlyTransport++;
      return { ...row, transport_mean_gbp: mean_gbp, symbol: row.symbol ?? symbol };
    });
    const hidden = [
      ...support.hidden,
      { rule: "costs of transport alone, by the same rules", rows: onlyTransport },
    ].filter(({ rows: many }) => many > 0);
    return { rows: ofEachAuthority(rows, ALIKE), hidden };
  },
});
