import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageKey } from "../../../pipelines/publish/site/page-key.ts";

let project: string;
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
};

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "vsend-key-"));
  put("observablehq.config.ts", "export default {}");
  put("package.json", "{}");
  put("src/index.md", "# Home");
  put("node_modules/@observablehq/framework/package.json", '{"version":"1"}');
  put("node_modules/.package-lock.json", "{}");
});
afterAll(() => rmSync(project, { recursive: true }));

it("is another when anything that makes the pages is, and the same whatever is published", async () => {
  const first = await pageKey(project, ["changes.csv"]);
  put("src/data/changes.csv", "a,b");
  put("src/.observablehq/cache/_build.json", "{}");
  expect(await pageKey(project, ["changes.csv"])).toBe(first);
  const keys = [first, await pageKey(project, ["changes.csv", "more.csv"])];
  const changes: [string, string][] = [
    ["src/index.md", "# Home again"],
    ["src/components/chart.ts", "1"],
    ["src/components/chart.ts", "2"],
    ["src/style.css", "p {}"],
    ["src/components/data/own.ts", "1"],
    ["observablehq.config.ts", "export default {title: 1}"],
    ["package.json", '{"version":"2"}'],
    ["node_modules/.package-lock.json", '{"d3":"8"}'],
  ];
  for (const [path, text] of changes) {
    put(path, text);
    keys.push(await pageKey(project, ["changes.csv"]));
  }
  expect(new Set(keys).size).toBe(keys.length);
});
