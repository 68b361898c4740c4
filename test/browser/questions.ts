import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { PROMPTS } from "../../pipelines/tracker/prompts.ts";
import { serveTracker } from "../../pipelines/tracker/serve-tracker.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import { openPage, together } from "./harness.ts";
import type { TestSite } from "./site.ts";

interface Question {
  number: number;
  address: string;
  /** Words that stand where the answer is; or why there is none. */
  found: string;
}

/** The rows of docs/questions.md. */
const questions: Question[] = readFileSync(projectFile("docs/questions.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map((cells) => ({ number: Number(cells[1]), address: cells[4]!, found: cells[5]! }));

/** Pages whose figures are of DfE's releases, which stand beside the project where they are at hand. */
const OF_RELEASES = ["/council/norfolk", "/spending", "/forecast", "/identification"];

const textOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector("main")!.textContent!.replaceAll(/\s+/g, " "));

/** Opens every address that docs/questions.md gives, and finds the figure there. */
export function describeQuestions(
  visited: () => { site: TestSite; browser: Browser; url: string },
): void {
  describe("the questions that leaders and evaluators ask", () => {
    test("are 28, each with an address or a reason", () => {
      expect(questions.map(({ number }) => number)).toEqual(
        Array.from({ length: 28 }, (_, i) => i + 1),
      );
      for (const { address, found, number } of questions) {
        expect(address, `question ${number}`).toMatch(/^(\/[a-z/-]+|tracker|lists|none)$/);
        if (address === "none") expect(found).toMatch(/^(Not built|The data cannot say): /);
        else expect(found.length).toBeGreaterThan(5);
      }
    });

    test("are answered on the pages of the site that are named", async () => {
      const { site, browser, url } = visited();
      const onSite = questions.filter(({ address }) => address.startsWith("/"));
      const addresses = [...new Set(onSite.map(({ address }) => address))].filter(
        (address) => site.hasDfe || !OF_RELEASES.includes(address),
      );
      expect(addresses.length).toBeGreaterThan(8);
      await together(addresses, async (address) => {
        const { page, close } = await openPage(browser, `${url}${address.slice(1)}`);
        for (const { found, number } of onSite.filter((one) => one.address === address)) {
          await expect
            .poll(() => textOf(page), {
              message: `question ${number} at ${address}`,
              timeout: 8000,
            })
            .toContain(found);
        }
        await close();
      });
    });

    test("about single children are in no file of the site", async () => {
      const { site } = visited();
      const texts = (await readdir(site.dist, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && /\.(html|js|csv|json|txt|md)$/.test(entry.name))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
      expect(texts.length).toBeGreaterThan(30);
      for (const words of [...Object.values(PROMPTS), "To talk over", "to talk over"]) {
        expect(
          texts.some((text) => text.includes(words)),
          words,
        ).toBe(false);
      }
    });

    test("about one child are answered on the page that a practitioner's preview serves", async () => {
      const { browser } = visited();
      const folder = await mkdtemp(join(tmpdir(), "vsend-questions-"));
      const sample = await sampleFile();
      process.env.VSEND_KEY_FILE = sample.key;
      await copyFile(sample.warehouse, join(folder, "warehouse.duckdb"));
      const tracker = await serveTracker(join(folder, "warehouse.duckdb"));
      const { page, close } = await openPage(browser, tracker.url);
      await page.selectOption("select", "X10000001");
      await page.fill("input", "N-00001");
      await Promise.all([page.waitForResponse(tracker.url), page.press("input", "Enter")]);
      await page.waitForLoadState();
      const text = await textOf(page);
      const asked = questions.filter(({ address }) => address === "tracker");
      expect(asked.length).toBeGreaterThan(2);
      for (const { found, number } of asked) expect(text, `question ${number}`).toContain(found);
      for (const { found, number } of questions.filter(({ address }) => address === "lists")) {
        await page.goto(tracker.url);
        await page.selectOption("select[name=prompt]", { label: found });
        await Promise.all([
          page.waitForResponse(tracker.url),
          page.getByText("List", { exact: true }).click(),
        ]);
        await page.waitForLoadState();
        expect(await page.locator("h1").textContent(), `question ${number}`).toBe(found);
        expect(await page.locator("tbody tr").count(), `question ${number}`).toBeGreaterThan(0);
      }
      await close();
      await tracker.stop();
      await rm(folder, { recursive: true, force: true });
    });
  });
}
