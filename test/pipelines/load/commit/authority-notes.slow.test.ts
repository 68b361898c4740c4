import { afterEach, beforeEach, expect, it } from "vitest";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const notes = async (...rows: string[][]) => {
  const { notes } = await bench.load(bench.write("spend.csv", spendCsv(rows)));
  return Object.values(notes).flat().join(" ");
};

const of = (authority: string, year = "2024-25") =>
  spendRows(5, authority).map(([code, child, , ...rest]) => [code, child, year, ...rest]);

it("a code that no list knows says what to do as soon as it is loaded", async () => {
  const said = await notes(...of("E10000099"));
  expect(said).toContain("E10000099, which no list of authorities knows");
  expect(said).toContain("authority_code, authority_name, region");
});

it("and not where the names are loaded in the same call, or are DfE's", async () => {
  const names = bench.write(
    "authorities.csv",
    "authority_code,authority_name,region\nX10000001,Northmere,Invented region\n",
  );
  const { notes: said } = await bench.load(bench.write("s.csv", spendCsv(of("X10000001"))), names);
  expect(Object.values(said).flat().join(" ")).not.toContain("no list of authorities");
});

it("a code that had ended on the day of the records is told, with what followed", async () => {
  const said = await notes(...of("E10000021"));
  expect(said).toContain("E10000021 (Northamptonshire), a code that ended on 2021-03-31");
  expect(said).toContain("E06000061 and E06000062");
});

it.each([
  ["E10000002", "2020-21", "Buckinghamshire", "E06000060"],
  ["E10000023", "2023-24", "North Yorkshire", "E06000065"],
  ["E10000009", "2019-20", "Dorset", "E06000059"],
])("%s in %s is told to be %s of before, with %s after it", async (code, year, name, later) => {
  const said = await notes(...of(code, year));
  expect(said).toContain(`${code} (${name}), a code that ended on`);
  expect(said).toContain(later);
});

it.each(["E10000098", "E06000999", "X10000088"])(
  "%s is a code that no list knows",
  async (code) => {
    expect(await notes(...of(code))).toContain(`${code}, which no list of authorities knows`);
  },
);

it("nothing is said of records of days on which it had not", async () => {
  expect(await notes(...of("E10000021", "2020-21"))).toBe("");
});
