import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParse, group } from "d3";
import { build } from "../../../../pipelines/build/build.ts";
import type { Figure } from "../../../../pipelines/disclosure/protect.ts";
import { forget } from "../../../../pipelines/forget/forget.ts";
import { pseudonym, readKey } from "../../../../pipelines/load/judge/pseudonym.ts";
import { load } from "../../../../pipelines/load/load.ts";
import { releases } from "../../../../pipelines/measures/index.ts";
import { type PublishedFor, writeReleases } from "../../../../pipelines/publish/release-tables.ts";
import { keyOf } from "../../../../pipelines/releases/hold.ts";
import { recordRelease } from "../../../../pipelines/releases/record.ts";
import { randomOf } from "../../../../pipelines/sample/random.ts";
import type { Design } from "../../../../pipelines/trials/designs/designs.ts";
import { sql } from "../../../../pipelines/warehouse/sql.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments, UNMAPPED } from "../../../shipped.ts";

/** What happened to one child between two releases. */
export const HAPPENED = ["removed", "added", "corrected", "forgotten"] as const;
export type Happened = (typeof HAPPENED)[number];

export interface Child {
  child_id: string;
  authority_code: string;
}

type Tables = Map<string, { rows: Map<string, Figure>; hidden: string }>;

/** A row that is another in the second release: all that whoever subtracts has. */
export interface Difference {
  table: string;
  key: string;
  before: Figure | null;
  after: Figure | null;
}

/** The published ledger counts rows of files, which the council that sent them knows. */
const LEDGER = new Set(["loads", "refusals"]);

/** Tables that are made of published rows of other tables, and of nothing else. */
const OF_OTHERS = new Set(
  releases.filter(({ isMadeOfOthers }) => isMadeOfOthers).map(({ name }) => name),
);

/** A warehouse of its own that is published, changed by one child and published again. */
export class TwoReleases {
  private first?: Promise<Tables>;

  private constructor(
    private readonly folder: string,
    private readonly designs: readonly Design[],
    /** The councils' own numbers by pseudonym, to ask for a forgetting. */
    private readonly numbers: ReadonlyMap<string, string>,
    /** Everyone with two readings, in an order drawn by lot. */
    readonly children: readonly Child[],
    /** Those of them who are in a trial's estimate. */
    readonly compared: readonly Child[],
  ) {}

