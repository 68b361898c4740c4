import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shareBases } from "../../../pipelines/disclosure/share-bases.ts";
import { shareBase, shareOfWholes } from "../../../src/components/share-base.ts";

const counts = fc.option(fc.integer({ min: 1, max: 60 }).map((fives) => 5 * fives));
const parts = fc.array(counts, { minLength: 1, maxLength: 6 });

describe("what the shares of rounded counts are of", () => {
  test("is the same in a sentence as in the table, whose rows all have the whole that is known", () => {
    fc.assert(
      fc.property(parts, counts, (shown, all) => {
        const published = shown.map((child_count) => ({ child_count, all_count: all }));
        expect(shareBase(published)).toBe(shareBases(published, () => "whole").get("whole"));
      }),
    );
  });

  test("leaves out whoever is hidden, and the whole of theirs", () => {
    const wholes = {
      told: [
        { child_count: 215, all_count: 445 },
        { child_count: 225, all_count: 445 },
      ],
      hidden: [{ child_count: null, all_count: 300 }],
    };
    const asked = [wholes.told[0]!, wholes.hidden[0]!];
    const { counted, base, share } = shareOfWholes(asked, (part) =>
      part.child_count === null ? wholes.hidden : wholes.told,
    );
    expect(counted).toEqual([wholes.told[0]]);
    expect(base).toBe(440);
    expect(share).toBeCloseTo(48.86, 2);
    expect(shareOfWholes([], () => []).share).toBeNull();
  });
});
