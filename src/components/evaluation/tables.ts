import type { EvaluationAuthority } from "../../../pipelines/measures/evaluation-authorities/measure.ts";
import type { EvaluationDesign } from "../../../pipelines/measures/evaluation-designs/measure.ts";
import type { EvaluationExclusion } from "../../../pipelines/measures/evaluation-exclusions/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPeriod } from "../../../pipelines/measures/evaluation-periods/measure.ts";
import type { Specification } from "../../../pipelines/measures/specifications/measure.ts";
import type { SyntheticPeriod } from "../../../pipelines/measures/synthetic-periods/measure.ts";

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
