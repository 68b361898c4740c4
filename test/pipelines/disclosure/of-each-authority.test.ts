import { expect, it } from "vitest";
import { mayBeOfNobody, ofEachAuthority } from "../../../pipelines/disclosure/of-each-authority.ts";

const row = (authority_code: string, kind: string, child_count: number | null) => ({
  ...{ authority_code, authority_name: `of ${authority_code}`, kind, child_count },
  symbol: child_count === null ? "c" : null,
});

const ROWS = [
  row("all", "few", null),
  row("A", "few", null),
  row("all", "many", 40),
  row("A", "many", 25),
  row("B", "many", 15),
  row("all", "several", 10),
  row("B", "several", null),
];

it("each authority has a row beside a hidden one of all together, and no other more than it had", () => {
  const rows = ofEachAuthority(ROWS, ["kind"]);
  expect(rows.slice(0, ROWS.length)).toEqual(ROWS);
  expect(rows.slice(ROWS.length)).toEqual([row("B", "few", null)]);
});

it("a row beside a hidden one of all together may be of nobody, and none else", () => {
  expect(ROWS.map(mayBeOfNobody(ROWS, ["kind"]))).toEqual([
    ...[false, true],
    ...[false, false, false],
    ...[false, false],
  ]);
});
