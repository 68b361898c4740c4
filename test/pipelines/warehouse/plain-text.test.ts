import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { table } from "../../../pipelines/printing/table.ts";
import { dataError } from "../../../pipelines/warehouse/errors.ts";
import { plainLine, plainText } from "../../../pipelines/warehouse/plain-text.ts";

describe("what a terminal would act on is shown instead", () => {
  it.each([
    ["\u001b[2J", "\\u001b[2J"],
    ["a\u202excod.exe", "a\\u202excod.exe"],
    ["a\rb", "a\\u000db"],
    ["\u009b31m", "\\u009b31m"],
    ["na\u200bme", "na\\u200bme"],
    ["\u2066x\u2069", "\\u2066x\\u2069"],
    ["\u0007\u007f", "\\u0007\\u007f"],
  ])("%j", (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it("whatever the text; and within JSON it stays the same text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(plainText(text)).not.toMatch(/(?![\n\t])\p{Cc}|\p{Bidi_Control}/u);
        expect(JSON.parse(plainText(JSON.stringify(text)))).toBe(text);
      }),
    );
  });

  it("in errors and tables, where a line feed would forge a line", () => {
    const name = "a\u001b]0;x\u0007.csv\nno error";
    const { message } = dataError({
      expected: "x",
      came: name,
      where: name,
      details: [name],
      todo: name,
    });
    expect(message.split("\n")).toHaveLength(5);
    expect(message + table([{ name }])).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(plainLine("a\nb")).toBe("a\\u000ab");
  });
});
