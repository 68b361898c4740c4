import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Engine } from "../../../pipelines/notebook/engine/engine.ts";
import { nextOf, shareCell } from "../../../pipelines/notebook/share/share.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { sampleFile } from "../sample-file.ts";

const root = mkdtempSync(join(tmpdir(), "vsend-share-"));
let engine: Engine;

beforeAll(async () => {
  copyFileSync((await sampleFile()).warehouse, join(root, "w.duckdb"));
  engine = new Engine(join(root, "w.duckdb"));
  mkdirSync(join(root, "pipelines/measures"), { recursive: true });
  mkdirSync(join(root, "src/method"), { recursive: true });
  copyFileSync(projectFile("src/method/index.md"), join(root, "src/method/index.md"));
  copyFileSync(projectFile("pipelines/measures/all.ts"), join(root, "pipelines/measures/all.ts"));
});

afterAll(async () => {
  await engine.letGo();
  rmSync(root, { recursive: true });
});

const ONE_A_CHILD = `select child_id, any_value(authority_code) as authority_code,
  any_value(verdict) as verdict, any_value(first_on) as first_on, avg(change) as change,
  any_value(child_id)::varchar as name, any_value('x' || (days // 2)) as days
from changes where domain = 'total' and rated_by = 'professional' and bridge is null group by child_id`;

const notebook = (sql: string) => `---
title: Who improved
---

# Who improved?

Words stay.

\`\`\`js
const least = view(Inputs.range([0, 60]));
\`\`\`

\`\`\`sql id=perChild
${sql}
\`\`\`

\`\`\`sql
from children limit 5
\`\`\`

\`\`\`js
const chart = Plot.plot({marks: [Plot.dot(perChild, {x: "change"})]});
\`\`\`

The chart is \${chart}.

\`\`\`js
display(least);
\`\`\`
`;

const share = (sql: string, by: string[], more: object = {}) =>
  shareCell(engine, {
    ...{ notebook: "improved", text: notebook(sql), cell: "perChild", by, root },
    ...{ who: "A. Analyst", why: "for the board in spring", ...more },
  });

