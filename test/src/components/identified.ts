import { identification } from "../../../src/components/identification.ts";
import { identificationYears } from "../../../src/components/identification-years.ts";
import type { Component } from "./components.ts";
import type { Row } from "./golden-rows.ts";

const NORFOLK = "E10000020";

/** A council at so many points above what is expected, with limits four points away. */
const council = (code: string, freeMeals: number, above: number, period = "2025"): Row => {
  const expected = 10 + freeMeals / 5;
  return {
    ...{ authority_code: code, name: code === NORFOLK ? "Norfolk" : `Council ${code}` },
    ...{ period, stage: "support", free_meals: freeMeals, others: 39, expected },
    ...{ lower: expected - 4, upper: expected + 4, value: expected + above },
    position: above > 4 ? "above" : above < -4 ? "below" : "within",
    ...{ neighbours: 10, neighbours_middle: 14 },
  };
};
const others = Array.from({ length: 39 }, (_, i) =>
  council(`E${i}`, 10 + (i % 13) * 2, ((i * 7) % 9) - 4),
);
const latest = (above: number) => [council(NORFOLK, 25, above), ...others];
const years = (above: number) =>
  ["2022", "2023", "2024", "2025"].map((period, i) => council(NORFOLK, 22 + i, above - i, period));
const options = (width: number) =>
  ({ width, stage: "support", name: "Norfolk", root: "." }) as const;

/** Charts of pupils identified, beside what is expected of a council. */
export const IDENTIFIED: Record<string, Component> = {
  identification: {
    cases: {
      none: [],
      one: latest(1.5),
      hidden: others,
      reversed: latest(-5),
      many: [...latest(5), ...others.map((row, i) => ({ ...row, authority_code: `F${i}` }))],
    },
    draw: (rows: never[], width: number) =>
      identification(rows, { ...options(width), council: NORFOLK }),
  },
  "identification-years": {
    cases: { none: [], one: years(3), reversed: years(-2) },
    draw: (rows: never[], width: number) => identificationYears(rows, options(width)),
  },
};
