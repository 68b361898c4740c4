import { expect, it } from "vitest";
import { hideTellingWholes } from "../../../pipelines/disclosure/telling-wholes.ts";

type Row = {
  authority: string;
  group: string;
  child_count: number | null;
  share: number | null;
  symbol: string | null;
};

const row = (authority: string, group: string, child_count: number | null): Row => ({
  authority,
  group,
  child_count,
  share: child_count === null ? null : 10,
  symbol: child_count === null ? "c" : null,
});
const shown = (count: number, parts: readonly (number | null)[]) =>
  hideTellingWholes(
    { rows: [row("all", "a", count)], hidden: [] },
    parts.map((part, i) => row(`A${i}`, "a", part)),
    { alike: ["group"], values: ["share"] },
  );

it("hides a whole of which little is left for a hidden part, and its share with it", () => {
  const { rows, hidden } = shown(5, [null, null, null, null, null]);
  expect(rows).toEqual([
    { authority: "all", group: "a", child_count: null, share: null, symbol: "c" },
  ]);
  expect(hidden).toEqual([{ rule: "a whole that would tell its parts", rows: 1 }]);
  expect(shown(40, [35, null]).rows[0]!.child_count).toBeNull();
});

it("keeps a whole that leaves enough, and one without hidden parts", () => {
  expect(shown(60, [20, null, null]).rows[0]!.child_count).toBe(60);
  expect(shown(10, [5, 5]).rows[0]!.child_count).toBe(10);
});
