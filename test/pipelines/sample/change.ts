import { group } from "d3";
import { AREAS, DOMAINS, type Domain } from "../../../pipelines/sample/area.ts";
import type { Sample } from "../../../pipelines/sample/sample.ts";
import { type Cells, goodRowsOf } from "./extract.ts";

export interface Changed {
  authority: string;
  isTrial: boolean;
  change: Partial<Record<Domain, number>>;
}

/** Change of every child with a pair of readings, worked out from the written rows alone. */
export function changes(sample: Sample): Changed[] {
  const { authorities } = sample.truth;
  const starts = authorities.flatMap(({ starts_on }) => starts_on ?? []).sort();
  const sides = new Map(
    authorities.map(({ authority_code, role, starts_on }) => [
      authority_code,
      { isTrial: role === "trial", from: starts_on ?? starts[0]! },
    ]),
  );
  const readings = goodRowsOf(sample, "assessments.csv")
    .filter(({ rated_by }) => rated_by === "professional")
    .filter(({ authority_code, assessed_on }) => assessed_on! >= sides.get(authority_code!)!.from)
    .map((row) => ({
      ...row,
      day: Date.parse(row.assessed_on!) / 86_400_000,
      need: needs(row),
      child: `${row.authority_code} ${row.child_id}`,
    }))
    .filter(({ need }) => need.total !== undefined);
  const byChild = group(readings, ({ child }) => child);
  return [...byChild].flatMap(([child, unordered]) => {
    const ordered = unordered.toSorted((a, b) => a.day - b.day);
    const first = ordered[0]!;
    const last = ordered.findLast(({ day }) => day - first.day >= 90 && day - first.day <= 550);
    if (!last) return [];
    const authority = child.slice(0, 9);
    const change: Changed["change"] = {};
    for (const domain of DOMAINS) {
      const [from, to] = [first.need[domain], last.need[domain]];
      if (from !== undefined && to !== undefined) change[domain] = to - from;
    }
    return [{ authority, isTrial: sides.get(authority)!.isTrial, change }];
  });
}

function needs(row: Cells): Partial<Record<Domain, number>> {
  const answered = AREAS.filter((area) => row[`${area}_need`] !== "");
  const need: Partial<Record<Domain, number>> = Object.fromEntries(
    answered.map((area) => [area, 20 * Number(row[`${area}_need`])]),
  );
  if (answered.length >= 6) {
    need.total = answered.reduce((sum, area) => sum + need[area]!, 0) / answered.length;
  }
  return need;
}

/** Difference of the mean changes of the two sides, authorities counting alike, and its error. */
export function difference(pairs: readonly Changed[], domain: Domain) {
  const known = pairs.filter(({ change }) => change[domain] !== undefined);
  const side = (isTrial: boolean) => {
    const groups = group(
      known.filter((pair) => pair.isTrial === isTrial),
      ({ authority }) => authority,
    );
    return [...groups.values()].map((members) =>
      mean(members.map(({ change }) => change[domain]!)),
    );
  };
  const [trial, comparison] = [side(true), side(false)];
  return {
    estimate: mean(trial) - mean(comparison),
    stdError: Math.sqrt(variance(trial) / trial.length + variance(comparison) / comparison.length),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
};
