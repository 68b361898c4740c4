import { describe, expect, it } from "vitest";
import { settingId } from "../../loaders/contract/setting-id.ts";

const CODES =
  "100128 10062041 10012345 9192001 919/2001 919-2001 EY500123 SC034567 2512345 URN100128 S12-3 PRU-EAST-1 HOME.12 1-10000001 A1".split(
    " ",
  );

const NOT_CODES: [what: string, text: string][] = [
  ["a UPN", "A123456789012"],
  ["a temporary UPN", "A12345678901B"],
  ["an NHS number", "4857773456"],
  ["an NHS number in groups", "485-777-3456"],
  ["a learner number", "1234567890"],
  ["a telephone number", "07700900123"],
  ["a National Insurance number", "QQ123456C"],
  ["a surname", "Featherstonehaugh"],
  ["a short name", "Jo"],
  ["a full name", "Jo Smith"],
  ["a name with a number", "smithers2"],
  ["an e-mail address", "jo.smith2@example.org"],
  ["an address", "14 Acacia Avenue"],
  ["a postcode", "AB1 2CD"],
  ["a postcode without its space", "SW1A1AA"],
  ["a postcode with a mark for its space", "AB1-2CD"],
  ["a day", "2013-11-29"],
  ["a day as written here", "29/11/2013"],
  ["a day with a short year", "29.11.13"],
  ["a day in figures", "20131129"],
  ["a day in figures, year last", "29112013"],
  ["a day with its month in letters", "29-Nov-2013"],
  ["a day in letters without marks", "9Mar14"],
  ["a note", "moved 2024"],
];

describe("the code of a setting", () => {
  it.each(CODES)("is taken: %s", (code) => {
    expect(settingId().safeParse(code).success).toBe(true);
  });

  it.each(NOT_CODES)("is not %s", (_, text) => {
    expect(settingId().safeParse(text).success).toBe(false);
  });
});