const REFUSED: [why: string, sql: string, by: string[], said: RegExp][] = [
  [
    "a count of one's own",
    "select authority_code, 100 as child_count from changes",
    ["authority_code"],
    /program counts/,
  ],
  [
    "several rows a child",
    "select child_id, domain, authority_code from changes",
    ["authority_code"],
    /one row a child/,
  ],
  [
    "rows of no child",
    "select null::uuid as child_id, 'a' as a from range(50)",
    ["a"],
    /one row a child/,
  ],
  ["a made-up child_id", "select uuid() as child_id, 'a' as a from range(50)", ["a"], /uuid/],
  ["days", ONE_A_CHILD, ["first_on"], /an amount or a day/],
  ["amounts", ONE_A_CHILD, ["change"], /an amount or a day/],
  ["the child", ONE_A_CHILD, ["child_id"], /tells children apart/],
  ["the child under another name", ONE_A_CHILD, ["name"], /child's number/],
  ["near-unique values", ONE_A_CHILD, ["days"], /share/],
  [
    "so many columns that few children share them",
    ONE_A_CHILD,
    ["authority_code", "verdict", "days"],
    /share/,
  ],
  ["a column that is not there", ONE_A_CHILD, ["tier"], /a column of perChild/],
  ["an input", `${ONE_A_CHILD} having avg(first_need) >= \${least}`, ["verdict"], /takes an input/],
  ["chance", `select * from (${ONE_A_CHILD}) where random() < 0.5`, ["verdict"], /random/],
  [
    "the clock",
    `select * from (${ONE_A_CHILD}) where first_on < current_date`,
    ["verdict"],
    /current_date/,
  ],
  ["a file", "select child_id, 'a' as a from read_csv('/etc/passwd')", ["a"], /DuckDB can answer/],
  [
    "another statement behind",
    `${ONE_A_CHILD}) as t; drop table children; select * from (select 1`,
    ["verdict"],
    /expected/,
  ],
  ["no SQL", "selec", ["verdict"], /DuckDB can answer/],
];

describe("sharing a cell", () => {
  it.each(REFUSED)("is refused by or with %s, and nothing is written", async (_, sql, by, said) => {
    await expect(share(sql, by)).rejects.toThrow(said);
    expect(existsSync(join(root, "src/notebooks"))).toBe(false);
  });

  it("needs who and why, a cell of that name, and columns", async () => {
    await expect(share(ONE_A_CHILD, ["verdict"], { who: " " })).rejects.toThrow(/who shares/);
    await expect(share(ONE_A_CHILD, ["verdict"], { why: "so" })).rejects.toThrow(/why/);
    await expect(share(ONE_A_CHILD, ["verdict"], { cell: "other" })).rejects.toThrow(/perChild/);
    await expect(share(ONE_A_CHILD, [])).rejects.toThrow(/--by/);
    expect(existsSync(join(root, "src/notebooks"))).toBe(false);
  });

  it.each([
    ["days", ["authority_code"], "days", /numbers to average/],
    ["what also divides the children", ["change"], "change", /an amount or a day/],
    ["a day", ["authority_code"], "first_on", /numbers to average/],
    ["a column that is not there", ["authority_code"], "gain", /--mean/],
    ["amounts beyond points", ["authority_code"], "pounds", /points from -100 to 100/],
    ["values that are all alike", ["authority_code"], "one", /not all alike/],
    [
      "groups of too few",
      ["authority_code", "few"],
      "change",
      /at least 30 children|share by fewer/,
    ],
  ])("refuses a mean of %s, and writes nothing", async (_, by, mean, said) => {
    const sql = `select *, 1000 * change as pounds, 1 as one, 'f' || (hash(child_id) % 20) as few from (${ONE_A_CHILD})`;
    await expect(share(sql, by as string[], { mean })).rejects.toThrow(said);
    expect(existsSync(join(root, "src/notebooks"))).toBe(false);
  });

  it("writes a measure that the program counts, a page with the words, and a record of who and why", async () => {
    const shared = await share(ONE_A_CHILD, ["authority_code", "verdict"]);
    expect(shared.measure).toBe("per-child-by-authority-verdict");
    expect(shared.children % 5).toBe(0);
    const read = (path: string) => readFileSync(join(root, path), "utf8");
    const folder = "pipelines/measures/per-child-by-authority-verdict";
    expect(read(`${folder}/per_child_by_authority_verdict_counted.sql`)).toMatch(
      /^-- One row per child that is counted, and authority and verdict[.]\n-- Kept as a view[.]\nselect child_id/,
    );
    expect(read(`${folder}/per_child_by_authority_verdict.sql`)).toContain(
      "count(distinct child_id)",
    );
    expect(read(`${folder}/measure.ts`)).toContain("audit: counts.audit");
    expect(JSON.parse(read(`${folder}/shared.json`))).toMatchObject({
      ...{ notebook: "improved", cell: "perChild", by: ["authority_code", "verdict"] },
      ...{ who: "A. Analyst", why: "for the board in spring" },
    });
    expect(read("pipelines/measures/all.ts")).toContain("perChildByAuthorityVerdict");
    const page = read("src/notebooks/improved.md");
    expect(page).toContain("title: Who improved");
    expect(page).toContain("Words stay.");
    expect(page).toContain("data/per-child-by-authority-verdict.arrow");
    expect(page).toContain("display(least)");
    expect(page).not.toMatch(/```sql|from changes|from children|Plot\.dot|The chart is/);
    expect(shared.leftOut).toEqual([4, 5, 6]);
    expect(nextOf(shared)).toMatch(/without cell 4, 5, 6/);
    await expect(share(ONE_A_CHILD, ["authority_code", "verdict"])).rejects.toThrow(/--force/);
  });

  it("writes a measure of means, whose noise is that of the program's own table of them", async () => {
    const text = notebook(ONE_A_CHILD).replaceAll("perChild", "perChange");
    const more = { text, cell: "perChange", notebook: "means", mean: "change" };
    const shared = await share(ONE_A_CHILD, ["authority_code"], more);
    expect(shared).toMatchObject({
      measure: "mean-change-by-authority",
      statistic: "change, total",
    });
    const read = (path: string) => readFileSync(join(root, path), "utf8");
    const folder = "pipelines/measures/mean-change-by-authority";
    expect(read(`${folder}/mean_change_by_authority_counted.sql`)).toMatch(
      /change::double as averaged[\s\S]*where change is not null/,
    );
    expect(read(`${folder}/measure.ts`)).toMatch(/meansOfChildren\([\s\S]*"change, total"/);
    expect(JSON.parse(read(`${folder}/shared.json`))).toMatchObject({ mean: "change" });
    expect(read("src/notebooks/means.md")).toContain("data/mean-change-by-authority.arrow");
    // A second share of the notebook stands on the same page, unless somebody has changed that.
    await share(ONE_A_CHILD, ["verdict"], { ...more, mean: undefined });
    expect(read("src/notebooks/means.md")).toMatch(
      /meanChangeByAuthority\(meanChangeByAuthorityRows[\s\S]*perChangeByVerdict\(perChangeByVerdictRows/,
    );
    writeFileSync(join(root, "src/notebooks/means.md"), "# Mine\n");
    await expect(
      share(ONE_A_CHILD, ["verdict"], { ...more, name: "x-by-verdict" }),
    ).rejects.toThrow(/--force/);
    const doubled = `select * replace (change / 2 as change) from (${ONE_A_CHILD})`;
    const other = await share(doubled, ["authority_code"], {
      ...more,
      ...{ text: notebook(doubled).replaceAll("perChild", "perChange"), name: "half-by-authority" },
      ...{ notebook: "half" },
    });
    expect(other.statistic).toBe("shared mean");
  });
});
