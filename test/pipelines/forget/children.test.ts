import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contracts } from "../../../loaders/index.ts";
import { findMeant, type Which } from "../../../pipelines/forget/children.ts";
import { pseudonym, readKey } from "../../../pipelines/load/judge/pseudonym.ts";
import { bladeFiles, item } from "../../fixtures/sen2-return.ts";
import { shippedInstruments } from "../../shipped.ts";
import { type Bench, makeBench, spendCsv } from "../load/bench.ts";

const HERTS = "E10000015";

const person = (fields: Record<string, string>) => item("person", { sex: "F", ...fields });
const RETURN = [
  person({
    upn: "A00000000001A",
    uniquelearnernumber: "9999999999",
    personbirthdate: "2000-02-10",
  }),
  person({
    upn: "A00000000002A",
    uniquelearnernumber: "9999999999",
    personbirthdate: "2000-03-20",
  }),
  person({
    upn: "A00000000003A",
    uniquelearnernumber: "3333333333",
    personbirthdate: "2001-01-01",
  }),
  person({ upnunknown: "UN1", personbirthdate: "1999-01-01" }),
];
const SPEND = [
  [HERTS, "OLD", "2005-06", "top_up", "1.00"],
  [HERTS, "NEW", "2024-25", "top_up", "1.00"],
];

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  for (const [module, text] of Object.entries(bladeFiles(RETURN)))
    bench.write(`who/${module}.csv`, text);
  await bench.load(join(bench.folder, "who"), bench.write("spend.csv", spendCsv(SPEND)));
});
afterAll(() => bench.remove());

const find = (which: Which) =>
  findMeant(bench.warehouse, which, contracts(shippedInstruments()), readKey());
const past = async (pastRetentionOn: string, authority?: string) =>
  (await find({ pastRetentionOn, authority })).pseudonyms;
const known = (...numbers: string[]) =>
  numbers.map((number) => pseudonym(readKey(), HERTS, number)).sort();

describe("whom a forgetting finds", () => {
  it("is the child by its other number too", async () => {
    const found = await find({ authority: HERTS, ids: ["A00000000003A"] });
    expect(found).toEqual({
      children: 1,
      shared: 0,
      pseudonyms: known("A00000000003A", "3333333333"),
    });
    expect(await find({ authority: HERTS, ids: ["3333333333"] })).toEqual(found);
  });

  it("is the child by its own number alone, where the other is several children's", async () => {
    expect(await find({ authority: HERTS, ids: ["A00000000001A"] })).toEqual({
      children: 1,
      shared: 1,
      pseudonyms: known("A00000000001A"),
    });
  });

  it("is whoever is past the birthday of the rule, the whole month of birth being past", async () => {
    expect(await past("2030-01-31")).toHaveLength(0);
    expect(await past("2030-02-01")).toHaveLength(1);
    expect(await past("2031-02-28")).toHaveLength(1);
    expect(await past("2031-03-01")).toEqual(expect.arrayContaining(known("A00000000001A")));
    expect(await past("2031-03-31")).not.toEqual(expect.arrayContaining(known("A00000000002A")));
    expect(await past("2031-04-01")).toEqual(
      expect.arrayContaining(known("A00000000001A", "A00000000002A")),
    );
  });

  it("is, without a date of birth, whoever has been known for as many years", async () => {
    expect(await past("2037-03-30")).not.toEqual(expect.arrayContaining(known("OLD")));
    expect(await past("2037-03-31")).toEqual(expect.arrayContaining(known("OLD")));
    expect(await past("2056-03-30")).not.toEqual(expect.arrayContaining(known("NEW")));
    expect(await past("2056-03-31")).toEqual(expect.arrayContaining(known("NEW")));
  });

  it("is of one authority alone, where one is named", async () => {
    expect(await past("2090-01-01", "E06000001")).toEqual([]);
    expect((await past("2090-01-01", HERTS)).length).toBeGreaterThan(5);
  });
});
