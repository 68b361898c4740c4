import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instrument, instrumentSchema } from "../../../../loaders/contract/instrument.ts";
import { build } from "../../../../pipelines/build/build.ts";
import { load } from "../../../../pipelines/load/load.ts";
import { uniforms } from "../../../../pipelines/statistics/random.ts";
import {
  type BridgePair,
  bridgeScore,
  linkStandardError,
} from "../../../../pipelines/statistics/version-bridge.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { UNMAPPED } from "../../../shipped.ts";

const AREAS = ["p", "q", "r", "s"];

/** A ladder of which version 2 has twice the levels, and the other polarity. */
function ladder(version: "1" | "2", bridges: Instrument["bridges"] = []): Instrument {
  const levels = version === "1" ? 6 : 11;
  return instrumentSchema.parse({
    instrument: "ladder",
    version,
    title: "Ladder",
    source: "this test",
    polarity: version === "1" ? "higher_is_more_need" : "higher_is_more_strength",
    effective_from: "2020-01-01",
    scale: Array.from({ length: levels }, (_, level) => ({ level, label: `${level}` })),
    areas: AREAS.map((id) => ({ id, title: id, short: id, broad_area: "semh", sen2_needs: [] })),
    completeness: { fewest_areas: 4 },
    readiness: { setting: false, family: false },
    rated_by: ["professional"],
    bridges,
  });
}

type Method = Instrument["bridges"][number]["method"];
const bridged = (method: Method, within_days = 14): Instrument[] => [
  ladder("1"),
  ladder("2", [{ from: { instrument: "ladder", version: "1" }, method, within_days }]),
];

const row = (authority: string, child: string, day: string, version: string, levels: number[]) =>
  [authority, child, day, "ladder", version, "professional", ...levels].join(",");
const csv = (version: "1" | "2", rows: string[]) => {
  const column = version === "1" ? "need" : "level";
  const header = `authority_code,child_id,assessed_on,instrument,version,rated_by,${AREAS.map((id) => `${id}_${column}`).join(",")}`;
  return `${header}\n${rows.join("\n")}\n`;
};

