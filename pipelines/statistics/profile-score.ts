import { found, type Result, refused } from "./result.ts";

export interface InstrumentItem {
  id: string;
  domain: string;
  min: number;
  max: number;
  reverse: boolean;
  weight: number;
}

export interface ScoringInstrument {
  polarity: "higher_is_more_need" | "higher_is_strength";
  items: readonly InstrumentItem[];
  domains: readonly { id: string; weight: number }[];
  /** Share of a domain's applicable items that must be answered, and domains a total must have. */
  rules: { minItemShare: number; minDomains: number };
}

/** A whole number as text; `""` is missing and `"na"` not applicable to this child. */
export interface ItemAnswer {
  item: string;
  response: string;
}

export interface DomainScore {
  domain: string;
  applicable: number;
  answered: number;
  status: "complete" | "prorated" | "insufficient" | "not_applicable";
  /** Percentage of the maximum possible, 0 to 100, in the direction of the items. */
  pomp: number | null;
  /** In raw points: the mean unit score spread over every applicable item. */
  rawProrated: number | null;
}

export interface ProfileScore {
  domains: DomainScore[];
  domainsScored: number;
  totalPomp: number | null;
  /** 0 to 100, more is more need whatever the instrument's polarity. */
  totalNeed: number | null;
  /** Of the applicable items, those answered; null when none applies. */
  completeness: number | null;
  /** Domain of most need. Biased upward by noise, so never a measure of change. */
  peakDomain: string | null;
  /** Answers outside their item's range or not whole numbers: scored as missing. */
  invalid: ItemAnswer[];
  /** Answers to items the instrument does not have. */
  unknown: ItemAnswer[];
}

// A share of items just met must not fail by the rounding of a division.
const shareSlack = 1e-12;

/**
 * One profile scored by domain and in total as percentage of maximum possible (Cohen et al. 1999),
 * missing items filled by the mean of the domain's answered ones and missing domains left out of
 * the total, never counted as 0. Refuses an item answered twice and a broken instrument.
 */
export function scoreProfile(
  instrument: ScoringInstrument,
  answers: readonly ItemAnswer[],
): Result<ProfileScore> {
  if (!isWellDefined(instrument)) return refused("invalid_definition");
  const responses = new Map(answers.map(({ item, response }) => [item, response]));
  if (responses.size !== answers.length) return refused("duplicate_answer");
  const known = new Set(instrument.items.map(({ id }) => id));
  const invalid: ItemAnswer[] = [];
  const domains = instrument.domains.map(({ id }) => {
    const items = instrument.items.filter((item) => item.domain === id);
    return scoreDomain(id, items, responses, instrument.rules.minItemShare, invalid);
  });
  const scored = domains.flatMap(({ domain, pomp }, i) =>
    pomp === null ? [] : [{ domain, pomp, weight: instrument.domains[i]!.weight }],
  );
  const weight = scored.reduce((sum, domain) => sum + domain.weight, 0);
  const enough = scored.length >= instrument.rules.minDomains && weight > 0;
  const totalPomp = enough
    ? scored.reduce((sum, domain) => sum + domain.weight * domain.pomp, 0) / weight
    : null;
  const need = (pomp: number) => (instrument.polarity === "higher_is_strength" ? 100 - pomp : pomp);
  const ordered = [...scored].sort((a, b) => need(b.pomp) - need(a.pomp));
  const applicable = domains.reduce((sum, domain) => sum + domain.applicable, 0);
  const answered = domains.reduce((sum, domain) => sum + domain.answered, 0);
  return found({
    domains,
    domainsScored: scored.length,
    totalPomp,
    totalNeed: totalPomp === null ? null : need(totalPomp),
    completeness: applicable === 0 ? null : answered / applicable,
    peakDomain: ordered[0]?.domain ?? null,
    invalid,
    unknown: answers.filter(({ item }) => !known.has(item)),
  });
}

function scoreDomain(
  domain: string,
  items: readonly InstrumentItem[],
  responses: ReadonlyMap<string, string>,
  minItemShare: number,
  invalid: ItemAnswer[],
): DomainScore {
  const applicable = items.filter(({ id }) => responses.get(id) !== "na");
  let answered = 0;
  let weight = 0;
  let weighted = 0;
  for (const item of applicable) {
    const response = responses.get(item.id) ?? "";
    if (response === "") continue;
    const value = /^-?\d+$/.test(response) ? Number(response) : Number.NaN;
    if (!(value >= item.min && value <= item.max)) {
      invalid.push({ item: item.id, response });
      continue;
    }
    const keyed = item.reverse ? item.min + item.max - value : value;
    answered += 1;
    weight += item.weight;
    weighted += item.weight * ((keyed - item.min) / (item.max - item.min));
  }
  const counts = { domain, applicable: applicable.length, answered };
  const none = { pomp: null, rawProrated: null };
  if (applicable.length === 0) return { ...counts, status: "not_applicable", ...none };
  const isEnough = answered / applicable.length >= minItemShare - shareSlack;
  if (!isEnough || !(weight > 0)) return { ...counts, status: "insufficient", ...none };
  const unit = weighted / weight;
  return {
    ...counts,
    status: answered === applicable.length ? "complete" : "prorated",
    pomp: 100 * unit,
    rawProrated: applicable.reduce((sum, { min, max }) => sum + min + unit * (max - min), 0),
  };
}

function isWellDefined({ items, domains }: ScoringInstrument): boolean {
  const named = new Set(domains.map(({ id }) => id));
  return (
    new Set(items.map(({ id }) => id)).size === items.length &&
    named.size === domains.length &&
    items.every(({ domain, min, max, weight }) => named.has(domain) && max > min && weight >= 0) &&
    domains.every(({ weight }) => weight >= 0)
  );
}
