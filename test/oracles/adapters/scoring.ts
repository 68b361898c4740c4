import { mean } from "../../../pipelines/statistics/moments.ts";
import {
  type InstrumentItem,
  type ItemAnswer,
  type ScoringInstrument,
  scoreProfile,
} from "../../../pipelines/statistics/profile-score.ts";
import type { Adapter } from "./adapter.ts";

interface InstrumentFile {
  polarity: ScoringInstrument["polarity"];
  items: (Omit<InstrumentItem, "id" | "reverse"> & {
    item_id: string;
    reverse: number | boolean;
  })[];
  domains: { domain: string; weight: number }[];
  rules: { min_item_fraction: number; min_domains: number };
}

export const scoringAdapter: Adapter = (files) => {
  const file = files.json<InstrumentFile>("instrument.json");
  const instrument: ScoringInstrument = {
    polarity: file.polarity,
    items: file.items.map((item) => ({
      ...item,
      id: item.item_id,
      reverse: Boolean(item.reverse),
    })),
    domains: file.domains.map(({ domain, weight }) => ({ id: domain, weight })),
    rules: { minItemShare: file.rules.min_item_fraction, minDomains: file.rules.min_domains },
  };
  const byProfile = new Map<string, { child: string; wave: string; answers: ItemAnswer[] }>();
  for (const row of files.rows("responses.csv")) {
    const key = `${row.child_id}\0${row.wave}`;
    const profile = byProfile.get(key) ?? { child: row.child_id!, wave: row.wave!, answers: [] };
    profile.answers.push({ item: row.item_id!, response: row.response! });
    byProfile.set(key, profile);
  }
  const invalid: { child_id: string; wave: number; item_id: string; response: string }[] = [];
  const profiles = [...byProfile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, profile]) => {
      const { value } = scoreProfile(instrument, profile.answers);
      if (value === null) return [];
      const named = { child_id: profile.child, wave: Number(profile.wave) };
      for (const { item, response } of value.invalid) {
        invalid.push({ ...named, item_id: item, response });
      }
      const domains = value.domains.map(({ domain, rawProrated, ...score }) => [
        domain,
        { ...score, raw_prorated: rawProrated },
      ]);
      return {
        ...named,
        domains: Object.fromEntries(domains),
        domains_scored: value.domainsScored,
        total_pomp: value.totalPomp,
        total_need: value.totalNeed,
      };
    });
  const needs = profiles.flatMap(({ total_need }) => total_need ?? []);
  return {
    profiles,
    invalid,
    summary: {
      profiles: profiles.length,
      total_scored: needs.length,
      mean_total_need: needs.length === 0 ? null : mean(needs),
    },
  };
};
