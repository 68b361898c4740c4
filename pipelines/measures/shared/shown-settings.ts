import { group, rollup } from "d3";
import { rule } from "../../warehouse/rules.ts";
import type { SimilarChild } from "./similar-children.ts";

/** A setting by itself, all smaller ones of an authority, or its children without a setting. */
export type Kind = "setting" | "smaller settings" | "no setting";

/**
 * Where each child is counted, as a name: the setting of its first reading where that is large enough
 * to be shown by itself, else with the others of its authority. Of one or two smaller settings
 * together each could be known, to everyone or to the other, so the next larger ones join them until
 * they are enough; where an authority has no more, they stay too few. A child counts for the
 * authority of its first reading, wherever the setting is.
 */
export function placesOf(children: readonly SimilarChild[]): string[] {
  const placed = children.filter(({ setting_id }) => setting_id !== null);
  const smaller = new Set(
    [...group(placed, ({ authority_code }) => authority_code).values()].flatMap(smallerOf),
  );
  return children.map((child) => {
    if (child.setting_id === null) return `no setting|${child.authority_code}`;
    return smaller.has(settingKey(child))
      ? `smaller settings|${child.authority_code}`
      : `setting|${settingKey(child)}`;
  });
}

/** The settings of one authority that are not shown by themselves. */
function smallerOf(children: readonly SimilarChild[]): string[] {
  const sizes = [...rollup(children, (own) => own.length, settingKey)].sort(
    ([a, few], [b, many]) => few - many || (a < b ? -1 : 1),
  );
  const small = sizes.filter(([, size]) => size < rule("smallest_setting")).length;
  const together = small === 0 ? 0 : Math.max(small, rule("fewest_settings_together"));
  return sizes.slice(0, together).map(([key]) => key);
}

const settingKey = ({ authority_code, setting_id }: SimilarChild): string =>
  `${authority_code}|${setting_id}`;

export const kindOf = (place: string): Kind => place.split("|")[0] as Kind;
