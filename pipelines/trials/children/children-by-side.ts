import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { pairSql } from "../../instruments/scoring/pair-sql.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Arms, armsOf, type Evaluation } from "../designs/designs.ts";

const sidesOf = ({ trial, comparisonAuthorities }: Arms) => [
  ...trial.map((row) => ({ ...row, side: "trial" })),
  ...comparisonAuthorities.map((row) => ({ ...row, side: "comparison" })),
];

/**
 * Fills the temporary table `paired`: one row per child, rater view and day from which readings
 * count, of every authority of a design. Its comparisons share authorities, so children are paired
 * once for all of them; an authority that counts from two days is paired for each. A child is of one
 * authority, which its pseudonym is made of. A pair is of one
 * version of one instrument; a child with pairs of several counts with the earliest.
 */
export async function pairDesign(
  warehouse: Warehouse,
  design: Evaluation,
  known: readonly Instrument[],
): Promise<void> {
  const starts = new Set(
    armsOf(design)
      .flatMap(sidesOf)
      .map(
        ({ authority_code, starts_on }) => `(${quote(authority_code)}, date ${quote(starts_on)})`,
      ),
  );
  const named = ({ instrument, version }: Instrument) =>
    `${quote(instrument)} as instrument, ${quote(version)} as version`;
  const read: Instrument[] = [];
  for (const instrument of known) {
    const { has } = await warehouse.one<{ has: boolean }>(
      `select exists (select 1 from ${scoresTable(instrument)}) as has`,
    );
    if (has) read.push(instrument);
  }
  const instruments = read.length > 0 ? read : known;
  // With one instrument, as most warehouses have, no child has two pairs to choose from.
  const choose =
    read.length > 1
      ? "qualify row_number() over (partition by child_id, starts_on order by first_on, instrument, version) = 1"
      : "";
  const parts = instruments.flatMap((instrument, i) => [
    `select ${named(instrument)}, * from ${pairsTable(instrument)} join starts using (authority_code)
    where rated_by = 'professional' and first_on >= starts_on`,
    `select ${named(instrument)}, * from (${pairSql(instrument, { startsFrom: `early_${i}` })})`,
  ]);
  await warehouse.run(`
    create or replace temp table starts as
    select * from (values ${[...starts].join(", ")}) as starts(authority_code, starts_on);
    ${instruments.map((instrument, i) => earlySql(instrument, `early_${i}`)).join("\n    ")}
    create or replace temp table paired as
    select pairs.*, sex, plan, primary_need, birth_month, assessed_on
    from (
      select * from (${parts.join("\n    union all by name\n")})
      ${choose}
    ) as pairs join assessments on assessment_id = first_id`);
}

/** Children read before the day from which readings count: the pairs of all others stand as they are. */
const earlySql = (instrument: Instrument, name: string): string => `
    create or replace temp table ${name} as
    select distinct child_id, rated_by, starts_on
    from ${scoresTable(instrument)} join starts using (authority_code)
    where rated_by = 'professional' and total_n is not null and assessed_on < starts_on;`;

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