  /** Loads and builds the extracts; the key is that of VSEND_KEY_FILE. */
  static async of(paths: readonly string[], designs: readonly Design[], seed: number) {
    const folder = await mkdtemp(join(tmpdir(), "vsend-two-releases-"));
    const warehouse = await openWarehouse(join(folder, "base.duckdb"));
    try {
      await load(warehouse, paths, shippedInstruments(), silent, UNMAPPED);
      await build(warehouse, shippedInstruments(), designs, silent);
      const rows = await warehouse.rows<Child & Record<string, string>>(
        "select distinct child_id::varchar as child_id, authority_code from changes where rated_by = 'professional' and instrument = 'vsend-core' order by all",
      );
      const compared = await warehouse.rows<{ child_id: string }>(
        "select distinct child_id::varchar as child_id from trial_children",
      );
      const random = randomOf(seed, 29);
      const children = rows
        .map((row) => ({ row, at: random.whole(0, 1e9) }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row);
      const inTrial = new Set(compared.map(({ child_id }) => child_id));
      return new TwoReleases(
        folder,
        designs,
        await numbersIn(paths),
        children,
        children.filter(({ child_id }) => inTrial.has(child_id)),
      );
    } finally {
      warehouse.close();
    }
  }

  remove = () => rm(this.folder, { recursive: true, force: true });

  /**
   * What differs between a release with the child and one without, or with another level of one need.
   *
   * @param isRemembered Whether the warehouse keeps the first.
   */
  async differences(child: Child, happened: Happened, isRemembered = true): Promise<Difference[]> {
    if (happened === "added") return this.addition(child);
    return this.inPublished(async (open, before) => {
      let warehouse = await open();
      if (!isRemembered) await forgetReleases(warehouse);
      if (happened === "removed") await this.take(warehouse, child);
      else if (happened === "corrected") await this.correct(warehouse, child);
      else {
        warehouse.close();
        await this.forget(child);
        warehouse = await open();
      }
      const after = await this.publish(warehouse);
      warehouse.close();
      return differ(before, after);
    });
  }

  private addition(child: Child): Promise<Difference[]> {
    return this.inCopy("base", async (open) => {
      const warehouse = await open();
      const back = await this.take(warehouse, child);
      const before = await this.publish(warehouse);
      await back();
      const after = await this.publish(warehouse);
      warehouse.close();
      return differ(before, after);
    });
  }

  /**
   * What differs where the second release is built of another design, under another name, and a child
   * has gone: estimates of the design that only a child tells apart from those of the first.
   */
  async ofAnotherDesign(child: Child, renamed: readonly Design[]): Promise<[Tables, Tables]> {
    return this.inPublished(async (open, before) => {
      const warehouse = await open();
      await this.take(warehouse, child, renamed);
      const after = await this.publish(warehouse, { audience: "public" }, renamed);
      warehouse.close();
      return [before, after];
    });
  }

  /** What differs for the child's own council, which sees the first, in what the public sees after the child has gone. */
  async forOtherReaders(child: Child): Promise<Difference[]> {
    return this.inCopy("base", async (open) => {
      const warehouse = await open();
      const authority = child.authority_code;
      const before = await this.publish(warehouse, { audience: "authority", authority });
      await this.take(warehouse, child);
      const after = await this.publish(warehouse);
      warehouse.close();
      // Each has rows, and tallies of them, that the other has not, and with them what is made of these.
      return differ(before, after).filter(
        (one) =>
          one.before !== null &&
          one.after !== null &&
          !("hidden" in one.before) &&
          !OF_OTHERS.has(one.table) &&
          ofItself(one.before) !== ofItself(one.after),
      );
    });
  }

  /**
   * What only the child changes in a release between which and the first many children of another
   * authority have gone too, so that figures over both are made anew: rows that would be otherwise had
   * the child stayed, and are not as they were published first.
   */
  async besideOthers(child: Child): Promise<Difference[]> {
    const others = [...group(this.children, ({ authority_code }) => authority_code)]
      .filter(([code]) => code !== child.authority_code)
      .sort(([, a], [, b]) => b.length - a.length)[0]![1]
      .slice(0, 14);
    const release = (gone: readonly Child[]) =>
      this.inPublished(async (open, first) => {
        const warehouse = await open();
        await this.take(warehouse, gone);
        const second = await this.publish(warehouse);
        warehouse.close();
        return [first, second] as const;
      });
    const [, without] = await release(others);
    const [first, second] = await release([...others, child]);
    const anew = new Set(differ(first, second).map(({ table, key }) => `${table} ${key}`));
    // How many are blank is counted from rows, some of which the child's going holds as they were.
    return differ(without, second).filter(
      ({ table, key }) => key !== "" && anew.has(`${table} ${key}`),
    );
  }

  /**
   * Rows that differ between releases in which, beside many children of one authority who have gone, one
   * child or another of any other has gone too, or has another level: what they say of whom it was, and
   * of what happened.
   */
  async whoeverItWas(children: readonly Child[]): Promise<Difference[]> {
    const [many] = [...group(this.children, ({ authority_code }) => authority_code)]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([, own]) => own.slice(0, 30)) as [Child[]];
    const others = children.filter(
      ({ authority_code }) => authority_code !== many[0]!.authority_code,
    );
    const releases: Tables[] = [];
    for (const [i, child] of others.entries()) {
      const second = await this.inPublished(async (open) => {
        const warehouse = await open();
        await this.take(warehouse, i % 2 === 0 ? [...many, child] : many);
        if (i % 2 === 1) await this.correct(warehouse, child);
        const tables = await this.publish(warehouse);
        warehouse.close();
        return tables;
      });
      releases.push(second);
    }
    return releases.slice(1).flatMap((release) => differ(releases[0]!, release));
  }

