import { describe, expect, it } from "vitest";
import { decimal, financialYear, readDate } from "../../../loaders/contract/cells.ts";

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
