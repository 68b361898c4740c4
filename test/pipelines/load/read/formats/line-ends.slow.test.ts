import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rowEnd } from "../../../../../pipelines/load/read/formats/line-ends.ts";
import { VsendError } from "../../../../../pipelines/warehouse/errors.ts";
import { type Bench, makeBench } from "../../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const ENDS = ["\n", "\r\n", "\r"] as const;
const table = (end: string, inside: string) =>
  [
    `authority_code,child_id,financial_year,category,"amount${inside}gbp","Note, with${inside}a break"`,
    ...Array.from(
      { length: 20 },
      (_, i) => `X10000001,C${i},2024-25,top_up,1,"first${inside}""second"""`,
    ),
  ].join(end) + end;

describe("line breaks within cells", () => {
  it.each(ENDS.flatMap((end) => ENDS.map((inside) => [end, inside] as const)))(
    "of rows that end %j and cells that break %j lose no row",
    async (end, inside) => {
      const { loaded } = await bench.load(bench.write("a.csv", table(end, inside)));
      expect(loaded).toMatchObject([{ rows_read: 20, rows_loaded: 20, amount_loaded: 20 }]);
    },
  );

  it("and in UTF-16 and windows-1252, which are copied anyway", async () => {
    const utf16 = Buffer.from(`\ufeff${table("\r\n", "\n")}`, "utf16le");
    const latin = Buffer.from(table("\r\n", "\n").replaceAll("first", "caf\u00e9"), "latin1");
    for (const [name, bytes] of [
      ["a.csv", utf16],
      ["b.csv", latin],
    ] as const) {
      const { loaded } = await bench.load(bench.write(name, bytes));
      expect(loaded).toMatchObject([{ rows_read: 20, rows_loaded: 20 }]);
    }
  });

  it("across the chunks in which a file is read", async () => {
    const long = `"${"x".repeat(700_000)}\n${"y".repeat(700_000)}"`;
    const text = table("\r\n", "\n") + `X10000001,D,2024-25,top_up,1,${long}\r\n`.repeat(1);
    const { loaded } = await bench.load(bench.write("a.csv", text));
    expect(loaded).toMatchObject([{ rows_read: 21, rows_loaded: 21 }]);
  });

  it("rows that end in two ways are still refused, and none is lost in silence", async () => {
    const text = table("\r\n", "\n").replace(/C5,(.*)\r\n/, "C5,$1\n");
    const error: unknown = await bench.load(bench.write("a.csv", text)).catch((e: unknown) => e);
    if (error instanceof VsendError) return;
    expect((error as { loaded: unknown }).loaded).toMatchObject([{ rows_read: 20 }]);
  });

  it.each([
    ['"a\nb",c\r\nd', "\r\n"],
    ["a,b\nc", "\n"],
    ["a", "\n"],
    ['a,"b\r\n"\rc', "\r"],
  ])("%j has rows that end %j", (text, end) => {
    expect(rowEnd(text)).toBe(end);
  });
});
