import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Hole, sql } from "../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

const selected = async (hole: Hole) =>
  (await warehouse.one<{ value: unknown }>(sql`select ${hole} as value`)).value;
const comesBack = <T extends Hole>(values: fc.Arbitrary<T>) =>
  fc.assert(
    fc.asyncProperty(values, async (value) => {
      expect(await selected(value)).toEqual(value);
    }),
  );

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("'", '"', "\\", "\0", "\n", ";", "-", "$", "{", "%", "’", "a"),
  }),
);

describe("a value in sql``", () => {
  it("comes back as it went, whatever the text", () => comesBack(text));

  it("comes back as it went, whatever the number", () =>
    comesBack(
      fc.oneof(
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constant(-0),
      ),
    ));

  it("comes back as it went: yes, no, none and lists", () =>
    comesBack(fc.oneof(fc.boolean(), fc.constant(null), fc.array(text), fc.array(fc.integer()))));

  it("is one value wherever it stands", async () => {
    expect(await warehouse.one(sql`select 1 -${-2} as n, 'a' in ${[]} as within`)).toEqual({
      n: 3,
      within: false,
    });
  });

  it("is refused where SQL has no word for it", () => {
    expect(() => sql`select ${Number.NaN}`).toThrow(
      "expected a number that SQL can write, got NaN",
    );
  });
});

describe("SQL in sql``", () => {
  it("names what was named, whatever the name", () =>
    fc.assert(
      fc.asyncProperty(
        text.filter((name) => name !== "" && !name.includes("\0")),
        async (name) => {
          const inner = sql`select 1 as ${sql.id(name)}`;
          const row = await warehouse.one(sql`select ${sql.id("t", name)} from (${inner}) as t`);
          expect(Object.values(row)).toEqual([1]);
        },
      ),
      { examples: [["__proto__"], ["constructor"]] },
    ));

  it("stands as it is, alone and joined", () => {
    const either = sql.join([sql`a = ${"o'clock"}`, sql.raw("b")], " or ");
    expect(String(sql`select ${either}, ${["x", 1]}`)).toBe("select a = 'o''clock' or b, ['x', 1]");
  });
});
