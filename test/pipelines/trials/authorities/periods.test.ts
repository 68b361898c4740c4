import { describe, expect, it } from "vitest";
import { monthsPastStart } from "../../../../pipelines/trials/authorities/periods.ts";

const START = "2019-09-01";

describe("by how many months the last year before runs past a start", () => {
  it("is what is left of a calendar or financial year that holds it", () => {
    expect(monthsPastStart(["2018", "2019", "2020"], "calendar_year", [START])).toBe(4);
    expect(monthsPastStart(["2018-19", "2019-20", "2020-21"], "financial_year", [START])).toBe(7);
  });

  it("is none where years begin on the day, where the year is left out, and of figures of one day", () => {
    expect(monthsPastStart(["2017-18", "2018-19", "2019-20"], "academic_year", [START])).toBe(0);
    expect(monthsPastStart(["2018", "2019", "2020"], "academic_year_ending", [START])).toBe(0);
    expect(monthsPastStart(["2018-19", "2020-21"], "financial_year", [START])).toBe(0);
    expect(monthsPastStart(["2019", "2020"], "january", [START])).toBe(0);
    expect(monthsPastStart(["2019", "2020"], "march_31", [START])).toBe(0);
  });

  it("is of the start that it runs past furthest, and of none where no year is before", () => {
    expect(monthsPastStart(["2018", "2019", "2020"], "calendar_year", ["2020-07-01", START])).toBe(
      6,
    );
    expect(monthsPastStart(["2020", "2021"], "calendar_year", [START])).toBeNull();
  });
});
