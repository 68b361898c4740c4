import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serveFolder } from "../../pipelines/publish/site/serve.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import { projectCopy } from "../pipelines/scaffold/project-copy.ts";
import { type Outcome, startIn } from "../pipelines/vsend.ts";
import { axeViolations, launch, openPage } from "./harness.ts";

const copy = projectCopy();
const warehouse = join(copy.root, "data/w.duckdb");
const notebooks = join(copy.root, "data/notebooks");
const site = join(copy.root, "dist");

/** Other tests run beside. */
const SOON = { timeout: 30_000 };

let browser: Browser;

beforeAll(async () => {
  const sample = await sampleFile();
  process.env.VSEND_KEY_FILE = sample.key;
  copyFileSync(sample.warehouse, warehouse);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  copy.remove();
});

async function vsend(...args: string[]): Promise<Outcome> {
  const outcome = await startIn(copy.root, [...args, "--warehouse", warehouse]).ended;
  expect(outcome, outcome.err).toMatchObject({ code: 0 });
  return outcome;
}

/** The command as a terminal runs it; what is given ends it. */
async function startNotebook(): Promise<{ link: string; end: () => Promise<Outcome> }> {
  const { child, ended } = startIn(copy.root, ["notebook", "--warehouse", warehouse]);
  let said = "";
  child.stdout!.on("data", (text) => {
    said += text;
  });
  await expect.poll(() => said, SOON).toMatch(/http:\S+open\?key=\S+/);
  const end = () => {
    child.kill("SIGINT");
    return ended;
  };
  return { link: /http:\S+open\?key=\S+/.exec(said)![0], end };
}

const ready = (page: Page) => page.waitForFunction(() => document.body.dataset.ready === "true");
const firstRow = (page: Page) => page.locator(".answer-table tbody tr").first().innerText();
const rowsOf = (table: string) => {
  const data = join(site, "_file/data");
  const file = readdirSync(data).find((name) => new RegExp(`^${table}\\..*arrow$`).test(name));
  return [...tableFromIPC(readFileSync(join(data, file!)))].map((row) => row.toJSON());
};

/** One child in 300 is of a kind that only few are. */
const ASKED = `select child_id, any_value(authority_code) as authority_code, case when any_value(hash(child_id)) % 300 = 0 then 'seldom' else any_value(verdict) end as verdict from changes where domain = 'total' and rated_by = 'professional' and bridge is null and verdict is not null group by child_id`;

it("a stranger opens the tour, changes an input, asks, draws, saves, reopens, shares, publishes, and the page hides small groups", async () => {
  const started = await startNotebook();
  const opened = await openPage(browser, started.link);
  const { page } = opened;
  await page.getByRole("link", { name: "Who is waiting" }).click();
  await ready(page);
  await page.locator(".output svg rect").first().waitFor(SOON);
  const before = await firstRow(page);
  await page.locator(".output input[type=range]").first().fill("3");
  await expect.poll(() => firstRow(page), SOON).not.toBe(before);

  // A notebook of one's own.
  await page.getByRole("link", { name: "Notebooks", exact: true }).click();
  await page.getByLabel("A new notebook, named").fill("verdicts");
  await page.getByRole("button", { name: "Begin" }).click();
  await ready(page);
  await page.getByRole("button", { name: "+ SQL cell at the end" }).click();
  await page.keyboard.type("select * from chang");
  const option = page.locator(".cm-tooltip-autocomplete li", { hasText: /^changes$/ });
  await option.waitFor(SOON);
  await option.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(ASKED);
  await page.keyboard.press("Control+Enter");
  const cell = page.locator(".cell-sql").last();
  await cell.locator(".answer-table").waitFor(SOON);
  await cell.getByLabel(/^Name of the rows/).fill("perChild");
  await cell.getByLabel(/^Name of the rows/).press("Tab");
  await cell.locator(".answer-table").waitFor(SOON);
  await cell.getByRole("button", { name: "Chart", exact: true }).click();
  await cell.locator(".menu button").first().click();
  await page.locator(".cell").last().locator(".output svg").first().waitFor(SOON);
  await page.keyboard.press("Control+s");
  await expect.poll(() => page.locator("#said").innerText(), SOON).toBe("Saved.");
  await page.reload();
  await ready(page);
  await page.locator(".cell-sql .answer-table").last().waitFor(SOON);

  await page
    .locator(".cell-sql")
    .last()
    .getByRole("button", { name: /^Share/ })
    .click();
  expect(await axeViolations(page)).toEqual([]);
  await page.getByLabel("By the columns").fill("authority_code, verdict");
  await page.getByLabel("Who shares it").fill("A. Analyst");
  await page.getByLabel("Why").fill("for the walk of a stranger");
  await page.getByRole("dialog").getByRole("button", { name: "Share" }).click();
  const said = page.locator("dialog pre");
  await expect.poll(() => said.innerText(), SOON).toContain("Hidden, fewer than 5 children");
  expect(opened.outsideRequests).toEqual([]);
  expect(opened.pageErrors).toEqual([]);
  await opened.close();
  expect(await started.end()).toMatchObject({ code: 0 });

  // A mean goes out by the command.
  writeFileSync(
    join(notebooks, "means.md"),
    `# By how much?

\`\`\`sql id=perChange
select child_id, authority_code, change from changes
where domain = 'total' and rated_by = 'professional' and instrument = 'vsend-core' and version = '2026.1'
\`\`\`
`,
  );
  const average = ["means", "perChange", "--by", "authority_code", "--mean", "change"];
  await vsend(
    "notebook",
    "share",
    ...average,
    "--who",
    "A. Analyst",
    "--why",
    "for a test of means",
  );

  await vsend("build");
  await vsend("publish", "--out", site);
  const rows = rowsOf("per-child-by-authority-verdict");
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

  // The mean of the same children is the one that the program publishes itself, with the same noise.
  const means = rowsOf("mean-change-by-authority");
  const own = rowsOf("change-by-authority").filter(
    (row) =>
      row.group_kind === "Everyone" && row.domain === "total" && row.instrument === "vsend-core",
  );
  expect(means.length).toBeGreaterThan(1);
  for (const { authority_code, child_count, mean, lower, upper } of means) {
    const same = own.find((row) => row.authority_code === authority_code)!;
    expect({ child_count, mean, lower, upper }).toEqual({
      ...{ child_count: same.child_count, mean: same.change_mean },
      ...{ lower: same.lower, upper: same.upper },
    });
  }

  const served = await serveFolder(site);
  for (const [path, hides] of [
    ["notebooks/verdicts", true],
    ["notebooks/means", false],
  ] as const) {
    const public_ = await openPage(browser, `${served.url}${path}`);
    await public_.page.locator("main figure svg, main svg").first().waitFor(SOON);
    const text = await public_.page.locator("main").innerText();
    expect(text.includes("hidden so that no child can be identified")).toBe(hides);
    expect(text).not.toMatch(/select|from changes|[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(public_.pageErrors).toEqual([]);
    expect(await axeViolations(public_.page)).toEqual([]);
    await public_.close();
  }
  await served.stop();

  // What was written with them passes.
  const tests = ["test/pipelines/measures/mean-", "test/pipelines/measures/per-child"];
  const ran = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
      ...tests,
      "test/src/components/mean-",
      "test/src/components/per-child",
    ],
    { cwd: copy.root, encoding: "utf8" },
  );
  expect(ran.status, ran.stdout + ran.stderr).toBe(0);
});
