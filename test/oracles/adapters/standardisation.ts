import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  directRate,
  gammaInterval,
  poissonLimits,
  type Stratum,
  standardisedRatio,
} from "../../../pipelines/statistics/standardisation.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  multiplier: number;
  confidence: [number, number];
}

export const standardisationAdapter: Adapter = (files) => {
  const { multiplier, confidence } = files.json<Params>("params.json");
  const reference = files.rows("reference_rates.csv");
  const rates = reference.map((row) => number(row, "ref_n") / number(row, "ref_pop"));
  const total = (column: string) => reference.reduce((sum, row) => sum + number(row, column), 0);
  const overall = total("ref_n") / total("ref_pop");
  const cells = files.rows("cells.csv");
  const areas = [...new Set(cells.map(({ area }) => area!))].sort();
  const strataOf = (area: string) =>
    reference.map(({ age_band }) => cells.find((c) => c.area === area && c.age_band === age_band)!);
  const key = (level: number) => `${(100 * level).toFixed(1).replace(".", "_")}cl`;
  const label = confidence.map((level) => `${Number((100 * level).toFixed(1))}%`).join(", ");
  const bounds = (at: (level: number) => { lo: number; hi: number } | null) =>
    Object.fromEntries(
      confidence.flatMap((level) => [
        [`lower${key(level)}`, at(level)?.lo ?? null],
        [`upper${key(level)}`, at(level)?.hi ?? null],
      ]),
    );
  const dsr = [];
  const isr = [];
  const smr = [];
  const detail = [];
  for (const area of areas) {
    const rows = strataOf(area);
    const strata: Stratum[] = rows.map((row) => ({
      events: number(row, "n"),
      population: number(row, "pop"),
    }));
    const standard = rows.map((row) => number(row, "stdpop"));
    const direct = (level: number) => directRate(strata, standard, { level }).value;
    const indirect = (level: number) => expectValue(standardisedRatio(strata, rates, { level }));
    const { observed, expected, ratio, method } = indirect(0.95);
    const population = strata.reduce((sum, s) => sum + s.population, 0);
    const scaled = (factor: number, ci?: { lo: number; hi: number }) =>
      ci ? { lo: ci.lo * factor, hi: ci.hi * factor } : null;
    const rate = direct(0.95)?.rate;
    dsr.push({
      area,
      total_count: observed,
      total_pop: population,
      value: rate === undefined ? null : rate * multiplier,
      ...bounds((level) => scaled(multiplier, direct(level)?.ci)),
      confidence: label,
      statistic: rate === undefined ? "dsr NA for total count < 10" : `dsr per ${multiplier}`,
      method: "Dobson",
    });
    isr.push({
      area,
      observed,
      expected,
      ref_rate: overall * multiplier,
      value: ratio * overall * multiplier,
      ...bounds((level) => scaled(overall * multiplier, indirect(level).ci)),
      confidence: label,
      statistic: `indirectly standardised rate per ${multiplier}`,
      method,
    });
    smr.push({
      area,
      observed,
      expected,
      value: ratio,
      ...bounds((level) => indirect(level).ci),
      confidence: label,
      statistic: "indirectly standardised ratio x 1",
      method,
    });
    const exact = poissonLimits(observed, 0.95, "Exact");
    const byar = poissonLimits(observed, 0.95, "Byars");
    const anySize = directRate(strata, standard, { minimum: 1 }).value;
    const gamma = anySize === null ? null : gammaInterval(anySize);
    const crude = (observed / population) * multiplier;
    detail.push([
      area,
      {
        observed,
        expected,
        smr: ratio,
        exact95: [exact.lo / expected, exact.hi / expected],
        byar95: observed === 0 ? null : [byar.lo / expected, byar.hi / expected],
        crude_rate: crude,
        ageadjust_direct: {
          "crude.rate": crude,
          "adj.rate": (anySize?.rate ?? 0) * multiplier,
          lci: gamma === null ? null : gamma.lo * multiplier,
          uci: gamma === null ? null : gamma.hi * multiplier,
        },
      },
    ] as const);
  }
  return { dsr, isr, smr, detail: Object.fromEntries(detail) };
};
