// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { RequestsByHistory } from "../../../pipelines/measures/requests-by-history/measure.ts";
import { requestsByHistory } from "../../../src/components/requests-by-history.ts";

const row: RequestsByHistory = {
  authority_code: "X10000001",
  authority_name: "Elderwold",
  before: "first",
  child_count: 30,
  all_count: 40,
  share: 75,
  symbol: null,
};
const other: RequestsByHistory = { ...row, before: "second", child_count: 10, share: 25 };
const words = (rows: RequestsByHistory[]) =>
  requestsByHistory(rows, { width: 800, definition: "#how" }).querySelector("figcaption p")!
    .textContent;

test("it says that there is nothing to count, and what there is in order of size", () => {
  expect(words([])).toBe("No children to count are loaded.");
  expect(words([other, row])).toBe("Of about 40 children: “first” 75.0% and “second” 25.0%.");
});

test("it says nothing of all together where a part is hidden", () => {
  const hidden: RequestsByHistory = { ...other, child_count: null, share: null, symbol: "c" };
  expect(words([row, hidden])).toContain("hidden");
});
