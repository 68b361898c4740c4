import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { trimCell } from "../../../../loaders/contract/cells.ts";
import { isDateFormat, isoDay } from "../../../../pipelines/load/recognise/date-format.ts";
import {
  translated,
  translationSql,
} from "../../../../pipelines/load/recognise/translate-cells.ts";
import { quote } from "../../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

const FORMATS = [
  "DD.MM.YYYY",
  "D/M/YYYY",
  "D MMM YYYY",
  "MMMM D, YYYY",
  "M/D/YYYY",
  "YYYYMMDD",
  "D-MMM-20YY",
  "DD/MM/19YY",
];

const dayText = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom("1", "01", "12", "13", "Jan", "SEP", "Sept", "may", "June", "Foo"),
    fc.constantFrom("2025", "25"),
    fc.constantFrom(".", "/", " ", "-", ""),
    fc.constantFrom("", " 10:30", "T00:00:00Z", "x"),
    fc.boolean(),
  )
  .map(([day, month, year, mark, time, isMonthFirst]) =>
    (isMonthFirst ? [month, day, year] : [day, month, year]).join(mark).concat(time),
  );

it("gives in SQL what it gives in JavaScript, for any text", async () => {
  const column = fc.record({
    from: fc.constant("any"),
    values: fc.constantFrom(
      {},
      { "Band 3": "3", "": "no", "N/K": "" },
      { "it's": "a'b", __proto__x: "y" },
    ),
    date_format: fc.option(fc.constantFrom(...FORMATS), { nil: undefined }),
  });
  const cell = fc.oneof(
    dayText,
    fc.constantFrom("Band 3", " N/K ", "it's", "constructor", "2025-01-31", "", " "),
    fc.string({ maxLength: 12 }).filter((text) => !text.includes("\0")),
  );
  await fc.assert(
    fc.asyncProperty(
      column,
      fc.array(cell, { minLength: 1, maxLength: 60 }),
      async (own, cells) => {
        const rows = await warehouse.rows<{ text: string | null }>(
          `select '=' || (${translationSql(own as never, "raw")}) as text from (values ${cells.map((text, i) => `(${i}, ${quote(text)})`).join(", ")}) as t(i, raw) order by i`,
        );
        const inSql = rows.map(({ text }) => trimCell(text?.slice(1) ?? null));
        expect(inSql).toEqual(cells.map((text) => translated(own as never, trimCell(text))));
      },
    ),
    { numRuns: 40 },
  );
});

it("reads days in the format given, and refuses them in any other but ISO", () => {
  expect(isoDay("D MMM YYYY", "3 sep 2024")).toBe("2024-09-03");
  expect(isoDay("M/D/YYYY", "1/2/2025 10:30")).toBe("2025-01-02");
  expect(isoDay("DD.MM.YYYY", "2025-01-31")).toBe("2025-01-31");
  expect(isoDay("M/D/YYYY", "31.01.2025")).toMatch(/^not a date/);
  expect(isoDay("D/M/20YY", "1/9/24")).toBe("2024-09-01");
  expect(isoDay("DD-MMM-19YY", "01-Sep-99 00:00")).toBe("1999-09-01");
  expect(isoDay("20YYMMDD", "240901")).toBe("2024-09-01");
  expect(isoDay("D/M/20YY", "1/9/2024")).toMatch(/^not a date/);
});

it("takes formats with a day, a month and a year of a stated century once each", () => {
  expect(["DD.MM.YYYY", "MMMM D, YYYY", "YYYYMMDD", "DD/MM/20YY"].map(isDateFormat)).toEqual(
    Array(4).fill(true),
  );
  expect(
    ["DD/MM/YY", "DD.MM", "DMYYYY", "DD.DD.YYYY", "(.*)", "", "DD/MM/18YY", "DD/MM/20YYYY"].map(
      isDateFormat,
    ),
  ).toEqual(Array(8).fill(false));
});
