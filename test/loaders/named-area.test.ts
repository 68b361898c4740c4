import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { describe, expect, test } from "vitest";
import { codeOfAnother, nameKey } from "../../loaders/contract/named-area.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

const REGISTER = csvParse(readFileSync(projectFile("data/reference/authorities.csv"), "utf8"));

describe("names and codes of authorities", () => {
  test("each name of the register agrees with each of its codes, and with no other's", () => {
    for (const { authority_code = "", old_code = "", authority_name = "" } of REGISTER) {
      expect(codeOfAnother(authority_name, authority_code)).toBeNull();
      expect(codeOfAnother(authority_name, old_code)).toBeNull();
      const other = REGISTER.find(
        (one) => nameKey(one.authority_name!) !== nameKey(authority_name),
      )!;
      expect(codeOfAnother(authority_name, other.authority_code!)).toMatchObject({
        owner: other.authority_name,
      });
    }
  });

  test.each([
    ["Durham", "840"],
    ["Herefordshire", "884"],
    ["Bedford Borough", "822"],
    ["Kingston Upon Hull, City of", "810"],
    ["Cumberland8", "942"],
    ["Dorset (New, LA code 838)", "838"],
    ["Bournemouth, Christchurch & Poole", "839"],
    ["St Helens", "342"],
    ["Bristol City", "801"],
    ["Anywhere", "999"],
  ])("%s has %s", (name, code) => {
    expect(codeOfAnother(name, code)).toBeNull();
  });

  test.each([
    ["Nottingham", "891", "Nottinghamshire", "892"],
    ["Nottinghamshire", "928", "Northamptonshire", "891"],
    ["Northamptonshire7", "892", "Nottingham", "928"],
    ["Cambridgeshire", "823", "Central Bedfordshire", "873"],
    ["Cambridgeshire", "E06000056", "Central Bedfordshire", "E10000003"],
  ])("%s with %s has the code of %s, and its own is %s", (name, code, owner, own) => {
    expect(codeOfAnother(name, code)).toEqual({ owner, code: own });
  });

  test("a name that nobody has is of no authority", () => {
    expect(codeOfAnother("Barsetshire", "891")).toEqual({ owner: "Nottinghamshire", code: null });
  });
});
