import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SumsOfChildren } from "../../../../pipelines/disclosure/sums-of-children.ts";
import { type FairAccess, fairAccess } from "../../../../pipelines/measures/fair-access/measure.ts";
import type { Truth } from "../../../../pipelines/sample/truth.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { item, returnXml } from "../../../fixtures/sen2-return.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

const TRUTH: Truth = JSON.parse(readFileSync(projectFile("data/sample/truth.json"), "utf8"));

describe("fair access, in the sample", () => {
  let warehouse: Warehouse;
  let rows: FairAccess[];
  beforeAll(async () => {
    warehouse = await builtWarehouse();
    ({ rows } = await fairAccess.rows(warehouse));
  });
  afterAll(() => warehouse?.close());

  it("counts a child once in each outcome, and every child in each division", async () => {
    const twice = await warehouse.rows(
      "select child_id, outcome from access_outcomes group by all having count(*) > 1",
    );
    expect(twice).toEqual([]);
    const { placed } = await warehouse.one<{ placed: number }>(
      "select count(*)::integer as placed from access_outcomes where outcome = 'apart'",
    );
    for (const kind of ["sex", "age", "need"]) {
      const all = rows
        .filter(
          (row) =>
            row.authority_code === "all" && row.outcome === "apart" && row.group_kind === kind,
        )
        .reduce((sum, row) => sum + (row.all_count ?? 0), 0);
      expect(Math.abs(all - placed), kind).toBeLessThan(15);
    }
  });

  it("finds the planted share of refusals in every group of which enough is known", () => {
    const known = rows.filter(
      (row) => row.authority_code === "all" && row.outcome === "refused" && row.share !== null,
    );
    expect(known.length).toBeGreaterThan(5);
    const within = known.filter((row) => row.lower! <= 24.7 && row.upper! >= 24.7);
    expect(within.length).toBeGreaterThanOrEqual(known.length - 1);
  });

  it("counts who began with high need, whose year was dear, and who was asked, as the source rows say", async () => {
    const source = await warehouse.one<Record<"high_need" | "dear" | "asked", number>>(`
      select
        (select count(*) from (
          select arg_min(need, assessed_on) as need from assessments join assessment_scores using (assessment_id)
          where rated_by = 'professional' and domain = 'total' and need is not null group by child_id
        ) where need >= 50)::integer as high_need,
        (select count(*) from cost_by_child_year
          where financial_year = '2025-26' and is_full_year and placement_group is not null and support_gbp >= 20000)::integer as dear,
        (select count(distinct own.child_id) from assessments as own, assessments as theirs
          where own.child_id = theirs.child_id and own.instrument = theirs.instrument and own.rated_by = 'professional'
            and theirs.rated_by = 'family' and abs(own.assessed_on - theirs.assessed_on) <= 90
            and own.child_id in (select child_id from assessments join assessment_scores using (assessment_id)
              where rated_by = 'professional' and domain = 'total' and need is not null))::integer as asked`);
    for (const [outcome, n] of Object.entries(source)) {
      const counted = await warehouse.one<{ so: number }>(
        `select count(*) filter (is_so)::integer as so from access_outcomes where outcome = '${outcome}'`,
      );
      expect(counted.so, outcome).toBe(n);
      expect(n).toBeGreaterThan(40);
    }
  });

  it("counts as lasting exactly the returns that were planted, and every stage once", async () => {
    const so = await warehouse.one<{ n: number }>(
      "select count(*) filter (is_so)::integer as n from access_outcomes where outcome = 'lasted'",
    );
    expect(so.n).toBe(TRUTH.sustained.reduce((sum, { children }) => sum + children, 0));
    const times = await warehouse.one<{ tried: number; broke: number }>(`
      select count(*) filter (stage = 'tried' and cause = 1 and days <= 364)::integer as tried,
        count(*) filter (stage = 'placed' and cause = 1 and days <= 364)::integer as broke
      from reintegration_times where as_of - from_on >= 364`);
    const counted = await warehouse.one<{ tried: number; broke: number }>(`
      select count(*) filter (is_so and outcome = 'tried')::integer as tried,
        count(*) filter (is_so and outcome = 'broke_down')::integer as broke from access_outcomes`);
    expect(counted).toEqual(times);
    expect(times.tried).toBeGreaterThan(50);
    const places = rows.filter((row) => row.group_kind === "place" && row.outcome === "tried");
    expect(places.map((row) => row.group_name)).toContain("Coast");
  });

  it("divides children of a council that says so by locality, and nobody of all together", () => {
    const places = rows.filter(({ group_kind }) => group_kind === "place");
    expect([...new Set(places.map((row) => row.authority_code))]).toEqual(["X10000001"]);
    const apart = places.filter(({ outcome }) => outcome === "apart");
    expect(apart.map((row) => row.group_name)).toEqual(["Coast", "North", "Not known", "South"]);
    expect(apart.map((row) => row.child_count)).toContain(80);
  });

  it("divides children of a council that chose to tell by it, and finds the planted gap", () => {
    const told = rows.filter(({ group_kind }) =>
      ["ethnicity", "meals", "care"].includes(group_kind),
    );
    expect([...new Set(told.map((row) => row.authority_code))]).toEqual(["X10000001"]);
    expect(told.some((row) => row.symbol === "c")).toBe(true);
    const { access } = TRUTH;
    const row = told.find(
      ({ outcome, group_name }) => outcome === "high_need" && group_name === "Free school meals",
    )!;
    expect(100 * access.high_need_with_meals).toBeGreaterThan(row.lower! - 0.5);
    expect(100 * access.high_need_with_meals).toBeLessThan(row.upper! + 0.5);
    const gap = 100 * (access.high_need_with_meals - access.high_need);
    expect(gap).toBeGreaterThan(row.gap_lower! - 0.5);
    expect(gap).toBeLessThan(row.gap_upper! + 0.5);
    expect(row.gap_lower).toBeGreaterThan(0);
  });

  it("gives a gap the interval of the group beside all others", () => {
    const gaps = rows.filter((row) => row.gap !== null);
    for (const { gap, gap_lower, gap_upper } of gaps) {
      expect(gap! + 0.5).toBeGreaterThanOrEqual(gap_lower!);
      expect(gap! - 0.5).toBeLessThanOrEqual(gap_upper!);
    }
    const need = gaps.find(
      (row) =>
        row.authority_code === "all" &&
        row.outcome === "high_need" &&
        row.group_name === "Cognition and learning",
    )!;
    // Others have 155 of 1,995: 15.9 points less (12.2 to 20.1 by Newcombe), of which 1,995 in 2,480 is the gap.
    expect([need.gap, need.gap_lower, need.gap_upper]).toEqual([13, 10, 16]);
  });

  it("measures gaps from everyone of the same authority", () => {
    const [girls, boys] = ["Girls", "Boys"].map(
      (name) =>
        rows.find(
          (row) =>
            row.authority_code === "all" && row.outcome === "apart" && row.group_name === name,
        )!,
    );
    // Gaps are whole points.
    const apart = girls!.gap! - boys!.gap! - (girls!.share! - boys!.share!);
    expect(Math.abs(apart)).toBeLessThanOrEqual(1);
  });

  it("shows no group of which all, none, or all but a few had it happen", () => {
    expect(rows.some((row) => row.symbol === "c")).toBe(true);
    for (const row of rows) {
      if (row.child_count === null) expect(row.share).toBeNull();
      if (row.share === null) expect(row.symbol, JSON.stringify(row)).not.toBeNull();
      if (row.child_count !== null) expect(row.child_count).toBeLessThan(row.all_count!);
      if (row.share !== null) {
        expect(row.share).toBeGreaterThan(0);
        expect(row.share).toBeLessThan(100);
      }
    }
  });
});

