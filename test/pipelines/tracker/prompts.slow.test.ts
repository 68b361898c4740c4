import { readFileSync } from "node:fs";
import { csvParse, group } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pseudonym, readKey } from "../../../pipelines/load/judge/pseudonym.ts";
import { PROMPTS, type Prompt, promptsOf } from "../../../pipelines/tracker/prompts.ts";
import { promptsPage } from "../../../pipelines/tracker/prompts-page.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { sampleFile, withKey } from "../sample-file.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

const AUTHORITY = "X10000001";
const AREAS = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"];

/** The sample's file as it was written, read without any of the program's SQL. */
const read = (file: string) =>
  csvParse(readFileSync(projectFile(`data/sample/${file}`), "utf8")).filter(
    ({ authority_code }) => authority_code === AUTHORITY,
  );
type Row = ReturnType<typeof read>[number];
const readings = group(
  read("assessments.csv").filter(({ rated_by }) => rated_by === "professional"),
  ({ child_id }) => child_id!,
);
const levels = (row: Row) =>
  AREAS.flatMap((area) => (row[`${area}_need`] === "" ? [] : [Number(row[`${area}_need`])]));
const isComplete = (row: Row) => levels(row).length >= 6;
const total = (row: Row) => levels(row).reduce((sum, level) => sum + level, 0) / levels(row).length;
const lastOf = (child: string, many: number) =>
  readings
    .get(child)!
    .toSorted((a, b) => (a.assessed_on! < b.assessed_on! ? -1 : 1))
    .slice(-many);

describe("children to talk over, in the sample", () => {
  let warehouse: Warehouse;
  let pseudonyms: Map<string, string>;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    await withKey((await sampleFile()).key, async () => {
      const key = readKey();
      pseudonyms = new Map(
        [...readings.keys()].map((child) => [pseudonym(key, AUTHORITY, child), child]),
      );
    });
  });
  afterAll(() => warehouse?.close());

  const listed = async (prompt: Prompt) => {
    const { prompted } = await promptsOf(warehouse, AUTHORITY, [prompt], null);
    return prompted.map((one) => ({ ...one, child: pseudonyms.get(one.child_id)! }));
  };

  it("lists whose need rose at both of the last two reviews, and no other", async () => {
    const rose = [...readings.keys()].filter((child) => {
      const last = lastOf(child, 3);
      const days = (i: number) =>
        (Date.parse(last[i]!.assessed_on!) - Date.parse(last[i - 1]!.assessed_on!)) / 86_400_000;
      return (
        last.length === 3 &&
        last.every(isComplete) &&
        days(1) >= 90 &&
        days(2) >= 90 &&
        total(last[1]!) > total(last[0]!) &&
        total(last[2]!) > total(last[1]!)
      );
    });
    const rising = await listed("rising");
    expect(rising.length).toBeGreaterThan(0);
    expect(rising.map(({ child }) => child).sort()).toEqual(rose.sort());
  });

  it("lists of children in special schools those read low twice, and no other", async () => {
    const placed = group(read("placements.csv"), ({ child_id }) => child_id!);
    const isSpecial = (child: string) =>
      (placed.get(child) ?? []).some(
        (row) =>
          row.ended_on === "" &&
          /state_special|non_maintained_special|independent_special|residential/.test(
            row.setting_type!,
          ),
      );
    const low = [...readings.keys()].filter((child) => {
      const last = lastOf(child, 2);
      return (
        last.length === 2 &&
        last.every((row) => isComplete(row) && Math.max(...levels(row)) <= 3) &&
        isSpecial(child)
      );
    });
    const ready = await listed("step_down");
    expect(ready.length).toBeGreaterThan(5);
    expect(ready.map(({ child }) => child).sort()).toEqual(low.sort());
  });

  it("lists plans whose first need is a level or more below the largest gap", async () => {
    const past = await listed("past_the_gap");
    expect(past.length).toBeGreaterThan(5);
    for (const { child, said } of past) {
      const [last] = lastOf(child, 1);
      const gaps = AREAS.flatMap((area) => {
        const [need, ready] = [last![`${area}_need`], last![`${area}_setting_readiness`]];
        return need === "" || ready === "" ? [] : [Math.max(0, Number(need) - Number(ready))];
      });
      expect(said).toContain(`the largest gap is ${20 * Math.max(...gaps)} points`);
      expect(last!.plan).toBe("ehc_plan");
    }
  });

  it("sets a child's place beside those of twenty others", async () => {
    const unlike = await listed("unlike");
    expect(unlike.length).toBeGreaterThan(0);
    for (const { said } of unlike) {
      const [, alike, many] = /as (none|\d+) of the 20 children .*; (\d+) are in/.exec(said)!;
      expect(Number(alike === "none" ? 0 : alike)).toBeLessThanOrEqual(4);
      expect(Number(many)).toBeLessThanOrEqual(20);
    }
  });

  it("of children whose numbers are given lists them alone, and says of how many nothing is held", async () => {
    const all = await listed("step_down");
    const [first] = all;
    const unknown = "00000000-0000-0000-0000-000000000000";
    const some = await promptsOf(warehouse, AUTHORITY, ["step_down"], [first!.child_id, unknown]);
    expect(some.prompted.map(({ child_id }) => child_id)).toEqual([first!.child_id]);
    expect(some.held).toBe(1);
  });
});

it("words of every list are a question or a prompt to look, and decide nothing", () => {
  const said = (Object.keys(PROMPTS) as Prompt[]).map((prompt) =>
    promptsPage(
      "Northmere",
      prompt,
      { prompted: [], looked_at: 3 },
      { code: AUTHORITY, areNumbered: false, unknown: 0 },
      { nonce: "", action: "/" },
    ),
  );
  for (const page of said) {
    expect(page).toContain("No child’s support, place or funding may be decided by a list.");
    expect(page.replace("never says that a child should move", "")).not.toMatch(
      /\b(should|must|recommend|eligible|decision is)\b/i,
    );
  }
});
