import { rollup } from "d3";
import { rule } from "../../warehouse/rules.ts";
import type { SimilarChild } from "./similar-children.ts";

/** A setting by itself, all smaller ones of an authority, or its children without a setting. */
export type Kind = "setting" | "smaller settings" | "no setting";

/**
 * Where each child is counted, as a name: the setting of its first reading where that is large enough
 * to be shown by itself, else with the others of its authority. A child counts for the authority of
 * its first reading, wherever the setting is.
 */
export function placesOf(children: readonly SimilarChild[]): string[] {
  const sizes = rollup(children, (own) => own.length, settingKey);
  return children.map((child) => {
    if (child.setting_id === null) return `no setting|${child.authority_code}`;
    return sizes.get(settingKey(child))! >= rule("smallest_setting")
      ? `setting|${settingKey(child)}`
      : `smaller settings|${child.authority_code}`;
  });
}

const settingKey = ({ authority_code, setting_id }: SimilarChild): string =>
  `${authority_code}|${setting_id}`;

export const kindOf = (place: string): Kind => place.split("|")[0] as Kind;
