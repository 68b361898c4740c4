import { describe, expect, it } from "vitest";
import type { Contract } from "../../../../loaders/contract/define-loader.ts";
import { contracts } from "../../../../loaders/index.ts";
import { placements } from "../../../../loaders/placements.ts";
import { nearestCodes, suggestion } from "../../../../pipelines/load/judge/suggestion.ts";
import { shippedInstruments } from "../../../shipped.ts";

const all = contracts(shippedInstruments());
const assessments = all.find(({ name }) => name === "assessments")!;

describe("what a supplier may put is", () => {
  it.each<[string, Contract, string, string | null, string]>([
    [
      "the range of a number, and a blank where one may be",
      assessments,
      "cl_need",
      "7",
      "a whole number from 0 to 5, or leave it blank",
    ],
    ["the codes of a short list", assessments, "sex", "X", "one of F, M, or leave it blank"],
    [
      "the years of a day",
      assessments,
      "assessed_on",
      "2025-02-30",
      "a day written 2025-01-31 or 31/01/2025, within the years allowed (2000-01-01 to 2100-12-31)",
    ],
    [
      "what an identifier looks like, in words",
      assessments,
      "child_id",
      null,
      "at most 64 letters, digits, spaces and _ . : / -, beginning with a letter or digit, and not the word of a row of totals or for a number that is not known",
    ],
    [
      "what the code of an authority looks like, in words",
      assessments,
      "authority_code",
      "Ashton",
      "the ONS code of an authority, such as E10000015",
    ],
  ])("%s", (_, contract, column, value, expected) => {
    expect(suggestion(contract, column, value)).toBe(expected);
  });

  it("begins with the code that was almost typed", () => {
    const words = suggestion(placements, "setting_type", "mainstrem");
    expect(words).toMatch(/^perhaps mainstream; it may be one of mainstream, /);
  });

  it("never a pattern that only a programmer reads, for a file about children", () => {
    const patterns = all
      .filter(({ isChildLevel }) => isChildLevel)
      .flatMap((contract) =>
        Object.keys(contract.columns.shape)
          .filter((column) => suggestion(contract, column, null).includes("^"))
          .map((column) => `${contract.table}.${column}`),
      );
    expect(patterns).toEqual([]);
  });
});

describe("the nearest code", () => {
  const CODES = ["mainstream", "other", "2024-25", "2025-26", "M"];
  it.each([
    ["Main Stream", ["mainstream"]],
    ["2024/25", ["2024-25"]],
    ["2024-26", ["2024-25", "2025-26"]],
    ["othr", ["other"]],
    ["m", ["M"]],
  ])("to %s is %j", (text, expected) => {
    expect(nearestCodes(CODES, text)).toEqual(expected);
  });

  it.each(["Asher", "Ashton", "N", "", "!", "x".repeat(10_000)])("to %.10s is none", (text) => {
    expect(nearestCodes(CODES, text)).toEqual([]);
  });
});
