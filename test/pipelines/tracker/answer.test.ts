import { describe, expect, test } from "vitest";
import type { ChildReadings } from "../../../pipelines/tracker/child-readings.ts";
import { answer } from "../../../pipelines/tracker/page.ts";

const AREAS = [
  { domain: "total", title: "All areas together" },
  { domain: "cl", title: "Learning" },
  { domain: "sl", title: "Speech" },
];

function child(verdicts: Record<string, string | null>, days = ["2024-01-05", "2024-12-05"]) {
  return {
    areas: AREAS,
    points: days.map((assessed_on) => ({
      assessed_on,
      rated_by: "professional",
      domain: "cl",
      need: 40,
      readiness: null,
    })),
    changes: Object.entries(verdicts).map(([domain, verdict]) => ({
      domain,
      verdict,
      first_on: days[0],
      last_on: days.at(-1),
      change: -10,
      threshold: 20,
    })),
  } as unknown as ChildReadings;
}

describe("what the paper says of a child", () => {
  test.each<[string, ChildReadings, RegExp]>([
    ["one reading", child({}, ["2024-01-05"]), /^One professional reading so far/],
    ["no pair", child({}), /no change is worked out/],
    ["agreement unknown", child({ cl: null, total: null }), /not known how far two raters/],
    [
      "nothing reliable",
      child({ cl: "no reliable change", total: "no reliable change" }),
      /changed in no single area by more than two raters of one child would differ\.$/,
    ],
    [
      "less need",
      child({ cl: "improved", sl: "no reliable change", total: "improved" }),
      /need fell in Learning; .* together it fell by more than error too\.$/,
    ],
    [
      "more need",
      child({ cl: "no reliable change", sl: "worsened", total: "no reliable change" }),
      /need rose in Speech; elsewhere by no more than that\.$/,
    ],
    [
      "both ways",
      child({ cl: "improved", sl: "worsened", total: "no reliable change" }),
      /fell in Learning and rose in Speech/,
    ],
    [
      "only together",
      child({ cl: "no reliable change", total: "worsened" }),
      /no single area .* together it rose by more\.$/,
    ],
  ])("with %s", (_, of, said) => {
    expect(answer(of)).toMatch(said);
  });

  test("names the days it compares", () => {
    expect(answer(child({ cl: "improved", total: "improved" }))).toContain(
      "Between 5 January 2024 and 5 December 2024",
    );
  });
});
