import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SumsOfChildren } from "../../../../pipelines/disclosure/sums-of-children.ts";
import {
  type LocalityReadiness,
  localityReadiness,
} from "../../../../pipelines/measures/locality-readiness/measure.ts";
import {
  type SettingReadiness,
  settingReadiness,
} from "../../../../pipelines/measures/setting-readiness/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

describe("how ready settings are, by locality", () => {
  let warehouse: Warehouse;
  let rows: LocalityReadiness[];
  let settings: SettingReadiness[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await localityReadiness.rows(warehouse));
    ({ rows: settings } = await settingReadiness.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  const shown = () => rows.filter(({ gap_mean }) => gap_mean !== null);

  it("is of councils that are divided, and has every child of theirs once", async () => {
    const { councils, apart } = await warehouse.one<{ councils: number; apart: number }>(`
      select count(distinct authority_code)::integer as councils,
        (select count(*) from (
          select child_id, domain from locality_gaps group by all having count(*) > 1
          union all
          select child_id, domain from setting_gaps where place = 'all settings'
            and authority_code in (select authority_code from locality_gaps)
          except select child_id, domain from locality_gaps))::integer as apart
      from locality_gaps`);
    expect(councils).toBeGreaterThan(0);
    expect(apart).toBe(0);
    expect(new Set(rows.map(({ authority_code }) => authority_code)).size).toBe(councils);
    const places = new Set(rows.map(({ place }) => place));
    expect([...places]).toEqual(expect.arrayContaining(["Coast", "North", "South"]));
  });

  it("has the mean gap of its children, but for noise, with its interval", async () => {
    expect(shown().length).toBeGreaterThan(5);
    for (const row of shown()) {
      const { gap, n } = await warehouse.one<{ gap: number; n: number }>(`
        select avg(gap) as gap, count(*)::integer as n from locality_gaps
        where authority_code = '${row.authority_code}' and place = '${row.place}' and domain = '${row.domain}'
          and instrument = '${row.instrument}' and version = '${row.version}'`);
      expect(n).toBeGreaterThanOrEqual(30);
      expect(Math.abs(row.gap_mean! - gap)).toBeLessThan(4);
      expect(row.lower).toBeLessThanOrEqual(row.gap_mean!);
      expect(row.upper).toBeGreaterThanOrEqual(row.gap_mean!);
    }
  });

  it("is hidden where few children are left without the settings that are shown by themselves", async () => {
    const left = await warehouse.rows<{ whose: string; n: number }>(`
      select authority_code || ' ' || place as whose, count(distinct child_id) filter (not is_shown_alone)::integer as n
      from locality_gaps group by authority_code, place having bool_or(is_shown_alone)`);
    expect(left.length).toBeGreaterThan(0);
    for (const { whose, n } of left) {
      const own = rows.filter((row) => `${row.authority_code} ${row.place}` === whose);
      if (n > 0 && n < 10) for (const row of own) expect(row.child_count).toBeNull();
    }
  });

  it("tells the audit no hidden count, together with the settings", async () => {
    const sums = new SumsOfChildren();
    for (const [measure, some] of [
      [settingReadiness, settings],
      [localityReadiness, rows],
    ] as const)
      if (typeof measure.audit === "function") measure.audit(sums, some as never);
    const { told, counts } = await sums.audit();
    expect(told).toEqual([]);
    expect(counts).toBeGreaterThan(settings.filter(({ domain }) => domain === "total").length);
  });
});
