import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refuseSql, sqlLines } from "../../../pipelines/publish/site/sql-blocks.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";

it.each([
  ["a block", "# a\n\n```sql\nfrom changes\n```", [3]],
  ["a named block, shown", "~~~~sql id=rows display\nfrom a\n~~~~", [1]],
  ["a block in capitals, in a list", "- a\n\n  ```SQL id=b\n  from a\n  ```", [3]],
  ["two blocks", "```sql\n1\n```\n\n```sql\n2\n```", [1, 5]],
  ["the tag in code", "```js\nconst a = 1;\nconst b = await sql`from changes`;\n```", [3]],
  ["a client in code", "```ts\nconst db = DuckDBClient.of({});\n```", [2]],
  ["the tag in words", `There are \${(await sql\`from a\`).numRows} of them.`, [1]],
  ["a block that does not run", "```sql run=false\nfrom a\n```", []],
  ["SQL as an example in another block", "````md\n```sql\nfrom a\n```\n````", []],
  ["the word", "We use sql and `sql` here. ```not a fence```", []],
  ["a page with tables of its own", "---\nsql:\n  a: ./data/a.arrow\n---\n```sql\nfrom a\n```", []],
])("of %s the lines are found", (_, page, lines) => {
  expect(sqlLines(page)).toEqual(lines);
});

it("a publish is refused with page and line, but for pages that are not published", async () => {
  await refuseSql(PROJECT, []);
  const root = mkdtempSync(join(tmpdir(), "vsend-sql-"));
  try {
    mkdirSync(join(root, "src/notebooks"), { recursive: true });
    writeFileSync(join(root, "src/notebooks/spring.md"), "# a\n\n```sql\nfrom changes\n```\n");
    await expect(refuseSql(root, [])).rejects.toThrow("src/notebooks/spring.md, line 3");
    await expect(refuseSql(root, [])).rejects.toThrow("vsend notebook share");
    await refuseSql(root, ["/notebooks/spring"]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
