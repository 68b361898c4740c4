import type { Random } from "./random.ts";
import { isIndependent, isSpecial, type SettingType } from "./setting.ts";

export type Category = "place" | "top_up" | "support" | "therapy" | "transport" | "other";

/** Pounds of 2024-25 for a whole year. */
export type Prices = Partial<Record<Category, number>>;

/** A log-normal price: half of children cost less than the median; the spread is on the log scale. */
interface Price {
  median: number;
  spread: number;
}

/**
 * Priors from published unit costs: mainstream top-up mean 8,662, median 7,890; state special about
 * 17,000 above the place; independent special median 50,000, mean 70,353 (Lincolnshire 2022-23).
 */
const FEES: Readonly<Record<SettingType, { place?: number; fee?: Price; as?: Category }>> = {
  mainstream: { fee: { median: 7_890, spread: 0.43 } },
  resourced_provision: { place: 6_000, fee: { median: 8_600, spread: 0.4 } },
  sen_unit: { place: 6_000, fee: { median: 9_200, spread: 0.4 } },
  alternative_provision: { place: 10_000, fee: { median: 8_500, spread: 0.4 } },
  state_special: { place: 10_000, fee: { median: 11_500, spread: 0.38 } },
  non_maintained_special: { place: 10_000, fee: { median: 36_000, spread: 0.5 } },
  independent_special: { fee: { median: 50_000, spread: 0.76 } },
  residential_38_51: { fee: { median: 98_000, spread: 0.3 } },
  residential_52: { fee: { median: 172_000, spread: 0.22 } },
  independent_mainstream: { fee: { median: 17_000, spread: 0.2 } },
  further_education: { place: 6_000, fee: { median: 5_600, spread: 0.6 } },
  early_years: { fee: { median: 3_200, spread: 0.5 } },
  elsewhere: { fee: { median: 14_000, spread: 0.8 }, as: "other" },
  elective_home_education: {},
  awaiting: { fee: { median: 7_500, spread: 0.6 }, as: "other" },
};

const draw = ({ median, spread }: Price, chance: Random): number =>
  median * Math.exp(spread * chance.normal());

/** The yearly prices of one placement of a child with an EHC plan. */
export function pricesOf(type: SettingType, chance: Random): Prices {
  const { place, fee, as = "top_up" } = FEES[type];
  const prices: Prices = {};
  if (place) prices.place = place;
  if (fee) prices[as] = draw(fee, chance);
  if (chance.chance(therapyShare(type))) {
    prices.therapy = draw({ median: 2_100, spread: 0.5 }, chance);
  }
  const { share, price } = transport(type);
  if (chance.chance(share)) prices.transport = draw(price, chance);
  return prices;
}

/** The yearly price of SEN support that the authority pays for, for one child in five. */
export const supportPrice = (chance: Random): Prices =>
  chance.chance(0.2) ? { support: draw({ median: 2_600, spread: 0.5 }, chance) } : {};

const therapyShare = (type: SettingType): number =>
  type === "mainstream" ? 0.08 : type === "state_special" ? 0.1 : type === "elsewhere" ? 0.2 : 0.04;

function transport(type: SettingType): { share: number; price: Price } {
  if (isIndependent(type)) return { share: 0.72, price: { median: 10_500, spread: 0.6 } };
  if (isSpecial(type)) return { share: 0.55, price: { median: 6_800, spread: 0.5 } };
  if (type === "alternative_provision")
    return { share: 0.4, price: { median: 5_500, spread: 0.5 } };
  if (type === "further_education") return { share: 0.15, price: { median: 4_200, spread: 0.5 } };
  if (type === "mainstream") return { share: 0.05, price: { median: 4_600, spread: 0.5 } };
  if (type === "resourced_provision" || type === "sen_unit") {
    return { share: 0.3, price: { median: 5_000, spread: 0.5 } };
  }
  return { share: 0, price: { median: 1, spread: 0 } };
}
