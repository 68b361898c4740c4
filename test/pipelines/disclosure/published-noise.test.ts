import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  holdToOneNoise,
  noiseFingerprint,
  readNoise,
} from "../../../pipelines/disclosure/noise-secret.ts";
import { changeByAuthority } from "../../../pipelines/measures/change-by-authority/measure.ts";
import { changeByWay } from "../../../pipelines/measures/change-by-way/measure.ts";
import { changeWeighted } from "../../../pipelines/measures/change-weighted/measure.ts";
import { followUpByAuthority } from "../../../pipelines/measures/follow-up-by-authority/measure.ts";
import { standardDeviation } from "../../../pipelines/statistics/moments.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await builtWarehouse();
});
afterAll(() => warehouse.close());

describe("published means of the sample", () => {
  it("are the same in every table that shows them", async () => {
    const { rows } = await changeByAuthority.rows(warehouse);
    const everyone = new Map(
      rows
        .filter((row) => row.group_kind === "Everyone" && row.domain === "total")
        .map((row) => [row.authority_code, row]),
    );
    expect(everyone.size).toBe(6);
    for (const row of (await changeWeighted.rows(warehouse)).rows) {
      const own = everyone.get(row.authority_code)!;
      expect([row.seen_mean, row.seen_lower, row.seen_upper]).toEqual([
        own.change_mean,
        own.lower,
        own.upper,
      ]);
    }
    for (const row of (await changeByWay.rows(warehouse)).rows) {
      if (row.way !== "first to last") continue;
      const own = everyone.get(row.authority_code)!;
      expect([row.estimate, row.lower, row.upper]).toEqual([own.change_mean, own.lower, own.upper]);
    }
    const firsts = (await followUpByAuthority.rows(warehouse)).rows.filter(
      (row) => row.status === "two readings",
    );
    for (const row of firsts)
      expect(row.first_mean).toBe(everyone.get(row.authority_code)!.first_mean);
  });

  it("differ from the true ones as far as is said, and none is of fewer than 30 children", async () => {
    const { rows } = await changeByAuthority.rows(warehouse);
    const truth = await warehouse.rows<{
      key: string;
      n: number;
      mean: number;
    }>(
      "select concat_ws('|', instrument, authority_code, group_kind, group_name, domain) as key, child_count as n, change_mean as mean from change_by_group",
    );
    const exact = new Map(truth.map(({ key, ...row }) => [key, row]));
    const off = rows.flatMap((row) => {
      if (row.change_mean === null) return [];
      const of = [row.instrument, row.authority_code, row.group_kind, row.group_name, row.domain];
      const { n, mean } = exact.get(of.join("|"))!;
      expect(n).toBeGreaterThanOrEqual(30);
      // Rounding to whole points hides the noise of larger groups.
      return n < 60 ? [((row.change_mean - mean) * n) / 40] : [];
    });
    expect(off.length).toBeGreaterThan(100);
    expect(standardDeviation(off)).toBeGreaterThan(0.9);
    expect(standardDeviation(off)).toBeLessThan(1.25);
  });
});

describe("the secret of the noise", () => {
  const before = process.env.VSEND_NOISE_FILE;
  const folder = mkdtempSync(join(tmpdir(), "vsend-noise-"));
  afterAll(() => {
    process.env.VSEND_NOISE_FILE = before;
    rmSync(folder, { recursive: true });
  });

  it("is made once for its owner alone, and refused where others can read it", () => {
    process.env.VSEND_NOISE_FILE = join(folder, "noise.key");
    expect(noiseFingerprint()).toBe("not made yet");
    readNoise();
    const made = noiseFingerprint();
    readNoise();
    expect(noiseFingerprint()).toBe(made);
    expect(statSync(process.env.VSEND_NOISE_FILE).mode & 0o777).toBe(0o600);
    expect(readFileSync(process.env.VSEND_NOISE_FILE, "utf8")).not.toContain(made);
    const open = join(folder, "open.key");
    writeFileSync(open, `${"ab".repeat(32)}\n`);
    chmodSync(open, 0o644);
    process.env.VSEND_NOISE_FILE = open;
    expect(() => readNoise()).toThrow("take the noise off");
  });

  it("is the one that the warehouse was begun with, or nothing is built", async () => {
    process.env.VSEND_NOISE_FILE = join(folder, "other.key");
    await expect(holdToOneNoise(warehouse)).rejects.toThrow("restore noise.key from its backup");
  });
});