  /**
   * Releases between which many children of the largest authority were corrected in one area of need
   * and a few others of it in another.
   */
  async correctedInAreas(
    few: { area: string; children: number },
    many: { area: string; children: number },
  ): Promise<{ authority: string; before: Tables; after: Tables }> {
    const [authority, own] = [...group(this.children, ({ authority_code }) => authority_code)].sort(
      ([, a], [, b]) => b.length - a.length,
    )[0]!;
    return this.inPublished(async (open, before) => {
      const warehouse = await open();
      for (const child of own.slice(0, few.children)) await this.move(warehouse, child, few.area);
      for (const child of own.slice(-many.children)) await this.move(warehouse, child, many.area);
      await this.rebuild(warehouse);
      const after = await this.publish(warehouse);
      warehouse.close();
      return { authority, before, after };
    });
  }

  /** Moves the level of an area of need in the child's last reading by one, up where it is the lowest. */
  private move(warehouse: Warehouse, { child_id }: Child, area: string) {
    const level = sql.id(`${area}_need`);
    return warehouse.run(sql`
      update loaded_assessments_vsend_core_2026_1
      set ${level} = (if(coalesce(try_cast(${level} as integer), 0) > 0, try_cast(${level} as integer) - 1, 1))::varchar
      where child_id = ${child_id} and assessed_on = (
        select max(assessed_on) from loaded_assessments_vsend_core_2026_1 where child_id = ${child_id})`);
  }

  /** In a copy that has been published for everybody, once for all that begin so. */
  private async inPublished<T>(
    work: (open: () => Promise<Warehouse>, before: Tables) => Promise<T>,
  ): Promise<T> {
    const published = join(this.folder, "published.duckdb");
    this.first ??= this.inCopy("base", async (open) => {
      const warehouse = await open();
      const tables = await this.publish(warehouse);
      warehouse.close();
      await copyFile(join(this.folder, "copy.duckdb"), published);
      return tables;
    });
    const before = await this.first;
    return this.inCopy("published", (open) => work(open, before));
  }

  private async inCopy<T>(
    of: "base" | "published",
    work: (open: () => Promise<Warehouse>) => Promise<T>,
  ): Promise<T> {
    const copy = join(this.folder, "copy.duckdb");
    await copyFile(join(this.folder, `${of}.duckdb`), copy);
    try {
      return await work(() => openWarehouse(copy));
    } finally {
      await rm(copy, { force: true });
    }
  }

  private async publish(
    warehouse: Warehouse,
    published: PublishedFor = { audience: "public" },
    designs = this.designs,
  ): Promise<Tables> {
    const written = await writeReleases(
      warehouse,
      join(this.folder, "data"),
      { ...published, designs },
      silent,
    );
    const { audience, authority, release_hash, tables } = written.publication;
    await recordRelease(warehouse, { ...written, audience, authority, release_hash });
    return new Map(
      written.tables
        .filter(({ measure }) => !LEDGER.has(measure.name))
        .map(({ measure, rows }) => {
          const { hidden } = tables.find(({ name }) => name === measure.name)!;
          const byKey = new Map(rows.map((row) => [keyOf(measure, row), row]));
          return [measure.name, { rows: byKey, hidden: JSON.stringify(hidden) }];
        }),
    );
  }

  /** Takes all rows of the child out, as if its council had never sent them. @returns how to put them back. */
  private async take(warehouse: Warehouse, who: Child | readonly Child[], designs = this.designs) {
    const ids = [who].flat().map(({ child_id }) => child_id);
    const tables = await warehouse.rows<{ name: string }>(
      "select distinct table_name as name from duckdb_columns() where table_name like 'loaded_%' and column_name = 'child_id' and schema_name = 'main' order by 1",
    );
    for (const { name } of tables) {
      await warehouse.run(sql`
        create or replace temp table ${sql.id(`kept_${name}`)} as from ${sql.id(name)} where child_id::varchar in ${ids};
        delete from ${sql.id(name)} where child_id::varchar in ${ids}`);
    }
    await this.rebuild(warehouse, designs);
    return async () => {
      for (const { name } of tables)
        await warehouse.run(sql`insert into ${sql.id(name)} from ${sql.id(`kept_${name}`)}`);
      await this.rebuild(warehouse, designs);
    };
  }

