import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, makeBench } from "../bench.ts";

const CASE = "../shared/cases/07-american-dates-mostly-ambiguous/placements.csv";
const HEADER = "authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason\n";
const file = (...starts: string[]) =>
  HEADER + starts.map((day, i) => `X10000001,T-${i},S01-1,mainstream,${day},,\n`).join("");
const many = (day: string) => Array.from({ length: 60 }, () => day);

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const refusal = async (content: string) => {
  const path = bench.write("placements.csv", content);
  return bench.load(path).then(
    () => null,
    (error: { problem: { came: string; details: string[] } }) => error.problem,
  );
};

describe("days that prove another order than they are read in", () => {
  it.skipIf(!existsSync(CASE))("refuse the file of the case (where it is at hand)", async () => {
    const problem = await refusal(readFileSync(CASE, "utf8"));
    expect(problem?.details).toEqual(["started_on: 2 cells can only have the month first"]);
  });

  it.each([
    ["one in sixty", [...many("09/01/2023"), "09/25/2023"], "1 cell can only"],
    ["without zeros", [...many("09/01/2023"), "9/25/2023"], "1 cell can only"],
    ["with a time", [...many("09/01/2023 00:00"), "09/25/2023 00:00"], "1 cell can only"],
    ["of two digits a year", [...many("09/01/2023"), "09/25/23"], "1 cell can only"],
    ["beside days already turned", [...many("2023-01-09"), "12/31/2023"], "1 cell can only"],
    [
      "both orders",
      [...many("09/01/2023"), "25/09/2023", "09/25/2023"],
      "1 cell can only have the month first, 1 cell only the day",
    ],
  ])("refuse it: %s", async (_, days, said) => {
    const problem = await refusal(file(...days));
    expect(problem?.came).toMatch(/another order/);
    expect(problem?.details.join()).toContain(said);
    expect(await bench.warehouse.rows("show tables")).not.toContainEqual({ name: "placements" });
  });

  it("and a day that no order takes refuses its row alone", async () => {
    bench.write("placements.csv", file(...many("09/01/2023"), "31/02/2023", "31/31/2023"));
    const report = await bench.load(`${bench.folder}/placements.csv`);
    expect(report.loaded).toMatchObject([{ rows_loaded: 60, rows_rejected: 2 }]);
    expect(
      await bench.warehouse.rows(
        "select distinct started_on::varchar as day from loaded_placements",
      ),
    ).toEqual([{ day: "2023-01-09" }]);
  });
});
