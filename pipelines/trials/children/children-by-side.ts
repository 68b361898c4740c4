import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { pairSql } from "../../instruments/scoring/pair-sql.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Arms, armsOf, type Evaluation, sidedOf, sidesSql } from "../designs/designs.ts";

/**
 * Fills the temporary table `paired`: one row per child, rater view and day from which readings
 * count, of every authority of a design. Its comparisons share authorities, so children are paired
 * once for all of them; an authority that counts from two days is paired for each. A child is of one
 * authority, which its pseudonym is made of. A pair is of one
 * version of one instrument; a child with pairs of several counts with the earliest. `is_first` says
 * that no professional had assessed the child completely, with any instrument, before that day.
 */
export async function pairDesign(
  warehouse: Warehouse,
  design: Evaluation,
  known: readonly Instrument[],
): Promise<void> {
  const starts = new Set(
    armsOf(design)
      .flatMap(sidedOf)
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
  const within = design.window ? { window: design.window } : {};
  const parts = instruments.flatMap((instrument, i) => [
    `select ${named(instrument)}, * from ${design.window ? `(${pairSql(instrument, within)})` : pairsTable(instrument)} join starts using (authority_code)
    where rated_by = 'professional' and first_on >= starts_on`,
    `select ${named(instrument)}, * from (${pairSql(instrument, { ...within, startsFrom: `early_${i}` })})`,
  ]);
  await warehouse.run(`
    create or replace temp table starts as
    select * from (values ${[...starts].join(", ")}) as starts(authority_code, starts_on);
    ${instruments.map((instrument, i) => earlySql(instrument, `early_${i}`)).join("\n    ")}
    create or replace temp table early as
    ${instruments.map((_, i) => `select child_id, starts_on from early_${i}`).join(" union ")};
    create or replace temp table paired as
    select pairs.*, early.child_id is null as is_first, sex, plan, primary_need, birth_month, assessed_on
    from (
      select * from (${parts.join("\n    union all by name\n")})
      ${choose}
    ) as pairs join assessments on assessment_id = first_id
    left join early on early.child_id = pairs.child_id and early.starts_on = pairs.starts_on`);
}

/** Children read before the day from which readings count: the pairs of all others stand as they are. */
const earlySql = (instrument: Instrument, name: string): string => `
    create or replace temp table ${name} as
    select distinct child_id, rated_by, starts_on
    from ${scoresTable(instrument)} join starts using (authority_code)
    where rated_by = 'professional' and total_n is not null and assessed_on < starts_on;`;

/** Views of the children of one comparison: those it is of, and those of other ways to say who counts. */
export const CHILDREN = {
  /** Of the registered population, read with an instrument that both sides use. */
  headline: "evaluated",
  /** Of the registered population, whatever they were read with. */
  allInstruments: "evaluated_all",
  /** Of the population that was not registered, read with an instrument that both sides use. */
  otherPopulation: "evaluated_other",
  /** Of the headline's, those whose readings lie about a year apart. */
  aboutAYear: "evaluated_year",
  /** Of the headline's, those who entered since the last authority began: one window for all. */
  sameWindow: "evaluated_window",
} as const;

/** SQL: pairs that are followed up after about a year: a shorter window than any that counts. */
export const ABOUT_A_YEAR = (): string =>
  `days between ${rule("about_a_year_fewest_days")} and ${rule("about_a_year_most_days")}`;

/** Fills `sides` with the authorities of one comparison, and the views of `CHILDREN` with their pairs. */
export async function takeSides(
  warehouse: Warehouse,
  { population }: Pick<Evaluation, "population">,
  arms: Arms,
): Promise<void> {
  const [registered, other] =
    population === "read_since_start" ? ["true", "is_first"] : ["is_first", "true"];
  const shared = (condition: string) => `
    from sided where ${condition} and (instrument, version) in (
      select (instrument, version) from sided where ${condition} group by instrument, version having count(distinct side) = 2)`;
  await warehouse.run(`
    create or replace temp table sides as
    select * from ${sidesSql(arms)};
    create or replace temp view sided as
    select paired.*, side from paired join sides using (authority_code, starts_on);
    create or replace temp view ${CHILDREN.headline} as select * ${shared(registered)};
    create or replace temp view ${CHILDREN.allInstruments} as select * from sided where ${registered};
    create or replace temp view ${CHILDREN.otherPopulation} as select * ${shared(other)};
    create or replace temp view ${CHILDREN.aboutAYear} as
    select * from ${CHILDREN.headline} where ${ABOUT_A_YEAR()};
    create or replace temp view ${CHILDREN.sameWindow} as
    select * from ${CHILDREN.headline} where is_first and first_on >= (select max(starts_on) from sides)`);
}
