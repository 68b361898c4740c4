import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvParse } from "d3";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pseudonym, readKey } from "../../pipelines/load/judge/pseudonym.ts";
import { type ChildReadings, childReadings } from "../../pipelines/tracker/child-readings.ts";
import { type ServedTracker, serveTracker } from "../../pipelines/tracker/serve-tracker.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import { axeViolations, launch, openPage } from "./harness.ts";

const FILES = ["assessments.csv", "assessments-ladder.csv", "assessments-checklist.csv"];
const assessed = FILES.flatMap((name) => [
  ...csvParse(readFileSync(projectFile(`data/sample/${name}`), "utf8")),
]);

let folder: string;
let tracker: ServedTracker;
let browser: Browser;
const held = new Map<string, ChildReadings>();

beforeAll(async () => {
  const sample = await sampleFile();
  process.env.VSEND_KEY_FILE = sample.key;
  folder = await mkdtemp(join(tmpdir(), "vsend-tracker-"));
  const file = join(folder, "warehouse.duckdb");
  await copyFile(sample.warehouse, file);
  const warehouse = await openWarehouse(file);
  // One child of each instrument that a family has read too, and the first of each file.
  for (const rows of [
    assessed.filter(({ rated_by }) => rated_by === "family").slice(0, 2),
    ...FILES.map((_, i) => assessed.filter((row) => row.instrument === INSTRUMENTS[i]).slice(0, 2)),
  ]) {
    for (const { authority_code, child_id } of rows) {
      const child = await childReadings(
        warehouse,
        authority_code!,
        pseudonym(readKey(), authority_code!, child_id!),
      );
      held.set(`${authority_code} ${child_id}`, child!);
    }
  }
  warehouse.close();
  tracker = await serveTracker(file);
  browser = await launch();
});
const INSTRUMENTS = ["vsend-core", "norfolk-indes", "oxfordshire-indicators"];
afterAll(async () => {
  await browser?.close();
  await tracker?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(page: Page, authority: string, child: string) {
  await page.selectOption("select", authority);
  await page.fill("input", child);
  const [answer] = await Promise.all([
    page.waitForResponse(tracker.url),
    page.press("input", "Enter"),
  ]);
  await page.waitForLoadState("load");
  return answer;
}

describe("the tracker of one child", () => {
  test("is one side of A4, and holds what was recorded, for children of every instrument", async () => {
    expect(new Set([...held.values()].map(({ instrument }) => instrument)).size).toBe(3);
    for (const [key, child] of held) {
      const [authority, id] = key.split(" ") as [string, string];
      const { page, close, consoleErrors, outsideRequests } = await openPage(browser, tracker.url);
      const response = await ask(page, authority, id);
      expect(response.status()).toBe(200);
      expect(response.headers()["cache-control"]).toBe("no-store");
      expect(page.url()).toBe(tracker.url);
      const shown = await page
        .locator("tbody tr")
        .evaluateAll((rows) =>
          rows.map((row) => [...row.children].map((cell) => cell.textContent)),
        );
      expect(shown.length).toBe(child.areas.length);
      for (const change of child.changes) {
        const title = child.areas.find(({ domain }) => domain === change.domain)!.title;
        const row = shown.find(([name]) => name === title)!;
        const need = (on: string) =>
          String(
            Math.round(
              child.points.find(
                (point) =>
                  point.domain === change.domain &&
                  point.assessed_on === on &&
                  point.rated_by === "professional",
              )!.need,
            ),
          );
        expect(row.slice(1, 3)).toEqual([need(change.first_on), need(change.last_on)]);
      }
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length).toBe(1);
      expect(await page.content()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect([consoleErrors, outsideRequests]).toEqual([[], []]);
      await close();
    }
  });

  test.each([
    { width: 1280, colourScheme: "light" as const },
    { width: 390, colourScheme: "dark" as const },
  ])(
    "at $width pixels, $colourScheme, passes axe and does not scroll sideways",
    async (options) => {
      const { page, close } = await openPage(browser, tracker.url, {
        ...options,
        bypassPolicy: true,
      });
      expect(await axeViolations(page)).toEqual([]);
      const [authority, id] = [...held.keys()][0]!.split(" ") as [string, string];
      await ask(page, authority, id);
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await page.goto(tracker.url);
      await page.selectOption("select[name=prompt]", "unlike");
      await Promise.all([page.waitForResponse(tracker.url), page.locator("button").nth(1).click()]);
      await page.waitForLoadState("load");
      expect(await page.locator("tbody tr").count()).toBeGreaterThan(1);
      expect(await axeViolations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await page.content()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      const [name] = await page.locator("tbody th").allTextContents();
      await Promise.all([page.waitForResponse(tracker.url), page.getByText("Open").nth(1).click()]);
      await page.waitForLoadState("load");
      expect(await page.locator("h1").textContent()).toBe(name);
      await close();
    },
  );

  test("says so of a number that nothing is held of, and repeats nothing that was typed", async () => {
    const { page, close } = await openPage(browser, tracker.url);
    const response = await ask(page, [...held.keys()][0]!.split(" ")[0]!, "<b>Nobody</b>");
    expect(response.status()).toBe(404);
    expect(await page.locator("[role=alert]").textContent()).toContain("No reading is held");
    expect(await page.content()).not.toContain("Nobody");
    await close();
  });

  test("answers nobody without its secret, nor under another host's name", async () => {
    const status = (path: string, host?: string) =>
      new Promise<number | undefined>((answered, failed) => {
        const url = new URL(tracker.url);
        request(
          { host: url.hostname, port: url.port, path, headers: { host: host ?? url.host } },
          (response) => answered(response.resume().statusCode),
        )
          .on("error", failed)
          .end();
      });
    const path = new URL(tracker.url).pathname;
    expect(await status(path)).toBe(200);
    expect(await status("/")).toBe(404);
    expect(await status(`${path.slice(0, -2)}x/`)).toBe(404);
    expect(await status(path, "elsewhere.example")).toBe(404);
    expect(new URL(tracker.url).hostname).toBe("127.0.0.1");
  });
});
