import { group } from "d3";
import { DOMAINS, type Domain } from "../../../pipelines/sample/area.ts";
import type { Sample } from "../../../pipelines/sample/sample-files.ts";
import { type Cells, goodAssessments } from "./extract.ts";

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
  const readings = goodAssessments(sample)
    .filter(({ rated_by }) => rated_by === "professional")
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
    // Whoever had been assessed before the authority began is not of the trial's population.
    if (first.day < Date.parse(sides.get(child.slice(0, 9))!.from) / 86_400_000) return [];
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

/** How each instrument is read, written here anew: how it marks need, and its fewest areas. */
const READ: Record<string, { fewest: number; of: (cells: string[]) => number | undefined }> = {
  "vsend-core": { fewest: 6, of: ([level]) => (level ? 20 * Number(level) : undefined) },
  "norfolk-indes": { fewest: 5, of: ([level]) => (level ? 20 * (Number(level) - 1) : undefined) },
  "oxfordshire-indicators": {
    fewest: 6,
    of: (statements) => {
      const answered = statements.filter((answer) => answer !== "");
      if (answered.length < 0.75 * statements.length) return undefined;
      const able = answered.filter((answer) => answer === "1").length;
      return 100 - (100 * able) / answered.length;
    },
  },
};

function needs(row: Cells): Partial<Record<Domain, number>> {
  const { fewest, of } = READ[row.instrument!]!;
  const cells = group(
    Object.entries(row).filter(([column]) => /^[a-z]{2}_(need|[1-9])$/.test(column)),
    ([column]) => column.slice(0, 2),
  );
  const known = [...cells].flatMap(([area, items]) => {
    const need = of(items.map(([, cell]) => cell));
    return need === undefined ? [] : [[area, need] as const];
  });
  const need: Partial<Record<string, number>> = Object.fromEntries(known);
  if (known.length >= fewest) {
    need.total = known.reduce((sum, [, points]) => sum + points, 0) / known.length;
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
