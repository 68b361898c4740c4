import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
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
