import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * Makes the tables of what was published. `releases` has a row per release, `release_rows` one per row
 * of a table about children in it; `release_cells` has one per set of children that a row was made of,
 * shown or hidden, `release_children` one per child in it, by pseudonym, so that `vsend forget` finds
 * them as it finds any other, and `release_pieces` how many children it had of each authority, as of
 * whom is forgotten nothing else says whose child it was. `release_tallies` has how much was hidden of each table.
 */
export async function createReleases(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    create table if not exists releases (
      release_id integer not null, published_at timestamp not null, audience varchar not null,
      authority_code varchar, release_hash varchar not null, state varchar not null);
    create table if not exists release_rows (
      release_id integer not null, measure varchar not null, row_key varchar not null,
      content varchar not null, shown varchar not null);
    create table if not exists release_cells (
      version_id integer not null, release_id integer not null, family varchar not null,
      cell varchar not null, child_count bigint not null);
    alter table release_cells add column if not exists is_shown boolean default true;
    create table if not exists release_children (
      version_id integer not null, child_id uuid not null, value ubigint not null);
    alter table release_children add column if not exists authority_code varchar;
    create table if not exists release_pieces (
      version_id integer not null, authority_code varchar not null, child_count bigint not null);
    create table if not exists release_tallies (
      release_id integer not null, measure varchar not null, digest varchar not null, content varchar not null);
    create table if not exists trial_children (
      evaluation varchar not null, authority_code varchar not null, child_id uuid not null, value ubigint not null)`);
}
