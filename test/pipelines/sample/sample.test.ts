import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { group } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { generateSample } from "../../../pipelines/sample/sample.ts";
import { writeSample } from "../../../pipelines/sample/write-sample.ts";
import { evaluationSchema } from "../../../pipelines/trials/designs/designs.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { goodAssessments, goodRowsOf, rowsOf } from "./extract.ts";

const COMMITTED = { children: 2500, authorities: 6, seed: 2027 };
const sample = generateSample(COMMITTED);

describe("the sample", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sample-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is the same for the same seed, and another for another", () => {
    const small = { children: 300, authorities: 4 };
    const once = generateSample({ ...small, seed: 1 });
    expect(generateSample({ ...small, seed: 1 })).toEqual(once);
    const other = generateSample({ ...small, seed: 2 });
    for (const [i, { file, rows }] of once.tables.entries()) {
      if (file !== "authorities.csv") expect(other.tables[i]!.rows).not.toEqual(rows);
    }
  });

  it("is the one in data/sample, byte for byte, and under 2 MB", async () => {
    const paths = await writeSample(sample, folder);
    expect((await readdir(folder)).sort()).toEqual(paths.map((path) => basename(path)).sort());
    let bytes = 0;
    for (const path of paths) {
      const fresh = await readFile(path);
      const committed = await readFile(projectFile(`data/sample/${basename(path)}`));
      expect(fresh.equals(committed), basename(path)).toBe(true);
      bytes += fresh.length;
    }
    expect(bytes).toBeLessThan(2_000_000);
  });

  it("has as many children and authorities as asked, of unequal sizes", () => {
    const { authorities, children } = sample.truth;
    expect(children).toBe(2500);
    expect(rowsOf(sample, "authorities.csv")).toHaveLength(6);
    for (const authority of authorities) {
      const ids = goodAssessments(sample)
        .filter(({ authority_code }) => authority_code === authority.authority_code)
        .map(({ child_id }) => child_id);
      expect(new Set(ids).size).toBe(authority.children);
    }
    const sizes = authorities.map((authority) => authority.children);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeGreaterThan(50);
  });

  it("gives different children of two authorities the same identifier", () => {
    const holders = group(goodAssessments(sample), ({ child_id }) => child_id);
    const shared = [...holders.values()].filter(
      (rows) => new Set(rows.map(({ authority_code }) => authority_code)).size > 1,
    );
    expect(shared.length).toBeGreaterThan(100);
  });

  it("places children with a plan about as England does", () => {
    const withPlan = new Set(
      goodAssessments(sample)
        .filter(({ plan }) => plan === "ehc_plan")
        .map(({ authority_code, child_id }) => `${authority_code} ${child_id}`),
    );
    const day = "2025-01-16";
    const placed = goodRowsOf(sample, "placements.csv")
      .filter(({ started_on, ended_on }) => started_on! <= day && (!ended_on || ended_on >= day))
      .filter(({ authority_code, child_id }) => withPlan.has(`${authority_code} ${child_id}`))
      .map(({ setting_type }) => setting_type!);
    const share = (kinds: RegExp) =>
      placed.filter((kind) => kinds.test(kind)).length / placed.length;
    expect(share(/mainstream|resourced|unit/)).toBeCloseTo(0.43, 1);
    expect(share(/special|residential/)).toBeCloseTo(0.3, 1);
    expect(share(/further_education/)).toBeCloseTo(0.16, 1);
  });

  it("keeps the placements of a child apart in time", () => {
    const placements = goodRowsOf(sample, "placements.csv");
    for (const [i, placement] of placements.entries()) {
      const earlier = placements[i - 1];
      const isSame =
        earlier?.child_id === placement.child_id &&
        earlier?.authority_code === placement.authority_code;
      if (isSame) expect(placement.started_on! > earlier!.ended_on!).toBe(true);
      expect(placement.ended_on === "").toBe(placement.end_reason === "");
    }
  });

  it("gives support only to its own children and settings, and ends none before it starts", () => {
    const known = new Set(
      goodAssessments(sample).map((row) => `${row.authority_code} ${row.child_id}`),
    );
    const placed = new Set(
      goodRowsOf(sample, "placements.csv").map((row) => `${row.authority_code} ${row.setting_id}`),
    );
    const support = rowsOf(sample, "support.csv");
    expect(new Set(support.map(({ tier }) => tier))).toEqual(
      new Set(["universal", "targeted", "enhanced"]),
    );
    for (const row of support) {
      if (row.child_id) expect(known).toContain(`${row.authority_code} ${row.child_id}`);
      if (row.setting_id) expect(placed).toContain(`${row.authority_code} ${row.setting_id}`);
      if (row.ended_on) expect(row.ended_on > row.started_on!).toBe(true);
    }
  });

  it("enrols settings of trial authorities alone, from the day support began there", () => {
    const startsOn = new Map(
      sample.truth.authorities.map((authority) => [authority.authority_code, authority.starts_on]),
    );
    const enrolments = rowsOf(sample, "enrolments.csv");
    expect(enrolments.some(({ withdrawn_on }) => withdrawn_on !== "")).toBe(true);
    for (const { authority_code, enrolled_on } of enrolments) {
      expect(enrolled_on! >= startsOn.get(authority_code!)!).toBe(true);
    }
  });

  it.each([2, 3, 4, 6, 9])(
    "brings a design that the program reads, with %d authorities",
    (count) => {
      const { evaluation } = generateSample({ children: 50, authorities: count, seed: 3 });
      const design = evaluationSchema.parse(parse(evaluation, { schema: "core" }));
      const sides = [...design.trial, ...design.comparisons[0]!.authorities];
      expect(sides).toHaveLength(count);
    },
  );

  it("refuses a trial without a comparison", () => {
    expect(() => generateSample({ children: 50, authorities: 1, seed: 3 })).toThrow("at least 2");
  });
});
