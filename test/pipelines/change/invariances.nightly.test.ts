import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvFormat, csvParse, type DSVRowString, shuffler } from "d3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { load } from "../../../pipelines/load/load.ts";
import { randomOf } from "../../../pipelines/sample/random.ts";
import { generateSample, writeSample } from "../../../pipelines/sample/sample.ts";
import { rule } from "../../../pipelines/warehouse/rules.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns, shippedInstruments, UNMAPPED } from "../../shipped.ts";
import { withKey } from "../sample-file.ts";

type Table = DSVRowString[];

interface Group {
  child_count: number;
  change_mean: number | null;
  change_sd: number | null;
}

/** What is worked out of a sample: changes child by child, and figures of groups. */
const FIGURES = {
  changes: `select authority_code, instrument, rated_by, domain, days, round(first_need, 6) as first_need, round(last_need, 6) as last_need, verdict, count(*) as n
    from changes group by all order by all`,
  groups: `select authority_code, domain, group_kind, group_name, child_count, round(change_mean, 6) as change_mean, round(change_sd, 6) as change_sd
    from change_by_group order by all`,
  ways: `select authority_code, way, child_count, reading_count, round(estimate, 3) as estimate, round(lower, 3) as lower, reason
    from change_ways order by all`,
  settings: `select authority_code, kind, setting_count, child_count, round(difference, 5) as difference, round(shrunken, 5) as shrunken
    from change_by_setting order by all`,
  support:
    "select support, child_count, round(adjusted, 5) as adjusted from change_by_support order by all",
  weighted:
    "select authority_code, due_count, seen_count, round(seen_mean, 6) as seen_mean, round(weighted_mean, 5) as weighted_mean from change_weighted order by all",
  estimates:
    "select outcome, comparison, method, subgroup, n, round(estimate, 5) as estimate, round(lower, 4) as lower from estimates where instrument is not null order by all",
};

type Figures = Record<keyof typeof FIGURES, unknown[]>;

let sample: string;
let keys: string;
let usual: Figures;

beforeAll(async () => {
  sample = await mkdtemp(join(tmpdir(), "vsend-invariances-"));
  keys = await mkdtemp(join(tmpdir(), "vsend-keys-"));
  await writeSample(generateSample({ children: 420, authorities: 6, seed: 11 }), sample);
  usual = await figuresOf(sample);
}, 120_000);
afterAll(async () => {
  for (const folder of [sample, keys]) await rm(folder, { recursive: true });
});

/** The same children have the same noise only under one key of theirs and one secret of the noise. */
const builtUnderOneKey = (folder: string): Promise<Warehouse> =>
  withKey(join(keys, "pseudonym.key"), async () => {
    const warehouse = await openWarehouse(":memory:");
    await load(warehouse, [folder], shippedInstruments(), silent, UNMAPPED);
    await build(warehouse, shippedInstruments(), shippedDesigns(), silent);
    return warehouse;
  });

async function figuresOf(folder: string): Promise<Figures> {
  const warehouse = await builtUnderOneKey(folder);
  try {
    const found = {} as Figures;
    for (const [name, sql] of Object.entries(FIGURES)) {
      found[name as keyof typeof FIGURES] = await warehouse.rows(sql);
    }
    return found;
  } finally {
    warehouse.close();
  }
}

/** The figures of the sample once every one of its tables has been changed. */
async function figuresAfter(
  change: (table: Table, file: string) => Table,
  columns?: (names: string[]) => string[],
) {
  const folder = await mkdtemp(join(tmpdir(), "vsend-invariances-"));
  try {
    for (const file of (await readdir(sample)).filter((name) => name.endsWith(".csv"))) {
      const table = csvParse(await readFile(join(sample, file), "utf8"));
      const names = columns ? columns(table.columns) : table.columns;
      await writeFile(join(folder, file), `${csvFormat(change([...table], file), names)}\n`);
    }
    return await figuresOf(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe("figures of change", () => {
  test("say something of this sample", () => {
    for (const [name, rows] of Object.entries(usual)) expect(rows.length, name).toBeGreaterThan(2);
  });

  test("do not hang on the order of columns, of items or of rows", async () => {
    const random = randomOf(1);
    const shuffle = shuffler(() => random.uniform());
    expect(
      await figuresAfter(
        (table) => shuffle(table),
        (names) => shuffle([...names]),
      ),
    ).toEqual(usual);
  }, 120_000);

  test("do not hang on what children are called, but for the noise that is drawn by who is counted", async () => {
    const renamed = (table: Table) =>
      table.map((row) => ({ ...row, ...(row.child_id ? { child_id: `Z${row.child_id}9` } : {}) }));
    const found = await figuresAfter(renamed);
    expect(found.changes).toEqual(usual.changes);
    const [before, after] = [usual.groups as Group[], found.groups as Group[]];
    expect(after.map(({ change_mean, change_sd, ...group }) => group)).toEqual(
      before.map(({ change_mean, change_sd, ...group }) => group),
    );
    for (const [i, { child_count, change_mean }] of before.entries()) {
      const mean = after[i]!.change_mean;
      expect(mean === null).toBe(change_mean === null);
      // Two draws of noise, six of its deviations apart at most.
      const apart = Math.abs((mean ?? 0) - (change_mean ?? 0));
      expect(apart).toBeLessThan((6 * Math.SQRT2 * rule("noise_of_sum")) / child_count);
    }
  }, 120_000);

  test("are moved by no child without a second reading, where only pairs count", async () => {
    const alone = (table: Table, file: string) => {
      if (file !== "assessments.csv") return table;
      const { child_id, ...first } = table.find(({ rated_by }) => rated_by === "professional")!;
      return [...table, { ...first, child_id: "alone-1" } as DSVRowString];
    };
    const found = await figuresAfter(alone);
    for (const name of ["groups", "settings", "support"] as const) {
      expect(found[name], name).toEqual(usual[name]);
    }
    // A growth model also learns from children read once.
    const ofPairs = (rows: unknown[]) =>
      (rows as { method: string }[]).filter(({ method }) => !method.includes("yearly"));
    expect(ofPairs(found.estimates)).toEqual(ofPairs(usual.estimates));
    // The verdict hangs on the spread of all first readings, and this is one more of them.
    const withoutVerdict = (rows: unknown[]) =>
      (rows as { verdict: unknown; n: number }[]).reduce((sum, { n }) => sum + n, 0);
    expect(withoutVerdict(found.changes)).toBe(withoutVerdict(usual.changes));
  }, 120_000);
});
