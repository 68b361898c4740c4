import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  numberShown,
  shownBy,
  textShown,
} from "../../../../../pipelines/load/read/formats/number-format.ts";
import { makeBench } from "../../bench.ts";

const CASE = "../shared/cases/19-durations/support.xlsx";

/** Number formats, numbers as stored, and what Excel shows, with all decimals of the number. */
const GRID: [id: number, code: string | undefined, stored: string, text: string][] = [
  [46, undefined, "1.5", "36:00:00"],
  [164, "[h]:mm:ss", "2.25", "54:00:00"],
  [164, "[hh]:mm", "0.5", "12:00:00"],
  [164, "[h]:mm:ss;@", "0", "00:00:00"],
  [164, "[m]:ss", "1.5", "2160:00"],
  [164, "[ss]", "1.5", "129600"],
  [164, '[h]" hours"', "-0.25", "-06:00:00"],
  [164, "[Red][h]:mm", "1", "24:00:00"],
  [20, undefined, "0.75", "18:00:00"],
  [18, undefined, "0.75", "18:00:00"],
  [164, "h:mm", "1.5", "36:00:00"],
  [45, undefined, "0.5", "12:00:00"],
  [0, undefined, "1234.5", "1234.5"],
  [1, undefined, "2.75", "2.75"],
  [164, "[Red]0.0", "1.5", "1.5"],
  [164, "#,##0.00_);(#,##0.00)", "-250", "-250"],
  [164, "#,##0.00;[Red]#,##0.00", "-250", "-250"],
  [43, undefined, "0", "0"],
  [164, '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', "0", "0"],
  [164, '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', "1204.5", "1204.5"],
  [164, "0;-0;;@", "0", "0"],
  [164, '0;-0;"nil"', "0", "nil"],
  [164, '0;-0;"–"', "0", "0"],
  [164, '"£"#,##0.00', "1234.5", "1234.5"],
  [164, "[$£-809]#,##0.00", "1234.5", "1234.5"],
  [164, "#,##0.00 [$GBP]", "1234.5", "1234.5"],
  [164, "[$€-2] #,##0.00", "1234.5", "€ 1234.5"],
  [164, "[$$-409]#,##0.00", "-1234.5", "-$1234.5"],
  [9, undefined, "0.07", "7%"],
  [10, undefined, "0.1256", "12.56%"],
  [164, "0.0%", "0.125", "12.5%"],
  [164, '0.0"%"', "12.5", "12.5%"],
  [164, "00000", "123", "00123"],
  [164, "000-0000", "1230007", "123-0007"],
  [164, "00-00-00", "20304", "02-03-04"],
  [164, "000/0000", "12345678", "1234/5678"],
  [164, '"S"000', "7", "S007"],
  [164, '0" weeks"', "12", "12 weeks"],
  [164, '[<5]"c";0', "3", "c"],
  [164, '[<5]"c";0', "5", "5"],
  [164, '[<5]"*";[>=1000]#,##0;0', "0", "*"],
  [164, '[<5]"*";[>=1000]#,##0;0', "1204", "1204"],
  [164, '[=0]"low";0.0', "0", "low"],
  [11, undefined, "123456", "123456"],
  [12, undefined, "0.5", "0.5"],
  [49, undefined, "42", "42"],
  [14, undefined, "45688", "2025-01-31"],
  [22, undefined, "45688.5", "2025-01-31 12:00:00"],
  [164, "dd/mm/yyyy", "45688.75", "2025-01-31"],
  [164, "[$-809]d mmmm yyyy;@", "45688", "2025-01-31"],
  [164, "mmm-yy", "45658", "2025-01-01"],
  [164, "mmmm", "45658", "2025-01-01"],
  [164, "yyyy", "45688", "2025"],
  [164, 'd "of" mmmm', "45688", "2025-01-31"],
];

describe("a number is given as its format shows it", () => {
  it.each(GRID)("%s %s of %s is %s", (id, code, stored, text) => {
    expect(numberShown(stored, shownBy(id, code), false)).toEqual({ text });
  });

  it.each([
    [";;;", "5", { text: "", but: "unshown" }],
    [";;;", "0", { text: "", but: "unshown" }],
    ["0;;", "-5", { text: "", but: "unshown" }],
    ['[<5]"";0', "0", { text: "", but: "unshown" }],
    ["0,", "1234567", { text: "1234567", but: "scaled" }],
    ['#,##0.0,,"m"', "1234567", { text: "1234567", but: "scaled" }],
  ])("%s of %s is told not to be all there is", (code, stored, told) => {
    expect(numberShown(stored, shownBy(164, code), false)).toEqual(told);
  });

  it.each([
    ["@", "A7", { text: "A7" }],
    ['"ID-"@', "7", { text: "ID-7" }],
    ["0;0;0;", "A7", { text: "", but: "unshown" }],
    [";;;", "A7", { text: "", but: "unshown" }],
    ['0;0;0;"x"', "A7", { text: "x" }],
    ["dd/mm/yyyy;@", "A7", { text: "A7" }],
    ["#,##0", "A7", { text: "A7" }],
  ])("so is a text: %s of %s", (code, stored, told) => {
    expect(textShown(stored, shownBy(164, code))).toEqual(told);
  });

  it.skipIf(!existsSync(CASE))(
    "so durations are hours and never days (where the case is at hand)",
    async () => {
      const bench = await makeBench();
      await bench.load(CASE);
      const hours = await bench.warehouse.rows(
        "select hours::double as hours, count(*) as rows from loaded_support group by hours order by rows",
      );
      bench.remove();
      expect(hours).toEqual([
        { hours: 24, rows: 8 },
        { hours: 54, rows: 10 },
        { hours: 36, rows: 12 },
      ]);
    },
  );
});
