import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../pipelines/build/build.ts";
import { release } from "../../pipelines/publish/publish.ts";
import { releaseFiles } from "../../pipelines/publish/release-tables.ts";
import { writeCouncilPages } from "../../pipelines/publish/site/council-pages.ts";
import { writeInto } from "../../pipelines/publish/site/kept-files.ts";
import { buildWith, keptPages } from "../../pipelines/publish/site/kept-pages.ts";
import { linkPages } from "../../pipelines/publish/site/link-pages.ts";
import { serveFolder } from "../../pipelines/publish/site/serve.ts";
import { PROJECT } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { howMany, isNight } from "../how-many.ts";
import { shipped, shippedDesigns, shippedInstruments } from "../shipped.ts";
import { openPage, together } from "./harness.ts";
import { writeManyCouncils } from "./many-councils.ts";
import type { TestSite } from "./site.ts";

/** What the tests of places need of the site that the other tests look at. */
export interface Visited {
  site: TestSite;
  browser: Browser;
  url: string;
  pages: readonly string[];
}

const PHONE = { width: 390, height: 844 };
const PLACES = ["Overview", "Council", "Compare", "Children", "Money", "Evidence"];
const MOST_SCREENS = 6;

/** Words of a page that stand open, those of charts aside. */
const wordsOnPage = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector("main")!.cloneNode(true) as HTMLElement;
    for (const hidden of main.querySelectorAll("svg, details > :not(summary)")) hidden.remove();
    return main.textContent!.split(/\s+/).filter((word) => /\w/.test(word)).length;
  });

const heightOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollHeight);

async function onPhone(browser: Browser, url: string) {
  const opened = await openPage(browser, url, PHONE);
  await opened.page.setViewportSize(PHONE);
  await opened.page.waitForTimeout(500);
  return opened;
}

const rowsIn = async <T>(data: string, table: string): Promise<T[]> =>
  tableFromIPC(await readFile(join(data, `${table}.arrow`))).toArray() as T[];

