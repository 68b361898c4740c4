import { describe, expect, test } from "vitest";
import { sortByKey } from "../../../../pipelines/measures/define/key.ts";

describe("rows in the order of their key", () => {
  const rows = [
    { side: null, name: "b", n: 10 },
    { side: "comparison", name: "a", n: 9 },
    { side: "trial", name: "a", n: 100 },
    { side: "trial", name: "a", n: 20 },
  ];

  test("are the same in whatever order they come", () => {
    const key = [{ column: "side", descending: true as const }, "name", "n"];
    const sorted = sortByKey(key, rows);
    expect(sorted.map(({ n }) => n)).toEqual([20, 100, 9, 10]);
    expect(sortByKey(key, [...rows].reverse())).toEqual(sorted);
  });

  test("follow a list where one is given", () => {
    const key = [{ column: "side", order: ["comparison", "trial"] }];
    expect(sortByKey(key, rows).map(({ side }) => side)).toEqual([
      "comparison",
      "trial",
      "trial",
      null,
    ]);
  });

  test("are in one order also where two have the same key", () => {
    expect(sortByKey(["name"], rows)).toEqual(sortByKey(["name"], [...rows].reverse()));
  });
});
