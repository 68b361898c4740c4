import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { csvParse } from "d3";
import { unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../../pipelines/measures/index.ts";
import { evaluationKit, type KitTable } from "../../../pipelines/publish/kit/evaluation-kit.ts";
import { differenceOf } from "../../../pipelines/trials/children/difference.ts";
import { momentsOf } from "../../../pipelines/trials/children/moments.ts";
import type { Design } from "../../../pipelines/trials/designs/designs.ts";
import type { Row } from "../../../pipelines/warehouse/row.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { evaluateInvented } from "../../fixtures/invented-figures.ts";
import { emptyWarehouse, READ_BY_DESIGNS } from "../../loaders/published.ts";
import { shippedAuthorityDesigns, shippedDesigns } from "../../shipped.ts";

const MADE = { code_version: "1.2.3 (abc)", release_hash: "0123456789abcdef" };
const KIT = /evaluation|specifications|synthetic|loads/;
const EVALUATION = "three-counties";

async function tablesOf(warehouse: Warehouse): Promise<Map<string, KitTable>> {
  const tables = new Map<string, KitTable>();
  for (const release of releases.filter(({ name }) => KIT.test(name))) {
    const { rows } = await release.rows(warehouse);
    tables.set(release.name, { columns: Object.keys(release.row.shape), rows: rows as Row[] });
  }
  return tables;
}

/** What the script's last lines say: the intervals of each column, and how many it worked out again. */
const worked = (stdout: string) =>
  new Map(
    [
      ...stdout.matchAll(/^(\S+\.csv) {2}intervals from (\S+): (\d+), worked out again: (\d+)$/gm),
    ].map(([, file, column, count, again]) => [
      `${file} ${column}`,
      { count: Number(count), again: Number(again) },
    ]),
  );

describe("the evaluation kit", () => {
  let tables: Map<string, KitTable>;
  let empty: Map<string, KitTable>;
  let folder: string;

  const recompute = () =>
    spawnSync(process.execPath, [join(folder, "recompute.mjs")], {
      encoding: "utf8",
      cwd: tmpdir(),
    });
  const columnOf = (name: string, column: string) =>
    tables.get(name)!.rows.map((row) => row[column]);

  beforeAll(async () => {
    const { warehouse, build } = await emptyWarehouse();
    await build(...READ_BY_DESIGNS);
    empty = await tablesOf(warehouse);
    await evaluateInvented(warehouse, shippedAuthorityDesigns());
    tables = await tablesOf(warehouse);
    warehouse.close();
    folder = await mkdtemp(join(tmpdir(), "vsend-kit-"));
    for (const [name, bytes] of Object.entries(
      unzipSync(evaluationKit(tables, shippedDesigns(), MADE)),
    )) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
  });

  it("works out intervals again to a thousandth, with a script that needs nothing", () => {
    const { status, stdout } = recompute();
    const mixtures = columnOf("evaluation-authorities", "synthetic_estimate");
    const found = mixtures.filter((estimate) => estimate !== null).length;
    expect(found).toBeGreaterThan(5);
    expect(stdout.match(/mixture of .* off by 0\.00/g)).toHaveLength(found);
    const done = worked(stdout);
    for (const file of ["outcomes", "authorities"]) {
      const { count, again } = done.get(`${EVALUATION}/${file}.csv lower`)!;
      expect(count).toBeGreaterThan(5);
      expect(again).toBe(count);
    }
    for (const file of ["periods", "specifications"])
      expect(done.get(`${EVALUATION}/${file}.csv lower`)!.again).toBeGreaterThan(50);
    const all = [...done.values()].reduce((sum, { again }) => sum + again, 0);
    expect(stdout.match(/off by/g)).toHaveLength(all + found);
    expect(Number(stdout.match(/largest difference .*: ([0-9.]+)/)?.[1])).toBeLessThan(0.001);
    expect(status).toBe(0);
  });

  it("says of every interval in it whether the script works it out again, and no more", async () => {
    const readme = await readFile(join(folder, "README.md"), "utf8");
    const told = new Map(
      [...readme.matchAll(/^\| `(.*\.csv)` \| `(.*)` \| (\d+) \| (.*) \|$/gm)].map(
        ([, file, column, count, which]) => [`${file} ${column}`, { count: Number(count), which }],
      ),
    );
    const done = worked(recompute().stdout);
    expect([...told.keys()].sort()).toEqual([...done.keys()].sort());
    for (const [place, { count, which }] of told) {
      const own = done.get(place)!;
      expect(count, place).toBe(own.count);
      if (which === "all") expect(own.again, place).toBe(own.count);
      else if (which === "none") expect(own.again, place).toBe(0);
      else {
        expect(own.again, place).toBeGreaterThan(0);
        expect(own.again, place).toBeLessThanOrEqual(own.count);
      }
    }
    expect([...told.values()].map(({ which }) => which)).toContain("none");
    expect(readme).not.toMatch(/every (difference|interval)(?! in the kit)/i);
  });

  it("notices a figure that is not the one behind the published interval", async () => {
    const file = join(folder, EVALUATION, "panels.csv");
    const text = await readFile(file, "utf8");
    const [header, first, ...rest] = text.split("\n");
    await writeFile(
      file,
      [header, first!.replace(/,([0-9.]+),(\d+)$/, ",99,$2"), ...rest].join("\n"),
    );
    expect(recompute().status).toBe(1);
    await writeFile(file, text);
  });

  it("says in words how figures are made, without the code of a page", async () => {
    for (const name of ["METHOD.md", "METHOD-children.md"]) {
      const method = await readFile(join(folder, name), "utf8");
      expect(method).toMatch(/^# /);
      expect(method).not.toMatch(/```|FileAttachment/);
    }
  });

  it("names the version, the release and the digest of the design", async () => {
    const readme = await readFile(join(folder, "README.md"), "utf8");
    expect(readme).toContain(MADE.code_version);
    expect(readme).toContain(MADE.release_hash);
    const digests = [...readme.matchAll(/SHA-256 of `([^`]+)` ([0-9a-f]{64})/g)];
    expect(digests.map(([, , digest]) => digest)).toContain(shippedAuthorityDesigns()[0]!.sha256);
    for (const [, file, digest] of digests) {
      const bytes = await readFile(join(folder, file!));
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(digest);
    }
  });

  it("counts as judged each year of a figure once, of outcomes that are compared and judged, and none that is set aside", () => {
    const design = shippedAuthorityDesigns()[0]!;
    const isHeadline = (row: Row) => row.comparison === design.primary_comparison;
    const compared = tables
      .get("evaluation-outcomes")!
      .rows.filter((row) => isHeadline(row) && row.estimate !== null)
      .map((row) => row.outcome);
    const years = tables
      .get("evaluation-panels")!
      .rows.filter((row) => isHeadline(row) && row.is_after && compared.includes(row.outcome))
      .map((row) => ({ row, of: design.outcomes.find(({ outcome }) => outcome === row.outcome)! }))
      .filter(({ of }) => !of.descriptive)
      .map(({ row, of }) => `${of.indicator} ${row.period}`);
    const judged = new Set(years).size;
    expect(judged).toBeGreaterThan(0);
    expect(columnOf("evaluation-designs", "departures")[0]).toContain(
      `${judged} of ${judged} years of figures judged began before it was registered`,
    );
  });

  it("says beside whom authorities are left out, and how many there", () => {
    const design = shippedAuthorityDesigns()[0]!;
    const leftOut = (comparison: string) =>
      new Set(
        tables
          .get("evaluation-exclusions")!
          .rows.filter((row) => row.kind === "authority" && row.comparison === comparison)
          .map((row) => row.name),
      ).size;
    const said = columnOf("evaluation-designs", "departures")[0];
    const n = leftOut(design.primary_comparison);
    expect(said).toContain("beside their statistical neighbours: ");
    if (n > 0) expect(said).toContain(`${n} comparison`);
    else expect(said).not.toMatch(/comparison authorit(y is|ies are) left out/);
  });

  it("holds every figure of every comparison, each once", async () => {
    const panels = csvParse(await readFile(join(folder, EVALUATION, "panels.csv"), "utf8"));
    expect(panels.length).toBe(tables.get("evaluation-panels")!.rows.length);
    const keys = panels.map((row) =>
      [row.outcome, row.comparison, row.authority_code, row.period].join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("makes the same bytes again, and says so where there is nothing to work out", () => {
    const [one, two] = [
      evaluationKit(tables, shippedDesigns(), MADE),
      evaluationKit(tables, shippedDesigns(), MADE),
    ];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    const files = unzipSync(evaluationKit(empty, shippedDesigns(), MADE));
    expect(new TextDecoder().decode(files["README.md"])).toContain("nothing to work out");
    expect(Object.keys(files).some((name) => name.includes("/"))).toBe(false);
  });
});

describe("the kit of a trial of children", () => {
  const UNITS = [
    ["trial", 300, -9],
    ["trial", 120, -13],
    ["trial", 55, -4],
    ["comparison", 310, -7],
    ["comparison", 245, -8],
    ["comparison", 40, -2],
    ["comparison", 90, -9],
  ] as const;
  const common = { evaluation: "sample-trial", comparison: "named", outcome: "total" };

  /** The script's answer to authorities, beside what the program says of children who add up to them. */
  async function recomputed(
    units: readonly (readonly [string, number, number])[],
    designs: readonly Design[] = shippedDesigns(),
    instrumentOf = (_: number) => "one",
  ) {
    const cells = UNITS.map(([side, n, mean], i) => ({
      ...{ authority_code: `X${i}`, instrument: instrumentOf(i), version: "1" },
      ...{ isTrial: side === "trial", n, y: n * mean, yy: n * (mean ** 2 + 196) },
      ...{ f: 0, ff: 0, fy: 0, moved: n, as_of: "2026-01-01" },
    }));
    const { estimate, ci } = differenceOf(momentsOf(cells, true)).value!;
    const estimates = [
      {
        ...{ ...common, method: "difference in change", subgroup: null, clusters: UNITS.length },
        ...{ estimate, lower: ci.lo, upper: ci.hi },
      },
    ];
    const authorities = units.map(([side, child_count, change_mean], i) => ({
      ...{ ...common, authority_code: `X${i}`, side, child_count, is_compared: true },
      ...{ instrument: instrumentOf(i), version: "1" },
      change_mean: child_count === 0 ? null : change_mean,
    }));
    const table = (rows: Row[]): KitTable => ({ columns: Object.keys(rows[0]!), rows });
    const kit = evaluationKit(
      new Map([
        ["need-estimates", table(estimates)],
        ["need-estimate-authorities", table(authorities)],
      ]),
      designs,
      MADE,
    );
    const folder = await mkdtemp(join(tmpdir(), "vsend-kit-"));
    for (const [name, bytes] of Object.entries(unzipSync(kit))) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    const script = [join(folder, "recompute.mjs")];
    return { folder, ...spawnSync(process.execPath, script, { encoding: "utf8" }) };
  }

  it("has the design that was built, and not one that lies elsewhere under its name", async () => {
    const built = shippedDesigns().map((design) => ({ ...design, title: "As it was built" }));
    const { folder } = await recomputed(UNITS, built);
    const file = createHash("sha256").update(
      await readFile(join(folder, "sample-trial/design.yaml")),
    );
    expect(await readFile(join(folder, "README.md"), "utf8")).toContain(file.digest("hex"));
    const design = await readFile(join(folder, "sample-trial/design.json"), "utf8");
    expect(JSON.parse(design).title).toBe("As it was built");
  });

  it("works out the same interval from counts and means of authorities alone", async () => {
    const { status, stdout } = await recomputed(UNITS);
    expect(stdout.match(/apart 0\.00/g)).toHaveLength(3);
    expect(status).toBe(0);
  });

  it("compares within instruments where authorities use several, as the program does", async () => {
    const { status, stdout } = await recomputed(UNITS, shippedDesigns(), (i) =>
      i % 3 === 0 ? "one" : "other",
    );
    expect(stdout.match(/apart 0\.00/g)).toHaveLength(3);
    expect(status).toBe(0);
  });

  it("allows what rounding can do and no more", async () => {
    const moved = (by: number) =>
      recomputed(UNITS.map(([side, n, mean], i) => [side, n, i === 0 ? mean + by : mean]));
    expect((await moved(0.4)).status).toBe(0);
    expect((await moved(6)).status).toBe(1);
  });

  it("says where an authority is hidden", async () => {
    const { status, stdout } = await recomputed(
      UNITS.map(([side, n, mean], i) => [side, i === 2 ? 0 : n, mean]),
    );
    expect(stdout).toContain("cannot be worked out: an authority is hidden");
    expect(status).toBe(0);
  });
});
