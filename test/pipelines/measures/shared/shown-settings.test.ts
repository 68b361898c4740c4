import { describe, expect, it } from "vitest";
import { kindOf, placesOf } from "../../../../pipelines/measures/shared/shown-settings.ts";
import type { SimilarChild } from "../../../../pipelines/measures/shared/similar-children.ts";

/** Children of settings of the sizes given, S0 the first of them. */
const childrenOf = (sizes: readonly number[], authority_code = "X10000001"): SimilarChild[] =>
  sizes.flatMap((size, i) =>
    Array.from({ length: size }, (_, k) => ({
      first_id: 100 * i + k,
      mark: 1 + 100 * i + k,
      authority_code,
      setting_id: `X10000001|S${i}`,
      first_need: 50,
      improved: null,
      change: 0,
      years: 1,
      age: null,
      sex: null,
      plan: null,
      primary_need: null,
    })),
  );

/** Which of the settings are together. */
const together = (sizes: readonly number[]) =>
  sizes.flatMap((_, i) => {
    const children = childrenOf(sizes);
    const places = placesOf(children);
    const at = children.findIndex(({ setting_id }) => setting_id === `X10000001|S${i}`);
    return kindOf(places[at]!) === "smaller settings" ? [i] : [];
  });

describe("settings that are shown together", () => {
  it("are those of fewer than twenty children, where they are three or more", () => {
    expect(together([30, 12, 19, 20, 1])).toEqual([1, 2, 4]);
    expect(together([30, 40, 20])).toEqual([]);
  });

  it("take the next larger ones in where they are only one or two", () => {
    expect(together([30, 12, 60, 21])).toEqual([0, 1, 3]);
    expect(together([30, 12, 60, 2])).toEqual([0, 1, 3]);
  });

  it("stay one or two where an authority has no more", () => {
    expect(together([30, 12])).toEqual([0, 1]);
    expect(together([12])).toEqual([0]);
  });

  it("are taken by authority, and children without a setting are of none", () => {
    const others = childrenOf([5, 6, 7], "X10000002");
    const alone = { ...childrenOf([1])[0]!, setting_id: null };
    const places = placesOf([...childrenOf([30, 40]), ...others, alone]);
    expect(places.filter((place) => kindOf(place) === "setting")).toHaveLength(70);
    expect(new Set(places.slice(70))).toEqual(
      new Set(["smaller settings|X10000002", "no setting|X10000001"]),
    );
  });
});
