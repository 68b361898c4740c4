import type { EvaluationAuthority } from "../../../pipelines/releases/evaluation-authorities.ts";
import type { EvaluationDesign } from "../../../pipelines/releases/evaluation-designs.ts";
import type { EvaluationExclusion } from "../../../pipelines/releases/evaluation-exclusions.ts";
import type { EvaluationOutcome } from "../../../pipelines/releases/evaluation-outcomes.ts";
import type { EvaluationPeriod } from "../../../pipelines/releases/evaluation-periods.ts";
import type { Specification } from "../../../pipelines/releases/specifications.ts";
import type { SyntheticPeriod } from "../../../pipelines/releases/synthetic-periods.ts";

/** Published tables of the comparison of authorities; a page loads those it needs. */
export interface EvaluationTables {
  outcomes: readonly EvaluationOutcome[];
  designs?: readonly EvaluationDesign[];
  periods?: readonly EvaluationPeriod[];
  authorities?: readonly EvaluationAuthority[];
  synthetic?: readonly SyntheticPeriod[];
  specifications?: readonly Specification[];
  exclusions?: readonly EvaluationExclusion[];
}

/** What a reader has chosen; `authority` is used for synthetic controls alone. */
export interface Chosen {
  evaluation: string;
  comparison: string;
  outcome: string;
  authority: string;
}

type Placed = { evaluation: string; outcome: string; comparison?: string };

const place = (row: Placed, ...more: (keyof Chosen)[]): string =>
  [row.evaluation, row.outcome, ...more.map((name) => (row as Partial<Chosen>)[name] ?? "")].join(
    "|",
  );

/** Rows by evaluation, outcome and what else is named, so that a choice is a look-up. */
export class Lookup<T extends Placed> {
  readonly #rows = new Map<string, T[]>();
  readonly #by: (keyof Chosen)[];

  constructor(rows: readonly T[] = [], ...by: (keyof Chosen)[]) {
    this.#by = by;
    for (const row of rows) {
      const key = place(row, ...by);
      const own = this.#rows.get(key);
      if (own) own.push(row);
      else this.#rows.set(key, [row]);
    }
  }

  of(chosen: Placed): readonly T[] {
    return this.#rows.get(place(chosen, ...this.#by)) ?? [];
  }
}
