import type { MatchedCosts } from "../../pipelines/measures/matched-costs/measure.ts";
import type { NeedAndCost } from "../../pipelines/measures/need-and-cost/measure.ts";
import { ask, controls, councilsOf } from "./choices.js";
import { liveParts } from "./live.js";
import { matchedCosts, needAndCost } from "./need-and-cost.js";
import { nothingYet } from "./page-parts.js";

/** Children of like need: where they are placed, what it costs, and beside matches, of one council or all. */
export function likeNeed(
  needs: readonly NeedAndCost[],
  matched: readonly MatchedCosts[],
): HTMLElement {
  if (needs.length === 0)
    return nothingYet(
      "It needs extracts of assessments, placements and spend of the same children.",
      "npx vsend run PATH",
    );
  const { fields, chosen } = ask([
    {
      name: "council",
      label: "Council",
      choices: () => councilsOf(needs),
    },
  ]);
  type Now = ReturnType<typeof chosen>;
  const key = ({ council }: Now) => council;
  const of = <T extends { authority_code: string }>(rows: readonly T[], { council }: Now) =>
    rows.filter((row) => row.authority_code === council);
  const nameOf = ({ council }: Now) =>
    needs.find((row) => row.authority_code === council)?.authority_name ?? "";
  return liveParts(chosen, [
    controls(fields.council),
    {
      key,
      draw: (now, width) =>
        needAndCost(of(needs, now), {
          width,
          title: `Where children of like need are placed, and what it costs: ${nameOf(now)}`,
        }),
    },
    {
      key,
      draw: (now, width) =>
        matchedCosts(of(matched, now), {
          width,
          title: `Beside children of like profile in mainstream: ${nameOf(now)}`,
        }),
    },
  ]);
}
