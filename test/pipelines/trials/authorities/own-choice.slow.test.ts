import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleSameFunctions } from "../../../../pipelines/publish/site/same-functions.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import { outcomeEffect } from "../../../../pipelines/trials/authorities/effect.ts";
import { outcomePanel } from "../../../../pipelines/trials/authorities/outcome-panel.ts";
import {
  mostAlike,
  type OwnAnswer,
  type OwnChoice,
  ownChoice,
  type PublishedFigure,
  periodsOf,
} from "../../../../pipelines/trials/authorities/own-choice.ts";
import type { AuthorityDesign } from "../../../../pipelines/trials/designs/authority-design.ts";
import { PROJECT } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { evaluateInvented } from "../../../fixtures/invented-figures.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

type Row = Record<string, number | string | null>;

/** A double that was written as a decimal literal is off by its last bit. */
const stored = (row: Row | Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "number" ? value.toPrecision(15) : value,
    ]),
  );

describe("a registered choice, asked as one's own", () => {
  let warehouse: Warehouse;
  const [shipped] = shippedAuthorityDesigns();
  // As a page has the design: from its published text.
  const design = JSON.parse(JSON.stringify(shipped)) as AuthorityDesign;
  const published: Row[] = [];
  const figures = new Map<string, (PublishedFigure & { compared_in: string })[]>();

  beforeAll(async () => {
    warehouse = await builtWarehouse();
    await evaluateInvented(warehouse, [shipped!]);
    published.push(...(await warehouse.rows<Row>("select * from evaluation_outcomes")));
    for (const { outcome } of design.outcomes) {
      figures.set(
        outcome,
        await warehouse.rows(
          `select authority_code, period, value, compared_in from evaluation_series where outcome = '${outcome}'`,
        ),
      );
    }
  });
  afterAll(() => warehouse.close());

  const registered = (row: Row): ReturnType<typeof ownChoice> => {
    const own = figures.get(String(row.outcome))!;
    const periods = periodsOf(own);
    const isIn = ({ compared_in }: { compared_in: string }) =>
      compared_in.split(" ").includes(String(row.comparison));
    return ownChoice(design, design.outcomes.find(({ outcome }) => outcome === row.outcome)!, own, {
      authorities: [...new Set(own.filter(isIn).map((one) => one.authority_code))],
      from: periods[0]!,
      to: periods.at(-1)!,
      start: null,
    });
  };

  it("has exactly the published answer, to the last digit and word, for each outcome and comparison", () => {
    const estimated = published.filter(({ estimate }) => estimate !== null);
    expect(estimated.length).toBeGreaterThan(5);
    for (const row of estimated) {
      const found = registered(row) as OwnAnswer;
      const where = `${row.outcome}, ${row.comparison}`;
      expect(
        stored({
          estimate: found.answer.estimate,
          lower: found.answer.lower,
          upper: found.answer.upper,
          df: found.answer.df,
          p_value: found.p,
          placebo_p: found.placebo?.p ?? null,
          smallest_placebo_p: found.placebo?.smallestP ?? null,
          detectable: found.answer.detectable,
          trial_authorities: found.answer.trialAuthorities,
          comparison_authorities: found.answer.comparisonAuthorities,
          periods_before: found.before.length,
          periods_after: found.after.length,
          first_trial_period: found.firstTrialPeriod,
          grade: found.grade,
          sentence: found.sentence,
        }),
        where,
      ).toEqual(
        stored(
          Object.fromEntries(
            [
              "estimate lower upper df p_value placebo_p smallest_placebo_p detectable",
              "trial_authorities comparison_authorities periods_before periods_after",
              "first_trial_period grade sentence",
            ]
              .join(" ")
              .split(" ")
              .map((name) => [name, row[name]]),
          ),
        ),
      );
    }
  });

  it("is compared with the very authorities that the pipeline found most alike", () => {
    const compared = design.comparisons.find(({ kind }) => kind === "matched_on_the_past")!;
    for (const one of design.outcomes) {
      const own = figures.get(one.outcome)!;
      if (own.length === 0) continue;
      const periods = periodsOf(own);
      const found = mostAlike(
        ...([design, one, own] as const),
        { from: periods[0]!, to: periods.at(-1)!, start: null },
        (compared as { nearest: number }).nearest,
      );
      const chosen = own.filter((row) => row.compared_in.split(" ").includes(compared.name));
      expect([...("refused" in found ? [] : found)].sort(), one.outcome).toEqual(
        [...new Set(chosen.map((row) => row.authority_code))].sort(),
      );
    }
  });

  it("draws the published means of both sides", async () => {
    const row = published.find(({ is_primary }) => is_primary)!;
    const means = await warehouse.rows<Row>(
      `select period, is_after, trial_mean, comparison_mean from evaluation_periods
       where outcome = '${row.outcome}' and comparison = '${row.comparison}' order by period`,
    );
    const found = registered(row) as OwnAnswer;
    expect(
      found.periods.map(({ period, isAfter, trialMean, comparisonMean }) => ({
        ...{ period, is_after: isAfter, trial_mean: trialMean, comparison_mean: comparisonMean },
      })),
    ).toEqual(means);
  });

  it("is refused where the published one has no estimate, and says what to do", () => {
    const none = published.filter(({ estimate }) => estimate === null);
    for (const row of none) {
      const found = registered(row);
      if (figures.get(String(row.outcome))!.length === 0) continue;
      expect(found).toHaveProperty("refused");
      expect((found as { refused: string }).refused).toMatch(/: (choose|tick|take) /);
    }
    expect(none.length).toBeGreaterThan(0);
  });

  it("has the same answer from the module that a browser loads", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vsend-same-"));
    await bundleSameFunctions(PROJECT, folder);
    const bundle = (await import(pathToFileURL(join(folder, "same-functions.js")).href)) as {
      ownChoice: typeof ownChoice;
    };
    const row = published.find(({ is_primary }) => is_primary)!;
    const own = figures.get(String(row.outcome))!;
    const outcome = design.outcomes.find((one) => one.outcome === row.outcome)!;
    const choice = {
      authorities: own
        .filter((one, i) => one.compared_in && own[i - 1]?.authority_code !== one.authority_code)
        .map((one) => one.authority_code),
      ...{ from: "2016", to: "2021", start: "2020" },
    };
    expect(bundle.ownChoice(design, outcome, own, choice)).toEqual(
      ownChoice(design, outcome, own, choice),
    );
    rmSync(folder, { recursive: true });
  });
});

