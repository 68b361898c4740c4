import type { Instrument } from "../../loaders/contract/instrument.ts";
import { quote } from "../load/verdict.ts";
import { pairSql } from "../scoring/pair-sql.ts";
import type { Warehouse } from "../warehouse.ts";
import { type Arms, armsOf, type Evaluation } from "./design.ts";

const sidesOf = ({ trial, comparisonAuthorities }: Arms) => [
  ...trial.map((row) => ({ ...row, side: "trial" })),
  ...comparisonAuthorities.map((row) => ({ ...row, side: "comparison" })),
];

/**
 * Fills the temporary table `paired`: one row per child, rater view and day from which readings
 * count, of every authority of a design. Its comparisons share authorities, so children are paired
 * once for all of them; an authority that counts from two days is paired for each. A pair is of one
 * version of one instrument; a child with pairs of several counts with the earliest.
 */
export async function pairDesign(
  warehouse: Warehouse,
  design: Evaluation,
  instruments: readonly Instrument[],
): Promise<void> {
  const starts = new Set(
    armsOf(design)
      .flatMap(sidesOf)
      .map(
        ({ authority_code, starts_on }) => `(${quote(authority_code)}, date ${quote(starts_on)})`,
      ),
  );
  const pairs = instruments.map(
    (
      instrument,
    ) => `select ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version, *
    from (${pairSql(instrument, { startsFrom: "starts" })}) where rated_by = 'professional'`,
  );
  await warehouse.run(`
    create or replace temp table starts as
    select * from (values ${[...starts].join(", ")}) as starts(authority_code, starts_on);
    create or replace temp table paired as
    select pairs.*, sex, plan, primary_need, birth_month, assessed_on
    from (
      select * from (${pairs.join("\n    union all by name\n")})
      qualify row_number() over (partition by child_id, starts_on order by first_on, instrument, version) = 1
    ) as pairs join assessments on assessment_id = first_id`);
}

/** Fills `sides` with the authorities of one comparison, and `evaluated` with their pairs. */
export async function takeSides(warehouse: Warehouse, arms: Arms): Promise<void> {
  const values = sidesOf(arms).map(
    ({ authority_code, starts_on, side }) =>
      `(${quote(authority_code)}, date ${quote(starts_on)}, ${quote(side)})`,
  );
  await warehouse.run(`
    create or replace temp table sides as
    select * from (values ${values.join(", ")}) as sides(authority_code, starts_on, side);
    create or replace temp view evaluated as
    select paired.*, side from paired join sides using (authority_code, starts_on)`);
}
