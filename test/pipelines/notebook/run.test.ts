import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { vsendHere } from "../vsend.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-run-"));
const warehouse = join(folder, "w.duckdb");
const out = join(folder, "out");

beforeAll(async () => {
  const made = await openWarehouse(warehouse);
  await made.run(
    "create table needs as select i as n, '=x' || i % 3 as code from range(300000) t (i)",
  );
  made.close();
  mkdirSync(join(folder, "notebooks"));
  writeFileSync(
    join(folder, "notebooks/nightly.md"),
    `# Nightly

\`\`\`js
const least = view(Inputs.range([0, 60]));
\`\`\`

\`\`\`sql id=few
select code, count(*) as rows from needs where n >= \${least} and code <> \${ code } group by all order by all
\`\`\`

\`\`\`sql id=all
from needs
\`\`\`

\`\`\`sql
select 1
\`\`\`
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  vsendHere("notebook", "run", "nightly", ...args, "--warehouse", warehouse, "--out", out);

it("writes each named answer whole, marked private and readable by its owner alone", async () => {
  const { code, out: said, err } = await run("--set", "least=20", "--set", "code==x1");
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(said).toContain("300000");
  expect(readdirSync(out).sort()).toEqual(["nightly-all.private.csv", "nightly-few.private.csv"]);
  expect(readFileSync(join(out, "nightly-few.private.csv"), "utf8")).toBe(
    "code,rows\n'=x0,99993\n'=x2,99994\n",
  );
  expect(statSync(join(out, "nightly-few.private.csv")).mode & 0o077).toBe(0);
  const again = await run("--set", "least=20", "--set", "code=a");
  expect(again.code).toBe(2);
  expect(again.err).toContain("no file yet");
});

it("as Parquet", async () => {
  const to = out;
  const { code } = await run(
    "--set",
    "least=1",
    "--set",
    "code=a",
    "--as",
    "parquet",
    "--folder",
    join(folder, "notebooks"),
  );
  expect(code).toBe(0);
  const reader = await openWarehouse(":memory:");
  expect(
    await reader.one(`select count(*) as n from '${join(to, "nightly-all.private.parquet")}'`),
  ).toEqual({ n: 300000 });
  reader.close();
});

it("says which input is missing, not there, or no setting, and of a notebook that is not there", async () => {
  expect((await run("--set", "least=1")).err).toContain("--set code=VALUE");
  expect((await run("--set", "least=1", "--set", "code=a", "--set", "most=2")).err).toContain(
    "least, code",
  );
  expect((await run("--set", "least")).err).toContain("--set least=20");
  const other = await vsendHere("notebook", "run", "other", "--warehouse", warehouse, "--out", out);
  expect(other.err).toContain("name of a notebook");
});
