import type { Warehouse } from "../../warehouse/warehouse.ts";
import { createForms } from "../judge/alike.ts";
import { createForgotten } from "../judge/forgotten.ts";
import { createQuality } from "./quality.ts";
import { createRaisedLimits } from "./raised-limits.ts";

/** One line of the ledger: what happened to every row and every pound of one file. */
export interface LedgerLine {
  load_id: number;
  loader: string;
  file: string;
  /** Of a file of published figures; null of one about children. */
  sha256: string | null;
  /** Of a file about children, by the pseudonym key: nobody without it can tell whether a file is this one. */
  keyed_digest: string | null;
  rows_read: number;
  rows_loaded: number;
  rows_rejected: number;
  rows_superseded: number;
  rows_out_of_scope: number;
  amount_read: number | null;
  amount_loaded: number | null;
  amount_rejected: number | null;
  amount_superseded: number | null;
  amount_out_of_scope: number | null;
  /** Rows whose pounds could not be read, and so are in no column of pounds; null without pounds. */
  rows_amount_unread: number | null;
  as_of: string | null;
  /** The mapping by which it was read, and the SHA-256 of that mapping's file; null where none was needed. */
  mapping: string | null;
  mapping_sha256: string | null;
  /** The contract by which it was judged: a file is judged again when its contract has changed. */
  contract_sha256: string | null;
}

/** Makes the tables every warehouse has. */
export async function createLedger(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    create table if not exists warehouse_facts (fact varchar primary key, value varchar not null);
    create table if not exists loads (
      load_id integer not null, loader varchar not null, file varchar not null,
      sha256 varchar, source_table varchar not null,
      rows_read bigint not null, rows_loaded bigint not null, rows_rejected bigint not null,
      rows_superseded bigint not null, rows_out_of_scope bigint not null,
      amount_read decimal(18, 2), amount_loaded decimal(18, 2), amount_rejected decimal(18, 2),
      amount_superseded decimal(18, 2), amount_out_of_scope decimal(18, 2),
      loaded_at timestamp not null, as_of date);
    create table if not exists rejected_rows (
      load_id integer not null, "row" bigint not null, "column" varchar not null, value varchar,
      rule varchar not null, message varchar not null, raw varchar,
      sheet varchar, cell varchar, suppliers_column varchar);
    create table if not exists refused_cells (
      load_id integer not null, "row" bigint not null, cell varchar, "column" varchar not null,
      value varchar not null, message varchar not null);
    create table if not exists mappings_used (
      mapping_sha256 varchar primary key, mapping varchar not null, content varchar not null);
    alter table loads add column if not exists rows_amount_unread bigint;
    alter table loads add column if not exists mapping varchar;
    alter table loads add column if not exists mapping_sha256 varchar;
    alter table loads add column if not exists contract_sha256 varchar;
    alter table loads add column if not exists keyed_digest varchar;
    alter table loads alter column sha256 drop not null;
    alter table loads add column if not exists bytes_digest varchar;
    alter table loads add column if not exists unloaded_at timestamp;
    create table if not exists unloads (
      load_id integer not null, unloaded_at timestamp not null, reason varchar not null,
      signed_by varchar not null, rows_taken_back bigint not null, rows_brought_back bigint not null);
    alter table rejected_rows add column if not exists suppliers_column varchar;
    alter table rejected_rows add column if not exists sheet varchar;
    alter table rejected_rows add column if not exists cell varchar;`);
  await createForgotten(warehouse);
  await createForms(warehouse);
  await createRaisedLimits(warehouse);
  await createQuality(warehouse);
}

/** Loads whose rows or pounds do not add up; there must be none. */
export const openLedgerLines = (warehouse: Warehouse) =>
  warehouse.rows<{ load_id: number; file: string }>(`
    select load_id, file from loads
    where rows_read <> rows_loaded + rows_rejected + rows_superseded + rows_out_of_scope
      or amount_read <> amount_loaded + amount_rejected + amount_superseded + amount_out_of_scope`);

export const ledgerLines = (warehouse: Warehouse): Promise<LedgerLine[]> =>
  warehouse.rows<LedgerLine & Record<string, never>>(
    "select * exclude (source_table, loaded_at, bytes_digest, unloaded_at) from loads order by load_id",
  ) as Promise<unknown> as Promise<LedgerLine[]>;
