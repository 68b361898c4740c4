import { describe, expect, it } from "vitest";
import {
  decimal,
  financialYear,
  hours,
  identifier,
  readDate,
} from "../../../loaders/contract/cells.ts";

describe("hours are read where they can be no other", () => {
  it.each([
    ["7.5", 7.5],
    ["1,080", 1080],
    ["1:30", 1.5],
    ["01:30:00", 1.5],
    ["36:00:00", 36],
    ["100:00", 100],
    ["90 min", 1.5],
    ["1080 mins", 18],
    ["100 minutes", 1.67],
    ["7.5 hours", 7.5],
    ["18 hrs", 18],
    ["2H", 2],
    ["31h 30m", 31.5],
    ["7 hrs 30 mins", 7.5],
    ["1 hour and 5 minutes", 1.08],
    ["0", 0],
  ])("%s is %s", (text, expected) => {
    expect(hours({ min: 0, max: 20_000 }).parse(text)).toBe(expected);
  });

  it.each([
    ["1:75", "seventy-five minutes"],
    ["1:5", "five or fifty"],
    ["90m", "metres, months or minutes"],
    ["1h30", "minutes without their unit"],
    ["3 days", "of how many hours"],
    ["2 sessions", "of how long"],
    ["£50", "money"],
    ["-2", "less than none"],
    ["1:30 pm", "a time of day"],
    ["30000", "more than there are"],
  ])("%s is refused: %s", (text) => {
    expect(hours({ min: 0, max: 20_000 }).safeParse(text).success).toBe(false);
  });
});

describe("an identifier is somebody's", () => {
  it.each(["N/A", "n/a", "NA", "unknown", "None", "null", "TBC", "Not known", "Total", "N/K"])(
    "%s is nobody's",
    (text) => {
      expect(identifier().safeParse(text).success).toBe(false);
    },
  );

  it.each(["NA12", "None-3", "0041037", "TBC1", "A", "unknown7"])("%s may be", (text) => {
    expect(identifier().safeParse(text).success).toBe(true);
  });
});

describe("a day is read where it can be no other", () => {
  it.each([
    ["2024-09-01", "2024-09-01"],
    ["01/09/2024", "2024-09-01"],
    ["2024-09-01 00:00:00", "2024-09-01"],
    ["2024-09-01T09:30:15.123", "2024-09-01"],
    ["2024-09-01T00:00:00Z", "2024-09-01"],
    ["01/09/2024 9:30", "2024-09-01"],
    ["01-Sep-2024", "2024-09-01"],
    ["1 September 2024", "2024-09-01"],
    ["1-sept-2024", "2024-09-01"],
    ["01SEP2024", "2024-09-01"],
    ["29 Feb 2024 10:00", "2024-02-29"],
    ["2022-Sep-28 00:00:00", "2022-09-28"],
  ])("%s is %s", (text, day) => {
    expect(readDate(text)).toBe(day);
  });

  it.each([
    "01/09/24",
    "1/9/2024",
    "09/25/2024",
    "31/02/2024",
    "30 Feb 2024",
    "1 Sexember 2024",
    "01-Sep-24",
    // Midnight in summer, as a clock without summer time has it.
    "2024-08-31T23:00:00Z",
    "2024-09-01 25:00",
    "2024-09",
    "September 2024",
    "45536",
  ])("%s is none", (text) => {
    expect(readDate(text)).toBeNull();
  });
});

describe("pounds are read to the penny", () => {
  const pounds = (text: string) =>
    decimal({ min: -1_000_000, max: 1_000_000 }).safeParse(text).data ?? null;

  it.each([
    ["(250.00)", -250],
    ["(£1,234.50)", -1234.5],
    ["-£250", -250],
    ["£-250", -250],
    ["\u2212250.10", -250.1],
    ["\u2013250.10", -250.1],
    ["33.333333333333336", 33.33],
    ["0.005", 0.01],
    ["-0.005", -0.01],
    ["99.995", 100],
    ["-0.001", 0],
    ["1,204.9949", 1204.99],
    ["100.10000000000001", 100.1],
  ])("%s is %s", (text, value) => {
    expect(pounds(text)).toBe(value);
  });

  it.each([
    "(250",
    "250)",
    "(-250)",
    "-(250)",
    "250-",
    "1.204,50",
    "1 204",
    "$5",
    "--5",
    "1e3",
    "5%",
  ])("%s is refused", (text) => {
    expect(pounds(text)).toBeNull();
  });
});

describe("a financial year is read where both of its years are there", () => {
  it.each([
    ["2023-24", "2023-24"],
    ["2023/24", "2023-24"],
    ["2023-2024", "2023-24"],
    ["2023 / 2024", "2023-24"],
    ["FY2023/24", "2023-24"],
  ])("%s is %s", (text, year) => {
    expect(financialYear().parse(text)).toBe(year);
  });

  it.each(["FY24", "2024", "2023/25", "2024/23", "2023-2124", "23/24", "2023"])(
    "%s is refused",
    (text) => {
      expect(financialYear().safeParse(text).success).toBe(false);
    },
  );
});
