import { rule } from "../../warehouse/rules.ts";

/** With fewer authorities on a side than these no interval is worth printing. */
export const fewestForInterval = () => ({
  treated: rule("fewest_interval_trial_authorities"),
  comparison: rule("fewest_interval_comparison_authorities"),
});