  /** Lowers the first need that is not nought by a level, in the child's last reading. */
  private async correct(warehouse: Warehouse, { child_id }: Child) {
    const need = (await this.needs(warehouse, child_id)).find(({ level }) => level > 0) ?? {
      column: "cl_need",
      level: 2,
    };
    await warehouse.run(sql`
      update loaded_assessments_vsend_core_2026_1 set ${sql.id(need.column)} = ${String(need.level - 1)}
      where child_id = ${child_id} and assessed_on = (
        select max(assessed_on) from loaded_assessments_vsend_core_2026_1 where child_id = ${child_id})`);
    await this.rebuild(warehouse);
  }

  private async needs(warehouse: Warehouse, child: string) {
    const areas = ["cl", "sl", "ca", "se", "pn"].map((area) => `${area}_need`);
    const row = await warehouse.one<Record<string, string | number | null>>(sql`
      select ${sql.join(areas.map((area) => sql.id(area)))} from loaded_assessments_vsend_core_2026_1
      where child_id = ${child} order by assessed_on desc limit 1`);
    return areas.map((column) => ({ column, level: Number(row[column] ?? 0) }));
  }

  /** The ledger is what a build looks at: a file that gave the rows otherwise would move it. */
  private async rebuild(warehouse: Warehouse, designs = this.designs) {
    await warehouse.run(
      "update loads set rows_loaded = rows_loaded - 1, rows_out_of_scope = rows_out_of_scope + 1 where keyed_digest is not null",
    );
    await build(warehouse, shippedInstruments(), designs, silent);
  }

  private forget({ child_id, authority_code }: Child) {
    return forget(
      join(this.folder, "copy.duckdb"),
      {
        which: { authority: authority_code, ids: [this.numbers.get(child_id)!] },
        ...{ reason: "request", signedBy: "A. Officer", isDryRun: false, evenIfAbsent: false },
      },
      shippedInstruments(),
      this.designs,
      readKey(),
      silent,
    );
  }
}

const forgetReleases = (warehouse: Warehouse) =>
  warehouse.run(
    "delete from release_rows; delete from release_children; delete from release_cells; delete from release_pieces; delete from release_tallies; delete from releases",
  );

async function numbersIn(paths: readonly string[]): Promise<Map<string, string>> {
  const key = readKey();
  const numbers = new Map<string, string>();
  for (const path of paths) {
    for (const file of (await readdir(path)).filter((name) => name.endsWith(".csv"))) {
      for (const row of csvParse(await readFile(join(path, file), "utf8"))) {
        if (!row.child_id || !row.authority_code) continue;
        numbers.set(pseudonym(key, row.authority_code, row.child_id), row.child_id);
      }
    }
  }
  return numbers;
}

/** A row without what is worked out from the rows beside it, as they are published. */
const ofItself = (row: Figure): string =>
  JSON.stringify(Object.entries(row).filter(([column]) => !column.startsWith("elsewhere")));

function differ(before: Tables, after: Tables): Difference[] {
  const found: Difference[] = [];
  for (const [table, { rows, hidden }] of before) {
    const now = after.get(table) ?? { rows: new Map<string, Figure>(), hidden: "" };
    for (const key of new Set([...rows.keys(), ...now.rows.keys()])) {
      const [old, other] = [rows.get(key) ?? null, now.rows.get(key) ?? null];
      if (JSON.stringify(old) !== JSON.stringify(other))
        found.push({ table, key, before: old, after: other });
    }
    if (hidden !== now.hidden)
      found.push({ table, key: "", before: { hidden }, after: { hidden: now.hidden } });
  }
  return found;
}
