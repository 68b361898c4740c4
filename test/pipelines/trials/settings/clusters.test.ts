import { describe, expect, test } from "vitest";
import { type Random, randomOf } from "../../../../pipelines/sample/random.ts";
import { differenceOf } from "../../../../pipelines/trials/children/difference.ts";
import { type Cell, momentsOf } from "../../../../pipelines/trials/children/moments.ts";
import { grade, sentence } from "../../../../pipelines/trials/children/sentence.ts";
import { type ClusteredBy, inClusters } from "../../../../pipelines/trials/settings/clusters.ts";

const CHILDREN = 20;

/** Settings of some authorities of which each has an effect of its own, and no trial has any. */
function settingsOf(random: Random, authorities: readonly ("trial" | "comparison" | "both")[]) {
  return authorities.flatMap((side, a) => {
    const own = -4 + 4 * random.normal();
    return Array.from({ length: 8 }, (_, s): Cell => {
      const changes = Array.from({ length: CHILDREN }, () => 10 * random.normal());
      const mean = own + 2 * random.normal();
      const values = changes.map((change) => mean + change);
      const sum = (of: (value: number) => number) =>
        values.reduce((all, value) => all + of(value), 0);
      return {
        ...{ authority_code: `X${a}|S${s}`, instrument: "one", version: "1", n: CHILDREN },
        isTrial: side === "both" ? s % 2 === 0 : side === "trial",
        ...{ f: 0, ff: 0, fy: 0, y: sum((value) => value), yy: sum((value) => value ** 2) },
        ...{ moved: CHILDREN, as_of: "2026-08-01" },
      };
    });
  });
}

/** How often an effect is found that there is not. */
function foundIn(
  by: ClusteredBy | "no levels",
  authorities: readonly ("trial" | "comparison" | "both")[],
) {
  const repeats = 300;
  let found = 0;
  for (let i = 0; i < repeats; i++) {
    const cells = settingsOf(randomOf(5, i), authorities);
    const result = differenceOf(
      momentsOf(by === "no levels" ? cells : inClusters(cells, by), true),
    );
    if (result.value && result.value.p < 0.05) found += 1;
  }
  return found / repeats;
}

describe("settings of authorities that each have an effect of their own, and no trial that has any", () => {
  const apart = [
    ...Array.from({ length: 4 }, () => "trial" as const),
    ...Array.from({ length: 6 }, () => "comparison" as const),
  ];

  test("are found to differ by far too often where settings are the clusters", () => {
    expect(foundIn("no levels", apart)).toBeGreaterThan(0.25);
  });

  test("are so as often as promised where authorities are", () => {
    expect(foundIn("authorities", apart)).toBeLessThan(0.08);
  });

  test("and where settings are compared within their authority", () => {
    expect(foundIn("settings", ["both", "both"])).toBeLessThan(0.08);
  });
});

describe("a trial whose settings are not in the authorities of the others", () => {
  const settings = { trial: 12, comparison: 40 };
  const apart = {
    ...{ estimate: -3, lower: -5, upper: -1, df: 9, trialMean: -8, comparisonMean: -5 },
    ...{ trialAuthorities: 1, comparisonAuthorities: 3, minimumImportant: 3, settings },
  };

  test("has no verdict, however narrow its interval, and its words say why", () => {
    expect(grade(apart)).toBe("too few to say");
    const words = sentence(apart);
    expect(words).toMatch(
      /Cannot say: the trial settings are in one authority and the others in three authorities, not the same ones: too few/,
    );
    expect(words).toContain("in the 12 trial settings of one authority");
    expect(words).toContain("in the 40 comparison settings of three authorities");
  });
});
