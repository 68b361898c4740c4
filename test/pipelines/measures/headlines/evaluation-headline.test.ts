import { expect, test } from "vitest";
import { evaluationHeadline } from "../../../../pipelines/measures/headlines/evaluation-headline.ts";

const ROW = {
  ...{ is_primary: true, title: "Pupils with an EHC plan in the area’s schools" },
  ...{ comparison_title: "Their statistical neighbours", unit: "per cent of pupils" },
  ...{ scale: "level", better: "lower", grade: "too few to say", sentence: "The long one." },
  ...{ estimate: -0.01, trial_before: 2.5, trial_after: 3.9 },
};

const YEARS = [2016, 2017, 2018, 2019, 2020, 2021].map((year) => ({
  ...{ period: String(year), is_after: year > 2019 },
}));

const shortOf = async (changed: object) =>
  (
    await evaluationHeadline((async ({ name }: { name: string }) =>
      name === "evaluation-periods" ? YEARS : [{ ...ROW, ...changed }]) as never)
  ).short;

test("the headline says what the trial did and beside whom, never that these are like it", async () => {
  expect(await shortOf({})).toBe(
    "Pupils with an EHC plan in the area’s schools rose from 2.5% (2016–2019) to 3.9% (2020–2021) in the trial; too few to judge.",
  );
  expect(await shortOf({ title: "Plans", estimate: -0.7 })).toBe(
    "Plans rose from 2.5% (2016–2019) to 3.9% (2020–2021) in the trial, 0.7 percentage points less than had they followed statistical neighbours; too few to judge.",
  );
  expect(await shortOf({ title: "Plans", grade: "no evidence either way" })).toBe(
    "Plans rose from 2.5% (2016–2019) to 3.9% (2020–2021) in the trial; no difference from their statistical neighbours was seen, small ones could go unseen.",
  );
  expect(await shortOf({ estimate: -0.7 })).toBe(
    "Pupils with an EHC plan in the area’s schools: 0.7 percentage points less in 2020–2021 than had they followed statistical neighbours; too few to judge.",
  );
  for (const estimate of [0, 0.7, -0.7])
    expect(await shortOf({ estimate })).not.toMatch(/others like|as in/);
});
