import { detectableFrom } from "../../statistics/two-sided-power.ts";
import { rule } from "../../warehouse/rules.ts";

/** The smallest true difference that a comparison would see, by the confidence and power of rules.csv. */
export const detectableBy = (found: { se: number; df: number }): number =>
  detectableFrom(found, { level: rule("confidence_level"), power: rule("power") });
