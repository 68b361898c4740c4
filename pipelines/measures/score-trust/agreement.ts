import { group } from "d3";
import { areaRange, type Instrument } from "../../../loaders/contract/instrument.ts";
import { contributorsOf, fewestNoisy, markSql, type Noise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { ALL_ALIKE } from "../../disclosure/tells-all.ts";
import { domains, scoresTable } from "../../instruments/scoring/names.ts";
import { kappa } from "../../statistics/agreement.ts";
import { intraclassCorrelations } from "../../statistics/icc.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { meanFinding, shareFinding, TOO_FEW } from "./figures.ts";
import { type Finding, judged, type Key, noFigure } from "./threat.ts";

type Pair = Record<string, number | string | null>;

/** Who reads a child a second time to hold the first reading against a common standard. */
const MODERATOR = "moderator";

/**
 * Professional beside family, young person and moderator: which of them sees more need, and in which
 * years; per area the mean difference and quadratic weighted
 * kappa where the area is one judgement, ICC(2,1) for absolute agreement elsewhere and for the total.
 * A child counts once a view, with the two readings nearest in time.
 */
export async function agreement(warehouse: Warehouse, instrument: Instrument): Promise<Finding[]> {
  const others = [...instrument.rated_by.filter((view) => view !== "professional"), MODERATOR];
  const found: Finding[] = [];
  const noise = readNoise();
  for (const view of others) {
    const pairs = await nearestPairs(warehouse, instrument, view);
    const byAuthority = group(pairs, ({ authority_code }) => String(authority_code));
    for (const [authority, own] of byAuthority) {
      found.push(...direction(authority, view, own, noise));
      for (const domain of domains(instrument)) {
        found.push(...ofDomain(instrument, authority, view, domain, own, noise));
      }
    }
  }
  return found;
}

const nearestPairs = (warehouse: Warehouse, instrument: Instrument, view: string) =>
  warehouse.rows<Pair>(`
    select ${markSql("p.child_id")} as mark, p.authority_code, year(p.assessed_on)::varchar as year, ${domains(
      instrument,
    )
      .map((name) => `p.${name}_n as ${name}_own, v.${name}_n as ${name}_other`)
      .join(", ")}
    from ${scoresTable(instrument)} as p join ${scoresTable(instrument)} as v using (child_id)
    where p.rated_by = 'professional' and v.rated_by = ${quote(view)}
      and abs(p.assessed_on - v.assessed_on) <= ${rule(view === MODERATOR ? "moderation_most_days" : "views_days")}
    qualify row_number() over (partition by child_id order by abs(p.assessed_on - v.assessed_on), p.assessed_on, p.assessment_id, v.assessment_id) = 1
    order by p.authority_code, p.assessment_id`);

/** A child's two scores of an area, where both are known. */
const scoresIn = (pairs: readonly Pair[], domain: string) =>
  pairs.flatMap((pair) => {
    const [own, other] = [pair[`${domain}_own`], pair[`${domain}_other`]];
    return typeof own === "number" && typeof other === "number"
      ? [{ mark: Number(pair.mark), scores: [own, other] as const }]
      : [];
  });

/** How many of whom the professional sees more need in all, and how much more year by year. */
function direction(
  authority_code: string,
  view: string,
  pairs: readonly Pair[],
  noise: Noise,
): Finding[] {
  const key = (part: string) => ({
    ...{ authority_code, threat: "agreement" as const, domain: "total" },
    part,
  });
  const named = view.replace("_", " ");
  const all = scoresIn(pairs, "total");
  const more = all.filter(({ scores: [own, other] }) => own - other > 1e-9).length;
  const years = [...group(pairs, ({ year }) => String(year))].sort(([a], [b]) => (a < b ? -1 : 1));
  const byYear = years.flatMap(([year, own]) => {
    const read = scoresIn(own, "total");
    return read.length < fewestNoisy()
      ? []
      : [differenceOf(key(`${year}, professional less ${named}`), read, view, "total", noise)];
  });
  return [
    shareFinding(key(`professional sees more need than ${named}`), more, all.length, null, null),
    ...(byYear.length > 1 ? byYear : []),
  ];
}

/** The mean of what the professional says less what the other says. */
function differenceOf(
  key: Key,
  read: ReturnType<typeof scoresIn>,
  view: string,
  domain: string,
  noise: Noise,
): Finding {
  const n = read.length;
  const differences = read.map(({ scores: [own, other] }) => own - other);
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const contributors = contributorsOf(
    read.map(({ mark }, i) => ({ mark, value: differences[i]! })),
  );
  const averaged = { statistic: `professional less ${view}, ${domain}`, noise };
  const finding = meanFinding(
    key,
    { ...contributors, mean, variance },
    domain === "total",
    averaged,
  );
  return { ...finding, part_count: apartIn(read) };
}

/** Children of whom the two say different things. */
const apartIn = (read: ReturnType<typeof scoresIn>): number =>
  read.filter(({ scores: [own, other] }) => Math.abs(own - other) > 1e-9).length;

function ofDomain(
  instrument: Instrument,
  authority_code: string,
  view: string,
  domain: string,
  pairs: readonly Pair[],
  noise: Noise,
): Finding[] {
  const read = scoresIn(pairs, domain);
  const key = (what: string) => ({
    authority_code,
    threat: "agreement" as const,
    domain,
    part: `${what} ${view.replace("_", " ")}`,
  });
  const scores = read.map((one) => one.scores);
  return [
    differenceOf(key("professional less"), read, view, domain, noise),
    { ...howFar(instrument, domain, scores, key("agreement with")), part_count: apartIn(read) },
  ];
}

function howFar(
  instrument: Instrument,
  domain: string,
  read: readonly (readonly [number, number])[],
  key: Key,
): Finding {
  const area = instrument.areas.find(({ id }) => id === domain);
  const least = rule("least_agreement");
  const n = read.length;
  if (n < rule("smallest_bridge_sample")) return noFigure(key, "agreement", TOO_FEW, n);
  const level = rule("confidence_level");
  let value: { estimate: number; lower: number; upper: number } | null = null;
  if (area && !area.items) {
    const { min, max } = areaRange(instrument, area);
    const table = Array.from({ length: max - min + 1 }, () => Array(max - min + 1).fill(0));
    const place = (need: number) => Math.round((need / 100) * (max - min));
    for (const [own, other] of read) table[place(own)]![place(other)] += 1;
    const result = kappa(table, "quadratic", level).value;
    if (result)
      value = { estimate: result.kappa, lower: result.ci.lo, upper: Math.min(1, result.ci.hi) };
  } else {
    const result = intraclassCorrelations(read, { level }).value?.find(
      ({ type }) => type === "ICC2",
    );
    if (result) value = { estimate: result.icc, lower: result.ci.lo, upper: result.ci.hi };
  }
  if (!value) return noFigure(key, "agreement", ALL_ALIKE, n);
  return judged({
    ...noFigure(key, "agreement", "", n),
    ...value,
    ...{ expected: least, bound_side: "below" as const },
    reason: null,
  });
}
