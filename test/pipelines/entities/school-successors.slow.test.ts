import { afterEach, beforeEach, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { settingChange } from "../../../pipelines/measures/score-trust/setting-change.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { shippedInstruments } from "../../shipped.ts";
import { assessmentsCsv, type Bench, makeBench } from "../load/bench.ts";

const core = shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!;

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

/** 60 children read twice, the first time at one school and the second at another. */
const readings = (first: string, last: string) =>
  assessmentsCsv(
    Array.from({ length: 60 }, (_, i) => [
      { child_id: `C${i}`, assessed_on: "2023-10-02", setting_id: first },
      { child_id: `C${i}`, assessed_on: "2024-10-02", setting_id: last },
    ]).flat(),
    ["setting_id"],
  );

const links = (rows: readonly (readonly string[])[]) =>
  `URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n${rows.map(([urn, other, type]) => `${urn},${other},A School,${type},01-09-2024`).join("\n")}\n`;

async function stayed(): Promise<string | undefined> {
  await build(bench.warehouse, shippedInstruments(), [], silent, { only: ["score_trust"] });
  const found = await settingChange(bench.warehouse, core);
  const share = found.find(({ part }) => part === "read twice at one setting");
  return share && JSON.stringify(share);
}

const ALL = /"estimate":1\b/;

it.each([
  [
    "an academy order",
    [
      ["121669", "150001", "Successor"],
      ["150001", "121669", "Predecessor"],
    ],
  ],
  ["a merger, told by the successor alone", [["150001", "121669", "Predecessor - merged"]]],
  [
    "two changes one after another",
    [
      ["121669", "140000", "Successor"],
      ["140000", "150001", "Successor"],
    ],
  ],
])("a child whose school became another by %s has not changed setting", async (_, rows) => {
  await bench.load(
    bench.write("links.csv", links(rows)),
    bench.write("a.csv", readings("121669", "150001")),
  );
  expect(await stayed()).toMatch(ALL);
});

it("two children's schools that have only the successor in common are two", async () => {
  await bench.load(
    bench.write(
      "links.csv",
      links([
        ["121669", "150001", "Successor"],
        ["121670", "150001", "Successor"],
      ]),
    ),
    bench.write("a.csv", readings("121669", "121670")),
  );
  expect(await stayed()).not.toMatch(ALL);
});

it("a school with a link of another kind is another school", async () => {
  await bench.load(
    bench.write("links.csv", links([["121669", "150001", "Sixth Form Centre Link"]])),
    bench.write("a.csv", readings("121669", "150001")),
  );
  expect(await stayed()).not.toMatch(ALL);
});
