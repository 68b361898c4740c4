import { existsSync } from "node:fs";
import { csvFormatRows } from "d3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { sqlFiles } from "../../../pipelines/build/models.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { shippedInstruments } from "../../shipped.ts";
import { type Bench, makeBench } from "../load/bench.ts";

const CASE = `${PROJECT}/../shared/cases/09-overlapping-placements`;
const HEADER = [
  "authority_code",
  "child_id",
  "setting_id",
  "setting_type",
  "started_on",
  "ended_on",
  "end_reason",
];

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

type Episode = [child: string, type: string, from: string, to: string];

const load = (episodes: readonly Episode[]) =>
  bench.load(
    bench.write(
      "placements.csv",
      `${csvFormatRows([HEADER, ...episodes.map(([child, type, from, to]) => ["X10000001", child, "S1", type, from, to, ""])])}\n`,
    ),
  );

const buildOnly = (...only: string[]) =>
  build(bench.warehouse, shippedInstruments(), [], silent, { only });

const spells = async () => {
  await buildOnly("placement_spells");
  return (
    await bench.warehouse.rows<{ type: string; from: string; to: string | null }>(
      'select setting_type as type, started_on as "from", ended_on as "to" from placement_spells order by child_id, started_on',
    )
  ).map(({ type, from, to }) => [type, from, to]);
};

const warning = async () => {
  await buildOnly(
    ...["placements", "reference_rules", "placement_spells", "assessments", "spend"],
    ...["extract_spans", "january_placements", "placements_by_authority"],
  );
  const { sql } = sqlFiles("checks/warnings").find(
    ({ name }) => name === "a_child_is_in_one_placement_at_a_time",
  )!;
  return bench.warehouse.rows(sql);
};

const mustHold = () => {
  const { sql } = sqlFiles("checks").find(
    ({ name }) => name === "a_child_has_one_placement_on_a_day",
  )!;
  return bench.warehouse.rows(sql);
};

describe("a day of a child is counted for the placement that began last", () => {
  it.runIf(existsSync(CASE))("in 40 children with two open episodes (case 09)", async () => {
    await bench.load(CASE);
    expect(await warning()).toEqual([
      { authority_code: "X10000001", child_count: 40, with_both_open: 40 },
    ]);
    expect(
      await bench.warehouse.rows(
        `select placement_group, count(*)::integer as child_count, (sum(count(*)) over ())::integer as all_count
        from placement_spells where date '2024-01-15' between started_on and coalesce(ended_on, date '2024-01-15')
        group by placement_group order by all`,
      ),
    ).toEqual([
      { placement_group: "mainstream", child_count: 1, all_count: 41 },
      { placement_group: "state_special", child_count: 40, all_count: 41 },
    ]);
    expect(await mustHold()).toEqual([]);
  });

  it("where the later placement ended first: the earlier goes on after it", async () => {
    await load([
      ["A", "mainstream", "2022-09-01", ""],
      ["A", "alternative_provision", "2023-01-10", "2023-03-31"],
    ]);
    expect(await spells()).toEqual([
      ["mainstream", "2022-09-01", "2023-01-09"],
      ["alternative_provision", "2023-01-10", "2023-03-31"],
      ["mainstream", "2023-04-01", null],
    ]);
  });

  it("where three overlap and one lies within another", async () => {
    await load([
      ["A", "mainstream", "2021-09-01", "2024-07-31"],
      ["A", "sen_unit", "2022-09-01", "2023-07-31"],
      ["A", "state_special", "2022-10-01", "2022-12-31"],
    ]);
    expect(await spells()).toEqual([
      ["mainstream", "2021-09-01", "2022-08-31"],
      ["sen_unit", "2022-09-01", "2022-09-30"],
      ["state_special", "2022-10-01", "2022-12-31"],
      ["sen_unit", "2023-01-01", "2023-07-31"],
      ["mainstream", "2023-08-01", "2024-07-31"],
    ]);
  });

  it("where two began on one day: the one higher on the ladder", async () => {
    await load([
      ["A", "state_special", "2022-09-01", ""],
      ["A", "mainstream", "2022-09-01", ""],
    ]);
    expect(await spells()).toEqual([["state_special", "2022-09-01", null]]);
  });

  it("on the day of a move, which is warned of by no one", async () => {
    await load([
      ["A", "mainstream", "2021-09-01", "2022-09-01"],
      ["A", "state_special", "2022-09-01", ""],
      ["B", "mainstream", "2021-09-01", "2022-08-31"],
      ["B", "state_special", "2022-09-01", ""],
    ]);
    expect(await warning()).toEqual([]);
    expect(await spells()).toEqual([
      ...[0, 1].flatMap(() => [
        ["mainstream", "2021-09-01", "2022-08-31"],
        ["state_special", "2022-09-01", null],
      ]),
    ]);
  });

  it("with gaps left as gaps", async () => {
    await load([
      ["A", "mainstream", "2021-09-01", "2021-12-31"],
      ["A", "state_special", "2022-09-01", "2022-12-31"],
    ]);
    expect(await spells()).toEqual([
      ["mainstream", "2021-09-01", "2021-12-31"],
      ["state_special", "2022-09-01", "2022-12-31"],
    ]);
  });

  it("whatever the episodes are: every covered day once, and no other", async () => {
    let seed = 11;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const day = (n: number) => new Date(Date.UTC(2022, 0, 1 + n)).toISOString().slice(0, 10);
    const types = ["mainstream", "state_special", "sen_unit", "independent_special"];
    const episodes = new Map<string, Episode>();
    for (let i = 0; i < 120; i++) {
      const [child, type, from] = [`C${random(25)}`, types[random(4)]!, random(60)];
      const to = random(4) === 0 ? "" : day(from + random(40));
      episodes.set(`${child}|${type}|${from}`, [child, type, day(from), to]);
    }
    await load([...episodes.values()]);
    await buildOnly("placement_spells");
    const wrong = await bench.warehouse.rows(`
      with days as (select (date '2021-12-25' + n::integer) as on_date from range(140) as r(n)),
      expected as (
        select child_id, on_date, arg_max(placement_id, (started_on, ladder_rung, placement_id)) as placement_id
        from placements join days on on_date between started_on and coalesce(ended_on, date '9999-01-01') group by all
      ), counted as (
        select child_id, on_date, placement_id
        from placement_spells join days on on_date between started_on and coalesce(ended_on, date '9999-01-01')
      )
      (from expected except from counted) union all (from counted except from expected)`);
    expect(wrong).toEqual([]);
    const { n, distinct } = await bench.warehouse.one<{ n: number; distinct: number }>(`
      select count(*) as n, count(distinct (child_id, started_on)) as "distinct" from placement_spells`);
    expect(n).toBe(distinct);
  });
});