const CHANGED = 20;
const sample: BridgePair[] = [];
let folder: string;
let warehouse: Warehouse;
const before = process.env.VSEND_KEY_FILE;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-bridge-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  const random = uniforms(5);
  const whole = (most: number) => Math.floor(random() * (most + 1));
  const [first, second]: [string[], string[]] = [[], []];
  for (let n = 0; n < 60; n++) {
    const old = AREAS.map(() => whole(5));
    // Ten less twice the old level, and one point of noise in an area.
    const now = old.map((level) => Math.min(10, Math.max(0, 10 - 2 * level + whole(2) - 1)));
    // More points of version 2 are less need, so they are turned.
    sample.push({ old: sum(old), new: 40 - sum(now) });
    first.push(row("X10000001", `D${n}`, "2025-01-01", "1", old));
    second.push(row("X10000001", `D${n}`, n % 2 ? "2025-01-09" : "2025-01-01", "2", now));
  }
  for (let n = 0; n < CHANGED; n++) {
    first.push(row("X10000001", `C${n}`, "2024-09-01", "1", [3, 3, 3, 1 + (n % 3)]));
    second.push(row("X10000001", `C${n}`, "2025-09-01", "2", [6, 6, 6, 6]));
  }
  // One child with two readings of the new version too, and one more extreme than any of the sample.
  first.push(row("X10000001", "P", "2024-09-01", "1", [3, 3, 3, 3]));
  second.push(row("X10000001", "P", "2025-03-01", "2", [5, 5, 5, 5]));
  second.push(row("X10000001", "P", "2025-09-01", "2", [6, 6, 6, 6]));
  first.push(row("X10000001", "E", "2024-09-01", "1", [5, 5, 5, 5]));
  second.push(row("X10000001", "E", "2025-09-01", "2", [6, 6, 6, 6]));
  await writeFile(join(folder, "first.csv"), csv("1", first));
  await writeFile(join(folder, "second.csv"), csv("2", second));
  await writeFile(
    join(folder, "authorities.csv"),
    "authority_code,authority_name,region\nX10000001,Northmere,\n",
  );
  warehouse = await openWarehouse(":memory:");
  await load(warehouse, [folder], [ladder("1"), ladder("2")], silent, UNMAPPED);
});
afterAll(async () => {
  warehouse.close();
  if (before === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = before;
  await rm(folder, { recursive: true });
});

/** The order in which the bootstrap draws, which must not hang on pseudonyms. */
const inOrder = () => sample.toSorted((a, b) => a.old - b.old || a.new - b.new);
const sum = (levels: readonly number[]) => levels.reduce((total, level) => total + level, 0);
/** What is read below; the rest of the program has nothing to do with bridges. */
const READ = [
  "assessment_scores",
  "bridge_samples",
  "bridges",
  "changes",
  "follow_up",
  "instrument_breaks",
  "linked_change_by_authority",
  "linked_changes",
];
const built = (instruments: readonly Instrument[]) =>
  build(warehouse, instruments, [], silent, { only: READ });
const needOf = (raw: number) => (100 * raw) / 40;
const linked = () =>
  warehouse.rows<
    Record<"first_raw" | "first_need" | "last_need" | "change" | "link_error", number>
  >(`
    select old.raw as first_raw, first_need, last_need, change, link_error from linked_changes
    join assessment_scores as old on old.assessment_id = first_assessment_id and old.domain = linked_changes.domain
    where linked_changes.domain = 'total' order by old.raw`);

describe("without a bridge", () => {
  test("no change crosses from one version to the next, and follow-up says why", async () => {
    await built([ladder("1"), ladder("2")]);
    const changes = await warehouse.rows(
      "select version, bridge, count(*) as n from changes where domain = 'total' group by all",
    );
    expect(changes).toEqual([{ version: "2", bridge: null, n: 1 }]);
    const status = await warehouse.rows(
      "select status, count(*) as n from follow_up where version = '1' group by status",
    );
    expect(status).toEqual([
      { status: "readings with different instruments", n: 60 + CHANGED + 2 },
    ]);
  });

  test("the break in the authority's series is on record, for charts to draw", async () => {
    const breaks = await warehouse.rows(
      "select authority_code, from_version, to_version, broke_on, from_last_on, is_bridged from instrument_breaks",
    );
    expect(breaks).toEqual([
      {
        authority_code: "X10000001",
        from_version: "1",
        to_version: "2",
        broke_on: "2025-01-01",
        from_last_on: "2025-01-01",
        is_bridged: false,
      },
    ]);
  });
});

describe("over a mean-sigma bridge", () => {
  beforeAll(async () => {
    await built(bridged("mean_sigma"));
  });

  test("first scores are put on the new scale as the published method does, polarity and all", async () => {
    const rows = await linked();
    expect(rows).toHaveLength(CHANGED);
    for (const { first_raw, first_need, last_need, change } of rows) {
      const { value } = bridgeScore(sample, { min: 0, max: 40 }, first_raw);
      expect(first_need).toBeCloseTo(needOf(value!.linear), 9);
      expect(last_need).toBe(40);
      expect(change).toBeCloseTo(last_need - first_need, 9);
    }
  });

  test("the link's error goes into each change, and into a mean without shrinking with its number", async () => {
    for (const { first_raw, link_error } of await linked()) {
      const { value } = linkStandardError(inOrder(), first_raw);
      expect(link_error).toBeCloseTo((100 / 40) * value!, 9);
    }
    const [mean] = await warehouse.rows<Record<"n" | "sd" | "error" | "link", number>>(
      "select child_count as n, change_sd as sd, std_error as error, link_error as link from linked_change_by_authority where domain = 'total'",
    );
    expect(mean!.error).toBeCloseTo(Math.sqrt(mean!.sd ** 2 / CHANGED + mean!.link ** 2), 9);
    expect(mean!.error).toBeGreaterThan(mean!.link);
  });

  test("a child with two readings of one version is not linked, nor a score beyond those of the sample", async () => {
    const [most] = await warehouse.rows<{ most: number }>(
      "select max(old_raw) as most from bridge_samples where domain = 'total'",
    );
    expect(most!.most).toBeLessThan(20);
    const rows = await linked();
    expect(Math.max(...rows.map(({ first_raw }) => first_raw))).toBeLessThan(20);
    const both = await warehouse.rows(
      "select child_id, count(*) as n from changes where domain = 'total' group by child_id having count(*) > 1",
    );
    expect(both).toEqual([]);
  });

  test("its making is on record for the total and each area, and the break is bridged", async () => {
    const bridges = await warehouse.rows(
      "select bridge, domain, method, n, is_linkable, reason, error > 0 as has_error from bridges where domain in ('p', 'total') order by domain",
    );
    const made = {
      bridge: "ladder 1 to ladder 2",
      method: "mean_sigma",
      n: 60,
      is_linkable: true,
      reason: null,
      has_error: true,
    };
    expect(bridges).toEqual([
      { ...made, domain: "p" },
      { ...made, domain: "total" },
    ]);
    const [found] = await warehouse.rows("select is_bridged from instrument_breaks");
    expect(found).toEqual({ is_bridged: true });
  });
});

describe("other bridges", () => {
  test("by equipercentile put a score where the published method does", async () => {
    await built(bridged("equipercentile"));
    const rows = await linked();
    expect(rows.length).toBeGreaterThan(0);
    for (const { first_raw, first_need, link_error } of rows) {
      const { value } = bridgeScore(sample, { min: 0, max: 40 }, first_raw);
      expect(first_need).toBeCloseTo(needOf(value!.equipercentile!), 9);
      expect(link_error).toBeGreaterThan(0);
    }
  });

  test("of fewer children than the rules ask for link nothing, and say so", async () => {
    // On the same day are half of the sixty, and the equipercentile method needs fifty.
    await built(bridged("equipercentile", 0));
    expect(await linked()).toEqual([]);
    const rows = await warehouse.rows(
      "select n, is_linkable, reason from bridges where domain = 'total'",
    );
    expect(rows).toEqual([{ n: 30, is_linkable: false, reason: "below_minimum_size" }]);
  });

  test("from a version that has no file are refused, naming both", async () => {
    const away = ladder("2", [
      { from: { instrument: "ladder", version: "0" }, method: "mean_sigma", within_days: 14 },
    ]);
    await expect(built([ladder("1"), away])).rejects.toThrow(
      /one from ladder 0\s+in the file of ladder 2/,
    );
  });
});
