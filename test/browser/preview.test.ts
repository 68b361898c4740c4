import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type ServedPreview,
  servePreview,
} from "../../pipelines/notebook/preview/serve-preview.ts";
import { type Preview, previewSite } from "../../pipelines/publish/site/preview.ts";
import { liveRoot, type SiteRoot } from "../../pipelines/publish/site/site-root.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import { launch, openPage } from "./harness.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-preview-"));
const warehouse = join(folder, "w.duckdb");
const page = join(folder, "src/notebooks/who.md");
const PAGE = `# Who changed?

At least \${least}.

\`\`\`js
const least = view(Inputs.range([0, 60], {label: "First total at least", step: 5, value: 20}));
\`\`\`

\`\`\`sql id=byAuthority display
select authority_code, count(*) as children, round(avg(change), 1) as mean_change
from changes where domain = 'total' and first_need >= \${least}
group by all order by all
\`\`\`

\`\`\`js
display(Plot.barX(byAuthority, {x: "mean_change", y: "authority_code"}).plot());
\`\`\`
`;

/** Other tests run beside. */
const SOON = { timeout: 15_000 };

let browser: Browser;
let root: SiteRoot;
let site: Preview;
let served: ServedPreview;

beforeAll(async () => {
  copyFileSync((await sampleFile()).warehouse, warehouse);
  mkdirSync(join(folder, "src/notebooks"), { recursive: true });
  writeFileSync(page, PAGE);
  writeFileSync(join(folder, "src/index.md"), "# Home\n");
  writeFileSync(
    join(folder, "observablehq.config.ts"),
    `export default { root: "src", sidebar: false, globalStylesheets: [], duckdb: { extensions: { json: null, parquet: null } } };`,
  );
  copyFileSync(projectFile("package.json"), join(folder, "package.json"));
  symlinkSync(projectFile("node_modules"), join(folder, "node_modules"), "dir");
  root = await liveRoot(folder);
  site = await previewSite({ root: root.folder, port: 4600, print: () => undefined });
  const src = join(folder, "src");
  served = await servePreview({ warehouse, site: site.url, src, limits: { idleSeconds: 0.3 } });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  site?.stop();
  await site?.ended;
  await root?.remove();
  rmSync(folder, { recursive: true });
});

it("a page in preview asks the warehouse with the notebook's sql, and follows inputs, edits and builds", async () => {
  const opened = await openPage(browser, served.link);
  const tab = opened.page;
  const answered = await tab.goto(`${served.url}notebooks/who`);
  expect(answered!.headers()["content-security-policy"]).toMatch(/script-src 'self' 'sha256-/);
  expect(answered!.headers()["content-security-policy"]).not.toMatch(/eval|script-src[^;]*inline/);
  expect(answered!.headers()["cache-control"]).toBe("no-store");
  const row = () => tab.locator("main td").first().locator("xpath=..").innerText();
  await tab.locator("main svg rect").first().waitFor(SOON);
  await expect.poll(() => tab.locator("body > aside").innerText()).toContain("Private");
  const before = await row();
  await tab.locator("input[type=range]").fill("50");
  await expect.poll(row, SOON).not.toBe(before);
  await expect.poll(() => tab.locator("main p").first().innerText(), SOON).toBe("At least 50.");

  // A build: what was asked is asked again, with the input as it stands.
  const then = await row();
  const writer = await openWarehouse(warehouse, { wait: { seconds: 10 } });
  await writer.run("update pairs_vsend_core_2026_1 set total_last = 99");
  writer.close();
  await expect.poll(row, SOON).not.toBe(then);
  expect(await tab.locator("main p").first().innerText()).toBe("At least 50.");

  writeFileSync(page, PAGE.replace("# Who changed?", "# Saved in an editor"));
  await tab.getByRole("heading", { name: "Saved in an editor" }).waitFor(SOON);
  await tab.locator("main svg rect").first().waitFor(SOON);
  expect(opened.outsideRequests).toEqual([]);
  expect(opened.pageErrors).toEqual([]);
  expect(opened.consoleErrors).toEqual([]);
  await opened.close();
});

it("whoever did not follow the link gets nothing, and the open address of the same page no answers", async () => {
  const asked = { method: "POST", body: JSON.stringify({ sql: "from children" }) };
  const headers = { "content-type": "application/json", origin: new URL(served.url).origin };
  for (const path of ["", "notebooks/who", "_vsend/api/events"])
    expect((await fetch(served.url + path)).status, path).toBe(404);
  expect((await fetch(`${served.url}_vsend/api/sql`, { ...asked, headers })).status).toBe(404);
  expect((await fetch(`${site.url}_vsend/api/sql`, asked)).status).toBe(404);
  const opened = await openPage(browser, `${site.url}notebooks/who`);
  expect(await opened.page.locator("main").innerText()).toContain("open the private link");
  await opened.close();
});
