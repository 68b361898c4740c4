import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assessments } from "../../../../loaders/assessments.ts";
import {
  assessmentTable,
  type Instrument,
  instrumentSchema,
} from "../../../../loaders/contract/instrument.ts";
import { itemsOf } from "../../../../loaders/contract/instrument-items.ts";
import { scoresTable } from "../../../../pipelines/instruments/scoring/names.ts";
import {
  assessmentScoresSql,
  scoreSql,
} from "../../../../pipelines/instruments/scoring/score-sql.ts";
import { createTables } from "../../../../pipelines/load/commit/load-file.ts";
import { scoreProfile } from "../../../../pipelines/statistics/profile-score.ts";
import { identifierSql } from "../../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";

const scaleOf = (min: number, max: number) =>
  Array.from({ length: max - min + 1 }, (_, i) => ({ level: min + i, label: `level ${min + i}` }));

const anyScale = fc.constantFrom(scaleOf(0, 1), scaleOf(0, 5), scaleOf(1, 5), scaleOf(-2, 2));
const anyWeight = fc.constantFrom(1, 1, 2, 0.5);
const anyArea = fc.record({
  weight: anyWeight,
  scale: fc.option(anyScale, { nil: undefined }),
  items: fc.option(
    fc.array(
      fc.record({
        weight: anyWeight,
        reverse: fc.boolean(),
        scale: fc.option(anyScale, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    { nil: undefined },
  ),
});

let named = 0;
const anyInstrument = fc
  .record({
    polarity: fc.constantFrom("higher_is_more_need", "higher_is_more_strength"),
    scale: anyScale,
    areas: fc.array(anyArea, { minLength: 1, maxLength: 5 }),
    fewest: fc.integer({ min: 1, max: 5 }),
    share: fc.constantFrom(0.5, 0.75, 1),
  })
  .map(({ areas, fewest, share, ...rest }) =>
    instrumentSchema.parse({
      ...rest,
      instrument: `made-up-${++named}`,
      version: "1",
      title: "Made up",
      source: "this test",
      effective_from: "2020-01-01",
      areas: areas.map((area, i) => ({
        ...area,
        id: `a${i}`,
        title: `Area ${i}`,
        short: `Area ${i}`,
        broad_area: "semh",
        sen2_needs: [],
        items: area.items?.map((item, j) => ({ ...item, id: `a${i}_${j}`, title: "An item" })),
      })),
      completeness: { fewest_areas: Math.min(fewest, areas.length), fewest_item_share: share },
      readiness: { setting: false, family: false },
      rated_by: ["professional"],
    }),
  );

type Answers = Record<string, number | null>;
const anyAnswers = (instrument: Instrument) => {
  const items = instrument.areas.flatMap((area) => itemsOf(instrument, area));
  const cells = items.map(({ column, min, max }) => [
    column,
    fc.option(fc.integer({ min, max }), { freq: 3 }),
  ]);
  return fc.array(fc.record(Object.fromEntries(cells)) as fc.Arbitrary<Answers>, {
    minLength: 1,
    maxLength: 4,
  });
};

interface Score {
  [column: string]: string | number | boolean | null;
  domain: string;
  need: number | null;
  raw: number | null;
  is_complete: boolean;
}

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse(":memory:");
});
afterAll(() => warehouse.close());

/** Scores of each child, by the SQL. */
async function scored(instrument: Instrument, children: readonly Answers[]): Promise<Score[][]> {
  await createTables(warehouse, [assessments(instrument)]);
  for (const [n, answers] of children.entries()) {
    const cells = Object.entries(answers).map(
      ([column, answer]) => `${answer} as ${identifierSql(column)}`,
    );
    await warehouse.run(
      `insert into ${assessmentTable(instrument)} by name select 0 as load_id, ${n} as source_row, ${cells.join(", ")}`,
    );
  }
  await warehouse.run(`create table ${scoresTable(instrument)} as ${scoreSql(instrument)}`);
  const rows = await warehouse.rows<Score>(
    `select assessment_id as n, domain, need, raw, is_complete from (${assessmentScoresSql([instrument])})`,
  );
  return children.map((_, n) => rows.filter((row) => row.n === n));
}

/** The same by the pure function. */
function expected(instrument: Instrument, answers: Answers) {
  const { value } = scoreProfile(
    {
      polarity:
        instrument.polarity === "higher_is_more_need"
          ? "higher_is_more_need"
          : "higher_is_strength",
      items: instrument.areas.flatMap((area) =>
        itemsOf(instrument, area).map((item) => ({ ...item, id: item.column, domain: area.id })),
      ),
      domains: instrument.areas.map(({ id, weight }) => ({ id, weight })),
      rules: {
        minItemShare: instrument.completeness.fewest_item_share!,
        minDomains: instrument.completeness.fewest_areas,
      },
    },
    Object.entries(answers).map(([item, answer]) => ({ item, response: String(answer ?? "") })),
  );
  return value!;
}

const close = (actual: number | null, wanted: number | null, what: string) => {
  if (wanted === null) expect(actual, what).toBeNull();
  else expect(actual, what).toBeCloseTo(wanted, 9);
};

describe("the SQL of any instrument", () => {
  test("gives the area needs, raw points and totals of the published scoring rule, missing items and all", async () => {
    const anyCase = anyInstrument.chain((instrument) =>
      fc.tuple(fc.constant(instrument), anyAnswers(instrument)),
    );
    await fc.assert(
      fc.asyncProperty(anyCase, async ([drawn, children]) => {
        const instrument = { ...drawn, instrument: `made-up-${++named}` };
        const scores = await scored(instrument, children);
        for (const [n, answers] of children.entries()) {
          const { domains, totalNeed } = expected(instrument, answers);
          const of = (domain: string) => scores[n]!.find((score) => score.domain === domain)!;
          const isStrength = instrument.polarity === "higher_is_more_strength";
          for (const { domain, pomp, rawProrated } of domains) {
            close(of(domain).need, pomp !== null && isStrength ? 100 - pomp : pomp, domain);
            close(of(domain).raw, rawProrated, `${domain} raw`);
            expect(of(domain).is_complete).toBe(pomp !== null);
          }
          close(of("total").need, totalNeed, "total");
          expect(of("total").is_complete).toBe(totalNeed !== null);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("turned round in polarity gives a hundred less each need, and the same raw points", async () => {
    const anyCase = anyInstrument.chain((instrument) =>
      fc.tuple(fc.constant(instrument), anyAnswers(instrument)),
    );
    await fc.assert(
      fc.asyncProperty(anyCase, async ([drawn, children]) => {
        const items = {
          ...drawn,
          areas: drawn.areas.map((area) => ({ ...area, items: undefined })),
        };
        const [need, strength] = (["higher_is_more_need", "higher_is_more_strength"] as const).map(
          (polarity) => ({
            ...drawn,
            polarity,
            instrument: `made-up-${++named}`,
            areas: items.areas,
          }),
        );
        const renamed = (to: Instrument, answers: Answers): Answers => {
          const source = drawn.areas.flatMap((area) => itemsOf(drawn, area)[0]!.column);
          const target = to.areas.flatMap((area) => itemsOf(to, area)[0]!);
          return Object.fromEntries(
            target.map(({ column, min, max }, i) => {
              const answer = answers[source[i]!] ?? null;
              return [column, answer === null ? null : Math.max(min, Math.min(max, answer))];
            }),
          );
        };
        const straight = await scored(
          need!,
          children.map((answers) => renamed(need!, answers)),
        );
        const turned = await scored(
          strength!,
          children.map((answers) => renamed(strength!, answers)),
        );
        for (const [n, scores] of straight.entries()) {
          for (const { domain, need: points, raw } of scores) {
            const other = turned[n]!.find((score) => score.domain === domain)!;
            close(other.need, points === null ? null : 100 - points, domain);
            close(other.raw, raw, `${domain} raw`);
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});
