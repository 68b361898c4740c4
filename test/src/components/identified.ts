import { identification } from "../../../src/components/identification.ts";
import { identificationYears } from "../../../src/components/identification-years.ts";
import { schoolIdentification } from "../../../src/components/school-identification.ts";
import type { Component } from "./components.ts";
import type { Row } from "./golden-rows.ts";

const NORFOLK = "E10000020";

/** A council at so many points above what is expected, with limits four points away. */
const council = (code: string, freeMeals: number, above: number, period = "2025"): Row => {
  const expected = 10 + freeMeals / 5;
  return {
    ...{ authority_code: code, authority_name: code === NORFOLK ? "Norfolk" : `Council ${code}` },
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

/** A school of so many pupils, with what is expected of it and how far from that it lies. */
const school = (i: number, above: number, position = "inside"): Row => {
  const expected = 10 + (i % 10);
  return {
    ...{
      authority_code: NORFOLK,
      authority_name: "Norfolk",
      urn: String(100000 + i),
      school_name: `School ${i}`,
    },
    ...{ phase: "primary", stage: "support", census_year: "2022", pupils: 100 + 10 * i },
    ...{ schools: 16784, free_meals: 10 + 2 * (i % 10), value: expected + above, expected },
    ...{ lower_95: expected / 2, upper_95: 2 * expected },
    ...{ lower_998: expected / 3, upper_998: 3 * expected, position },
  };
};
const schools = (first: Row) => [
  first,
  ...Array.from({ length: 30 }, (_, i) => school(i + 1, (i % 7) - 3)),
];

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
  "school-identification": {
    cases: {
      none: [],
      one: schools(school(0, 4)),
      hidden: schools(school(0, 25, "above_99.8")),
      reversed: schools(school(0, -6, "below_95")),
    },
    draw: (rows: never[], width: number) =>
      schoolIdentification(rows, { width, urn: "100000", name: "Norfolk", root: "." }),
  },
  "identification-years": {
    cases: { none: [], one: years(3), reversed: years(-2) },
    draw: (rows: never[], width: number) => identificationYears(rows, options(width)),
  },
};