const YEARS = ["2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022"];

/** Trial authorities T0, T1 and so on whose figures fall by 2 from their start, and ten others. */
function made(trial: number, startOf: (i: number) => number = () => 2019) {
  const random = randomOf(4);
  const figures: PublishedFigure[] = Array.from({ length: trial + 10 }, (_, i) =>
    YEARS.map((period) => ({
      authority_code: i < trial ? `T${i}` : `C${i - trial}`,
      period,
      value:
        10 + random.normal() / 10 - (i < trial && Number(period) >= startOf(i) ? 2 : 0) + i / 5,
    })),
  ).flat();
  const design = {
    primary_outcome: outcome.outcome,
    trial: Array.from({ length: trial }, (_, i) => ({
      authority_code: `T${i}`,
      name: `Trial ${i}`,
      starts_on: `${startOf(i) - 1}-09-01`,
      assumed: "for the test",
    })),
  };
  return { figures, design };
}

const outcome = shippedAuthorityDesigns()[0]!.outcomes[0]!;
const OTHERS = Array.from({ length: 10 }, (_, i) => `C${i}`);
const WHOLE: OwnChoice = { authorities: OTHERS, from: "2015", to: "2022", start: null };

describe("a comparison of one's own", () => {
  const { figures, design } = made(3);
  const asked = (choice: Partial<OwnChoice>, from = figures) =>
    ownChoice(design, outcome, from, { ...WHOLE, ...choice });

  it("finds what was planted, and with three trial authorities gives no p and no verdict", () => {
    const found = asked({}) as OwnAnswer;
    expect(found.answer.estimate).toBeCloseTo(-2, 1);
    expect(found.answer.df).toBeLessThan(4);
    expect(found.p).toBeNull();
    expect(found.grade).toBe("too few to say");
    expect(found.sentence).toContain("Cannot say");
    expect(found.placebo!.p).toBeCloseTo(1 / 286, 10);
  });

  it("gives a p and a verdict where there are enough trial authorities", () => {
    const many = made(8);
    const found = ownChoice(many.design, outcome, many.figures, WHOLE) as OwnAnswer;
    expect(found.answer.df).toBeGreaterThan(4);
    expect(found.p).toBeLessThan(0.001);
    expect(found.grade).toBe("evidence of a fall");
    expect(found.sentence).not.toContain("may stand out");
    const other = { ...many.design, primary_outcome: "another" };
    expect((ownChoice(other, outcome, many.figures, WHOLE) as OwnAnswer).sentence).toContain(
      "Of several such findings one may stand out by chance.",
    );
  });

  it("reads each authority's own start where they differ, as the published estimate does", () => {
    const own = made(3, (i) => 2018 + i);
    const found = ownChoice(own.design, outcome, own.figures, WHOLE) as OwnAnswer;
    const series = [...new Set(own.figures.map((one) => one.authority_code))]
      .sort()
      .map((authority_code) => ({
        authority_code,
        isTrial: authority_code.startsWith("T"),
        values: new Map(
          own.figures.flatMap((one) =>
            one.authority_code === authority_code ? [[one.period, one.value] as const] : [],
          ),
        ),
      }));
    const starts = new Map(
      own.design.trial.map(({ authority_code, starts_on }) => [authority_code, starts_on]),
    );
    const effect = outcomeEffect(outcomePanel(outcome, "all", series, new Set(OTHERS), starts));
    expect(found.answer.estimate).toBe(effect.difference.value!.estimate);
    expect(found.placebo).toEqual(effect.difference.value!.placebo);
    expect(found.answer.estimate).toBeCloseTo(-2, 1);
  });

  it("follows the years, the start and the authorities that are chosen", () => {
    const later = asked({ start: "2021", from: "2017", authorities: OTHERS.slice(0, 5) });
    expect(later).toMatchObject({
      ...{ before: ["2017", "2018", "2019", "2020"], after: ["2021", "2022"] },
      firstTrialPeriod: "2021",
      excluded: ["2015", "2016"].map((name) => ({
        ...{ kind: "period", name, reason: "outside the years chosen, 2017 to 2022" },
      })),
      answer: { comparisonAuthorities: 5 },
    });
    // Two of the four years before then lie after the true start: half of the fall is missed.
    expect(Math.abs((later as OwnAnswer).answer.estimate! + 1)).toBeLessThan(0.15);
  });

  it("names every year, used or left out, of a description with another start", () => {
    const described = { ...outcome, descriptive: true };
    const found = ownChoice(design, described, figures, { ...WHOLE, start: "2021" }) as OwnAnswer;
    expect([found.before, found.after]).toEqual([["2020"], ["2022"]]);
    // What is drawn begins where the trial does, and not with the year that the description ends in.
    expect(found.firstTrialPeriod).toBe("2021");
    expect(found.sentence).toMatch(
      /^A description, no test: 2022 beside 2020 alone, the last year before the start\./,
    );
    expect(found.excluded.map(({ name }) => name)).toEqual([
      ...["2015", "2016", "2017", "2018", "2019", "2021"],
    ]);
    for (const choice of [{}, { start: "2021" }, { from: "2016", start: "2018" }]) {
      const { before, after, excluded } = ownChoice(design, described, figures, {
        ...{ ...WHOLE, ...choice },
      }) as OwnAnswer;
      const left = excluded.map(({ name }) => name);
      expect([...before, ...after, ...left].sort()).toEqual(YEARS);
      expect(excluded.every(({ reason }) => reason.length > 10)).toBe(true);
    }
  });

  it("takes those most alike anew for another start, and refuses without a year before", () => {
    // Alike up to 2018: C0; from 2019 on C0 is far off, and C9, far off before, is alike.
    const value = (code: string, year: number) =>
      code.startsWith("T")
        ? 10
        : code === (year < 2019 ? "C0" : "C9")
          ? 10.1
          : 30 + Number(code[1]);
    const turned = figures.map((one) => ({
      ...one,
      value: value(one.authority_code, Number(one.period)),
    }));
    const alike = (from: string, start: string | null) =>
      mostAlike(design, outcome, turned, { from, to: "2022", start }, 1);
    expect(alike("2015", null)).toEqual(["C0"]);
    expect(alike("2019", "2021")).toEqual(["C9"]);
    for (const none of [alike("2019", null), alike("2019", "2019")]) {
      expect(none).toHaveProperty(
        "refused",
        expect.stringMatching(/without a year before.*: choose/),
      );
    }
  });

  it.each<[string, Partial<OwnChoice>, RegExp]>([
    [
      "a trial authority as its own comparison",
      { authorities: [...OTHERS, "T1"] },
      /^Trial 1 is a trial authority and cannot be its own comparison: take it out/,
    ],
    [
      "an authority without figures",
      { authorities: [...OTHERS, "Z1", "Z2"] },
      /^Z1, Z2 have no published figure of this outcome: take them out/,
    ],
    [
      "too few authorities",
      { authorities: OTHERS.slice(0, 3) },
      /^At least 4 comparison authorities are needed, and 3 are chosen: tick more/,
    ],
    ["no authority", { authorities: [] }, /and 0 are chosen: tick more/],
    [
      "one authority named four times",
      { authorities: ["C1", "C1", "C1", "C1"] },
      /At least 4 comparison authorities are needed, and 1 is chosen/,
    ],
    ["years that run backwards", { from: "2020", to: "2016" }, /lies after the last.*choose/],
    ["no year before the start", { from: "2019" }, /^No year with figures lies before the start/],
    [
      "one year before the start",
      { from: "2018" },
      /^Only one year with figures lies before the start, and at least 2 must: choose an earlier/,
    ],
    [
      "no year after the start",
      { to: "2018" },
      /^No year with figures lies after the start: choose a later last year or an earlier start/,
    ],
    ["a start outside the years", { start: "2015" }, /leaves no year before it.*: choose/],
    ["a start after the years", { start: "2022", to: "2021" }, /leaves no year after it.*: choose/],
  ])("refuses %s, and says what to do", (_, choice, words) => {
    expect((asked(choice) as { refused: string }).refused).toMatch(words);
  });

  it("refuses authorities with gaps, where too few are left", () => {
    const gaps = figures.filter(
      ({ authority_code, period }) => !(period === "2017" && /^C[0-6]$/.test(authority_code)),
    );
    // Seven of ten lack a year, which then is left out; of five chosen of whom one lacks it, all stay.
    expect(asked({}, gaps)).toMatchObject({ answer: { comparisonAuthorities: 10 } });
    const other = figures.filter(
      ({ authority_code, period }) =>
        !(
          (authority_code === "C0" && period === "2016") ||
          (authority_code.startsWith("T") && authority_code !== "T0" && period === "2016")
        ),
    );
    expect(asked({}, other)).toMatchObject({
      excluded: [{ kind: "period", name: "2016" }],
    });
  });
});