describe("what fair access tells", () => {
  it("counts an authority among all whose name comes before theirs", async () => {
    const row = (authority_name: string, child_count: number) =>
      ({
        authority_code: authority_name === "All authorities" ? "all" : authority_name,
        ...{ authority_name, outcome: "dear", group_kind: "sex", group_name: "Girls" },
        ...{ child_count, all_count: 100, symbol: null },
      }) as FairAccess;
    const rows = [row("Aa", 60), row("All authorities", 90), row("Bb", 30)];
    const sums = new SumsOfChildren();
    if (typeof fairAccess.audit !== "function") throw new Error("it is audited");
    fairAccess.audit(sums, rows);
    expect(sums.divisions()).toContainEqual({
      whole: "all: dear, sex Girls: so",
      parts: ["Aa: dear, sex Girls: so", "Bb: dear, sex Girls: so"],
    });
    expect((await sums.audit()).told).toEqual([]);
  });
});

describe("fair access, of a SEN2 return and the register of schools", () => {
  const REGISTER = [
    "URN,LA (code),EstablishmentName,DistrictAdministrative (name),TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name)",
    ...Array.from(
      { length: 6 },
      (_, i) =>
        `10000${i},${i < 5 ? 919 : 926},School ${i},${i < 3 ? "Dacorum" : "Watford"},Community school,Open,,,Primary`,
    ),
  ];
  /** Issued in January 2022 and reviewed then; one is too young to be due, one has ceased. */
  const PLANS: [start: string, review: string, cease?: string][] = [
    ["2022-01-10", "2024-12-01"],
    ["2022-01-10", "2023-12-19"],
    ["2022-01-10", "2023-12-18"],
    ["2022-01-10", ""],
    ["2024-01-10", ""],
    ["2022-01-10", "2022-05-01", "2024-09-01"],
  ];
  const PLACEMENTS = Array.from(
    { length: 12 },
    (_, i) => `E10000015,C${i},10000${i % 6},mainstream,2024-01-0${(i % 6) + 1},,`,
  );
  let warehouse: Warehouse;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "vsend-access-"));
    const file = async (name: string, lines: readonly string[]) => {
      await writeFile(join(folder, name), `${lines.join("\n")}\n`);
      return join(folder, name);
    };
    const people = PLANS.map(([start, review, cease], i) =>
      item("person", { upn: `Z0000000000${i}A`, personbirthdate: "2015-03-09" }, [
        item("requests", { receiveddate: "2021-06-01", requestoutcome: "Y" }, [
          item("assessment", { assessmentoutcome: "Y", assessmentoutcomedate: start }, [
            item("namedplan", {
              startdate: start,
              ...(cease ? { ceasedate: cease, ceasereason: "2" } : {}),
            }),
          ]),
          item("activeplans", review ? { lastreview: review } : {}),
        ]),
      ]),
    );
    warehouse = await builtWarehouse(
      [
        await file("register.csv", REGISTER),
        await file("sen2.xml", [returnXml(people)]),
        await file("placements.csv", [
          "authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason",
          ...PLACEMENTS,
          "E10000015,C99,100001,mainstream,2024-01-01,2025-06-01,other",
        ]),
      ],
      [],
      ["access_outcomes"],
    );
  });
  afterAll(async () => {
    warehouse?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const counted = (outcome: string) =>
    warehouse.one<{ n: number; so: number }>(
      `select count(*)::integer as n, count(*) filter (is_so)::integer as so from access_outcomes where outcome = '${outcome}'`,
    );

  it("takes a plan for not reviewed 394 days after the last review, or its issue, and none that is younger or ceased", async () => {
    expect(await counted("unreviewed")).toEqual({ n: 4, so: 2 });
  });

  it("knows who is placed at a school of another council, and the district of the school", async () => {
    expect(await counted("away")).toEqual({ n: 13, so: 2 });
    const places = await warehouse.rows(
      "select place, count(*)::integer as n from access_outcomes where outcome = 'away' group by all order by all",
    );
    expect(places).toEqual([
      { place: "Dacorum", n: 7 },
      { place: "Watford", n: 6 },
    ]);
  });
});