/** A site of a release, built for these tests alone. */
async function served(data: string) {
  const folder = await mkdtemp(join(tmpdir(), "vsend-places-"));
  const dist = join(folder, "dist");
  const { signal } = new AbortController();
  const wanted = { project: PROJECT, leftOut: [], signal, onProgress: () => {} };
  const names = releaseFiles();
  const linked = await linkPages(await keptPages({ ...wanted, names }), data, names);
  await (linked ? writeInto(dist, linked) : buildWith(data, wanted, dist));
  await writeCouncilPages(
    dist,
    await rowsIn(data, "councils"),
    await rowsIn(data, "council-verdicts"),
  );
  const { url, stop } = await serveFolder(dist);
  return {
    url,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function describePlaces(visited: () => Visited) {
  describe("places", () => {
    test("are six in one row on a desk, and a menu on a phone that opens with the keyboard", async () => {
      const { browser, url } = visited();
      const desk = await openPage(browser, url);
      const links = desk.page.locator("nav.places a:visible");
      expect(await links.allInnerTexts()).toEqual(PLACES);
      const tops = await links.evaluateAll((all) => all.map((a) => a.getBoundingClientRect().top));
      expect(new Set(tops).size).toBe(1);
      expect(await desk.page.locator("button.menu").isVisible()).toBe(false);
      await desk.close();

      const { page, close } = await onPhone(browser, url);
      expect(await page.locator("nav.places").isVisible()).toBe(false);
      await page.locator("button.menu").press("Enter");
      expect(await page.locator("nav.places a:visible").allInnerTexts()).toEqual(PLACES);
      await close();
    });

    test("old addresses lead on, with what was chosen", async () => {
      const { browser, url } = visited();
      for (const [old, next] of [
        ["change", "children"],
        ["costs", "money"],
      ]) {
        const page = await browser.newPage();
        await page.goto(`${url}${old}?year=2024-25`, { waitUntil: "commit" });
        await page.waitForURL(`${url}${next}?year=2024-25`);
        await page.close();
      }
    });

    test("one selection goes along with every link, and is kept where a page has no such choice", async () => {
      const { browser, url } = visited();
      const { page, close } = await openPage(browser, `${url}money`);
      const council = page.getByRole("combobox", { name: "Council" });
      await council.selectOption({ label: "Northmere" });
      for (const place of ["Evidence", "Children"]) {
        const link = page.locator("nav.places a", { hasText: place });
        // Whoever is quicker than the page's script goes without the council.
        await link.hover();
        await expect
          .poll(() => link.getAttribute("href"), { timeout: 30_000 })
          .toContain("council=");
        await link.click();
        // The page it leaves has the council in its address too.
        await page.waitForURL(new RegExp(`/${place.toLowerCase()}.*council=`));
      }
      await page.locator("nav.pages a", { hasText: "Over time" }).click();
      await page.waitForURL(/over-time.*council=/);
      const chosen = page.getByRole("combobox", { name: "Council" }).locator("option:checked");
      expect(await chosen.innerText()).toContain("Northmere");
      await close();
    });
  });

  describe("the first screen of a phone", () => {
    test.each(["", "children"])(
      "of /%s has the verdict, the sentence and the whole chart",
      async (path) => {
        const { browser, url } = visited();
        const { page, close } = await onPhone(browser, url + path);
        for (const part of [
          ".answer-first .word",
          ".answer-first .sentence",
          "figure svg[role=img]",
        ]) {
          const box = await page.locator(part).first().boundingBox();
          expect(box, part).not.toBeNull();
          expect(box!.y + box!.height, `${part} ends`).toBeLessThanOrEqual(PHONE.height);
        }
        const sentence = await page.locator(".answer-first .sentence").first().innerText();
        expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(25);
        await close();
      },
    );

    test("the overview is at most two screens and 120 words", async () => {
      const { browser, url } = visited();
      const { page, close } = await onPhone(browser, url);
      expect(await heightOf(page)).toBeLessThanOrEqual(2 * PHONE.height);
      expect(await wordsOnPage(page)).toBeLessThanOrEqual(120);
      await close();
    });
  });

  test("the brief of a council is printed on one sheet", async () => {
    const { browser, site, url } = visited();
    const councils = (await readdir(join(site.dist, "council")))
      .filter((file) => file.endsWith(".html") && file !== "index.html")
      .map((file) => file.replace(/[.]html$/, ""));
    const some = howMany(10, councils.length);
    const tried = councils.filter((_, i) => i % Math.ceil(councils.length / some) === 0);
    if (site.hasDfe) expect(tried.length).toBeGreaterThanOrEqual(Math.min(some, 8));
    await together(tried, async (slug) => {
      const { page, close } = await openPage(browser, `${url}council/${slug}`);
      const sheet = (await page.pdf({ format: "A4" })).toString("latin1");
      await close();
      expect(sheet.match(/\/Type\s*\/Page\b/g), slug).toHaveLength(1);
    });
  });

  /** Pages on which every council stands; at night all are tried. */
  const WITH_COUNCILS = ["", "compare", "children", "placements", "evaluation-authorities"];

  describe("no page grows", () => {
    let many: Awaited<ReturnType<typeof served>>;
    let empty: Awaited<ReturnType<typeof served>>;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "vsend-releases-"));
      await writeManyCouncils(await visited().site.released(), join(folder, "many"));
      many = await served(join(folder, "many"));
      const nothing = await openWarehouse(join(folder, "empty.duckdb"));
      await build(nothing, shippedInstruments(), shippedDesigns(), silent);
      await release(nothing, join(folder, "none"), { ...shipped(), audience: "public" }, silent);
      nothing.close();
      empty = await served(join(folder, "none"));
    });
    afterAll(async () => {
      await many?.remove();
      await empty?.remove();
      await rm(folder, { recursive: true, force: true });
    });

    test("beyond six screens of a phone, nor by a tenth with 150 councils", async () => {
      const { browser, url, pages } = visited();
      // A method page is a text to look something up in, reached from a figure at its own heading.
      const limited = (path: string) => !path.startsWith("method/");
      await together(isNight ? pages : pages.filter(limited), async (path) => {
        const few = await onPhone(browser, url + path);
        const before = await heightOf(few.page);
        await few.close();
        if (limited(path))
          expect(before, `/${path}`).toBeLessThanOrEqual(MOST_SCREENS * PHONE.height);
        if (!isNight && !WITH_COUNCILS.includes(path)) return;
        const lots = await onPhone(browser, many.url + path);
        const after = await heightOf(lots.page);
        expect(lots.consoleErrors, `/${path} with 150 councils`).toEqual([]);
        await lots.close();
        const said = `/${path} with 150 councils, ${before} before`;
        expect(after, said).toBeLessThanOrEqual(1.1 * before);
        expect(after, said).toBeGreaterThanOrEqual(0.9 * before);
      });
    });

    test("a place without data leaves the menu; a page without data says so, and how to load it", async () => {
      const { browser } = visited();
      const { page, close } = await openPage(browser, empty.url);
      expect(await page.locator("nav.places a:visible").allInnerTexts()).toEqual([
        "Overview",
        "Evidence",
      ]);
      await close();
      for (const path of ["", "money", "placements", "trust", "evaluation", "compare"]) {
        const opened = await openPage(browser, empty.url + path);
        const said = opened.page.locator(".nothing-yet").first();
        expect(await said.locator("p").first().innerText(), path).toMatch(/^[^.]+\.$/);
        expect(await said.locator("code").innerText(), path).toMatch(/^npx vsend /);
        expect(await said.locator("svg[aria-hidden=true]").isVisible(), path).toBe(true);
        expect(opened.pageErrors, path).toEqual([]);
        await opened.close();
      }
    });
  });
}
