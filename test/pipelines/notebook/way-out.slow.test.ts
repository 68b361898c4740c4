import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleFile } from "../sample-file.ts";
import { projectCopy } from "../scaffold/project-copy.ts";
import { type Outcome, startIn } from "../vsend.ts";

const copy = projectCopy();
const warehouse = join(copy.root, "data/w.duckdb");
const notebooks = join(copy.root, "data/notebooks");

beforeAll(async () => {
  const sample = await sampleFile();
  process.env.VSEND_KEY_FILE = sample.key;
  copyFileSync(sample.warehouse, warehouse);
});
afterAll(() => copy.remove());

async function vsend(...args: string[]): Promise<Outcome> {
  const outcome = await startIn(copy.root, [...args, "--warehouse", warehouse]).ended;
  expect(outcome, outcome.err).toMatchObject({ code: 0 });
  return outcome;
}

/** Every file of a folder, with its digest. */
const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        relative(folder, path),
        createHash("sha256").update(readFileSync(path)).digest("hex"),
      ]),
  );

it("ten notebooks in their folder, broken or full of children, change no byte of the site", async () => {
  await vsend("build");
  // The first release has none before it, which the page of the data says.
  await vsend("publish", "--out", join(copy.root, "first"));
  await vsend("publish", "--out", join(copy.root, "before"));
  mkdirSync(notebooks);
  const texts = [
    "```sql id=rows\nfrom children\n```\n",
    "```sql\nselec nothing\n```\n",
    "```js\nconst a = ;\n```\n",
    "---\ntitle: [\n---\n",
    "```sql\n",
    `# ${"75370ae6-b2d0-18cd-d2cd-5527dc0891d3 ".repeat(1000)}`,
    "```ts\nimport x from '../../nowhere.js';\n```\n",
    "\u0000\u0001",
    "",
    "<script>alert(1)</script>",
  ];
  for (const [i, text] of texts.entries()) writeFileSync(join(notebooks, `n${i}.md`), text);
  await vsend("publish", "--out", join(copy.root, "after"));
  expect(bytesOf(join(copy.root, "after"))).toEqual(bytesOf(join(copy.root, "before")));
});

it("what is shared is published with small groups hidden", async () => {
  writeFileSync(
    join(notebooks, "verdicts.md"),
    `# Who improved?

Words of the notebook.

\`\`\`sql id=perChild
select child_id, any_value(authority_code) as authority_code,
  case when any_value(hash(child_id)) % 300 = 0 then 'seldom' else any_value(verdict) end as verdict
from changes
where domain = 'total' and rated_by = 'professional' and bridge is null and verdict is not null
group by child_id
\`\`\`
`,
  );
  const share = ["notebook", "share", "verdicts", "perChild", "--by", "authority_code", "verdict"];
  const { out } = await vsend(
    ...share,
    "--who",
    "A. Analyst",
    "--why",
    "for a test of the way out",
  );
  expect(out).toContain("Hidden, fewer than 5 children");
  await vsend("build");
  await vsend("publish", "--out", join(copy.root, "dist"));
  const data = join(copy.root, "dist/_file/data");
  const file = readdirSync(data).find((name) =>
    /^per-child-by-authority-verdict\..*arrow$/.test(name),
  );
  const rows = [...tableFromIPC(readFileSync(join(data, file!)))].map((row) => row.toJSON());
  expect(rows.length).toBeGreaterThan(15);
  const seldom = rows.filter(({ verdict }) => verdict === "seldom");
  expect(seldom.length).toBeGreaterThan(0);
  for (const row of seldom) expect(row).toMatchObject({ child_count: null, symbol: "c" });
  // Another is hidden with each, so that the total does not give it away.
  for (const { authority_code } of seldom) {
    const hidden = rows.filter(
      (row) => row.authority_code === authority_code && row.child_count === null,
    );
    expect(hidden.length).toBeGreaterThan(1);
  }
  expect(rows.every(({ child_count }) => child_count === null || child_count % 5 === 0)).toBe(true);
  const page = readFileSync(join(copy.root, "dist/notebooks/verdicts.html"), "utf8");
  expect(page).toContain("Words of the notebook.");
  expect(page).not.toContain("from changes");
});
