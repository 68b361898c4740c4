import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
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
const OF_RELEASES = ["/council/norfolk", "/spending", "/forecast"];

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
        expect(address, `question ${number}`).toMatch(/^(\/[a-z/-]+|tracker|none)$/);
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
      await close();
      await tracker.stop();
      await rm(folder, { recursive: true, force: true });
    });
  });
}
