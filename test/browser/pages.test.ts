import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFolder } from "../../pipelines/publish/site/serve.ts";
import { howMany, isNight } from "../how-many.ts";
import { answerTimes, percentile } from "./answer-times.ts";
import { axeViolations, launch, openPage, together } from "./harness.ts";
import { describePlaces } from "./places.ts";
import { describeQuestions } from "./questions.ts";
import { buildTestSite, type TestSite } from "./site.ts";

let site: TestSite;
let browser: Browser;
let served: Awaited<ReturnType<typeof serveFolder>>;
let pages: string[];

beforeAll(async () => {
  site = await buildTestSite();
  served = await serveFolder(site.dist);
  browser = await launch();
  pages = (await readdir(site.dist, { recursive: true }))
    .filter((file) => file.endsWith(".html") && !file.startsWith("404"))
    .map((file) => file.replace(/(index)?\.html$/, ""))
    // The page of a council is one page in 153 places.
    .filter((path) => !/^council\/./.test(path) || path === "council/norfolk")
    // Old addresses say nothing and lead on.
    .filter((path) => !["change", "costs"].includes(path))
    .sort();
});

describePlaces(() => ({ site, browser, url: served.url, pages }));
describeQuestions(() => ({ site, browser, url: served.url }));

afterAll(async () => {
  await browser?.close();
  await served?.stop();
  await site?.remove();
});

/** Pages looked at in the dark, and printed, before the night looks at all: one of each kind. */
const FEW = [
  "",
  "authority",
  "children",
  "compare",
  "council/norfolk",
  "data",
  "evaluation",
  "evaluation-own",
  "money",
  "settings",
  "trust",
];

const CHARTED = [
  "authority",
  "compare",
  "children",
  "children-methods",
  "children-groups",
  "children-missing",
  "over-time",
  "settings",
  "trust",
  "placements",
  "money",
];
const EVALUATED = ["evaluation", "evaluation-authorities", "evaluation-ways"];

describe("every page, on a desk and on a phone", () => {
  const looks = [
    { width: 390, colourScheme: "light" as const },
    { width: 1280, colourScheme: "dark" as const },
    { width: 1280, colourScheme: "light" as const },
    { width: 390, colourScheme: "dark" as const },
  ];
  /** What each page led to when it was last looked at. */
  const linksOf = new Map<string, string[]>();
  const linksIn = (page: Page) =>
    page
      .locator("main a[href], header a[href], footer a[href]")
      .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
  test.each(looks.slice(0, howMany(2, 4)))(
    "at $width pixels, $colourScheme: no console error, no outside request, no axe violation, no sideways scroll",
    async (options) => {
      expect(pages).toEqual(
        expect.arrayContaining(["", "children", "money", "data", "placements", "method/"]),
      );
      const looked =
        isNight || options.width === 390 ? pages : pages.filter((path) => FEW.includes(path));
      await together(looked, async (path) => {
        const opened = await openPage(browser, served.url + path, options);
        linksOf.set(path, await linksIn(opened.page));
        const found = {
          path,
          consoleErrors: opened.consoleErrors,
          pageErrors: opened.pageErrors,
          outsideRequests: opened.outsideRequests,
          axe: await axeViolations(opened.page),
          overflow: await opened.page.evaluate(
            () => document.documentElement.scrollWidth - innerWidth,
          ),
          brokenCells: await opened.page.locator(".observablehq--error").count(),
          // That the sample's children are invented.
          banners: await opened.page
            .locator(".banner", { hasText: "figures are invented" })
            .count(),
        };
        await opened.close();
        expect(found).toEqual({
          path,
          consoleErrors: [],
          pageErrors: [],
          outsideRequests: [],
          axe: [],
          overflow: 0,
          brokenCells: 0,
          banners: 1,
        });
      });
    },
  );

  test("every link within the site leads to a page that is there, and to an anchor on it", async () => {
    const answers = new Map<string, { status: number; body: string }>();
    const answerOf = async (address: string) => {
      if (!answers.has(address)) {
        const answer = await fetch(address);
        answers.set(address, { status: answer.status, body: await answer.text() });
      }
      return answers.get(address)!;
    };
    expect(linksOf.size).toBe(pages.length);
    for (const [path, links] of linksOf) {
      for (const link of new Set(links)) {
        const url = new URL(link);
        if (url.origin !== new URL(served.url).origin)
          throw new Error(`${path} links out to ${link}`);
        const { status, body } = await answerOf(url.href.replace(url.hash, ""));
        expect(status, `${path} links to ${link}`).toBe(200);
        if (url.hash)
          expect(body, `${path} links to ${link}`).toContain(`id="${url.hash.slice(1)}"`);
      }
    }
  });
});

describe("every chart", () => {
  test.each([...CHARTED, ...EVALUATED])(
    "on /%s has a summary, a table twin, a download, its basis and its definition",
    async (path) => {
      const { page, close } = await openPage(browser, served.url + path);
      await unfold(page);
      const figures = page.locator("figure:has(figcaption)");
      expect(await figures.count()).toBeGreaterThan(0);
      for (const figure of await figures.all()) {
        expect((await figure.locator("p.summary").innerText()).length).toBeGreaterThan(40);
        const label = await figure.locator("svg[role=img]").first().getAttribute("aria-label");
        expect(label).toContain(await figure.locator("figcaption :is(h2, h3)").innerText());
        expect(await figure.locator(".basis").innerText()).toMatch(/\d/);
        expect(await figure.locator(".basis a").getAttribute("href")).toMatch(/method\//);
        await figure.locator("details > summary").first().press("Enter");
        expect(await figure.locator("details tbody tr").count()).toBeGreaterThan(0);
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          figure.locator("button.download").press("Enter"),
        ]);
        const text = await readFile(await download.path(), "utf8");
        expect(text.split("\n").length).toBeGreaterThan(2);
      }
      await close();
    },
  );
});

describe("a mark", () => {
  test("answers the arrow keys and a finger, and is read aloud", async () => {
    const { page, close } = await openPage(browser, `${served.url}children`, { width: 390 });
    const whole = page.locator(".answers").first();
    await whole.getByRole("slider").focus();
    await page.keyboard.press("ArrowRight");
    const words = await whole.locator(".tip").innerText();
    expect(words).toMatch(/\d/);
    expect(await whole.getByRole("slider").getAttribute("aria-valuetext")).toBe(words);
    await page.keyboard.press("Escape");
    expect(await whole.locator(".tip").isVisible()).toBe(false);
    await whole.locator("[data-words]").last().click();
    expect(await whole.locator(".tip").innerText()).toBe(
      await whole.locator("[data-words]").last().getAttribute("data-words"),
    );
    await close();
  });
});

describe("a figure", () => {
  test("is saved as a picture that carries its title and what it rests on", async () => {
    const { page, close } = await openPage(browser, `${served.url}children`);
    const figure = page.locator("figure").first();
    for (const [label, begins] of [
      ["SVG", "<svg"],
      ["PNG", "PNG"],
    ] as const) {
      const [saved] = await Promise.all([
        page.waitForEvent("download"),
        figure.locator(".actions button", { hasText: label }).click(),
      ]);
      const content = await readFile(await saved.path());
      expect(content.length, label).toBeGreaterThan(3000);
      expect(content.subarray(0, 4).toString("latin1")).toContain(begins);
      if (label === "SVG")
        expect(content.toString()).toContain(await figure.locator("h2, h3").first().innerText());
    }
    await close();
  });

  test("stands alone at a link to it, also where it is folded away, and leads back", async () => {
    const { page, close } = await openPage(
      browser,
      `${served.url}method/calibration?figure=calibration-power`,
    );
    const alone = page.locator("figure.alone");
    expect(await alone.locator("svg[role=img]").isVisible()).toBe(true);
    await alone.getByRole("link", { name: "The whole page" }).click();
    await page.waitForURL(/calibration$/);
    expect(await page.locator("figure.alone").count()).toBe(0);
    await close();
  });
});

describe("keyboard", () => {
  test("every choice is reached with Tab and changed with the arrow keys, and the page follows", async () => {
    await together([...CHARTED, ...EVALUATED, "evaluation-design"], async (path) => {
      const { page, close } = await openPage(browser, served.url + path);
      const selects = page.locator("main select");
      for (let i = 0; i < (await selects.count()); i++) {
        const select = selects.nth(i);
        if ((await select.locator("option").count()) < 2) continue;
        if (!(await select.isVisible())) continue;
        await tabTo(page, i);
        const before = {
          value: await select.inputValue(),
          // A chart may follow where no word does: of settings all of whose figures are hidden.
          drawn: await page.locator("main").innerHTML(),
        };
        await page.keyboard.press("ArrowDown");
        expect(await selects.nth(i).inputValue(), `choice ${i} of ${path}`).not.toBe(
          before.value === "" ? "never" : before.value,
        );
        await expect
          .poll(async () => (await page.locator("main").innerHTML()) !== before.drawn, {
            timeout: 5000,
            message: `choice ${i} of ${path} changes nothing on the page`,
          })
          .toBe(true);
      }
      await close();
    });
  });

  test("the skip link is the first stop and leads to the main content", async () => {
    const { page, close } = await openPage(browser, served.url);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Skip to main content",
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).hash).toBe("#observablehq-main");
    await close();
  });

  test("nothing said of one authority is left when another is chosen", async () => {
    await together(["authority", "over-time", "money"], async (path) => {
      const { page, close } = await openPage(browser, served.url + path);
      const select = page.getByRole("combobox", { name: /^(Authority|Council)$/ });
      const options = await select.locator("option").evaluateAll((all) =>
        all.map((option) => ({
          value: (option as HTMLOptionElement).value,
          label: (option as HTMLOptionElement).label,
        })),
      );
      const said = async () =>
        (await page.locator(".headline, main figcaption, main dd").allTextContents()).join("\n");
      // Forward and back again: a part that draws nothing for one must draw nothing of the other.
      for (const { value, label } of [...options.slice(0, 4), options.at(-1)!, options[0]!]) {
        await select.selectOption(value);
        const others = options
          .map((other) => other.label)
          .filter((other) => !label.includes(other));
        await expect
          .poll(
            async () => {
              const words = await said();
              return others.filter((other) => words.includes(other));
            },
            { message: `/${path} after choosing ${label}`, timeout: 5000 },
          )
          .toEqual([]);
      }
      await close();
    });
  });

  test("every choice leaves the page as it would be if it were opened with that choice", async () => {
    const chosen = pages.filter((path) => isNight || !path.startsWith("method/"));
    await together(chosen, async (path) => {
      const { page, close } = await openPage(browser, served.url + path);
      const isAsOpened = async (message: string) => {
        const fresh = await openPage(browser, page.url());
        await expect
          .poll(() => wordsOf(page), {
            message: `/${path}, ${message}: ${page.url()}`,
            timeout: 5000,
          })
          .toBe(await wordsOf(fresh.page));
        await fresh.close();
      };
      const selects = page.locator("main select:visible");
      const choices = await selects.count();
      for (let at = 0; at < (await selects.count()); at++) {
        const options = await selects.nth(at).locator("option:enabled").count();
        // At night forward and back again: a part that draws nothing for one must draw nothing of the other.
        for (const option of new Set(
          [options - 1, 0, 1].slice(0, howMany(1, 3)).filter((one) => one < options),
        )) {
          await selects.nth(at).selectOption({ index: option });
          if (isNight) await isAsOpened(`choice ${at}, option ${option}`);
        }
      }
      if (choices > 0 && !isNight) await isAsOpened("every choice moved once");
      await close();
    });
  });

  test("a choice is kept in the address and restored from it", async () => {
    const { page, close } = await openPage(browser, `${served.url}compare?area=se`);
    expect(await page.getByRole("combobox", { name: "Area of need" }).inputValue()).toBe("se");
    await close();
  });
});

/** Opens what a reader may open, so that what is in it can be looked at. */
const unfold = (page: Page) =>
  page.evaluate(async () => {
    for (const details of document.querySelectorAll<HTMLDetailsElement>("details.folded")) {
      details.open = true;
    }
    await new Promise((done) => setTimeout(done, 500));
  });

/** What a page says and offers; that its cells have run does not mean that the last part is drawn. */
async function wordsOf(page: Page): Promise<string> {
  let [before, now] = ["", await page.locator("main").innerText()];
  while (now !== before) {
    await page.waitForTimeout(100);
    [before, now] = [now, await page.locator("main").innerText()];
  }
  return now;
}

/** Presses Tab until the nth select has the focus. */
async function tabTo(page: Page, nth: number) {
  for (let presses = 0; presses < 80; presses++) {
    const at = await page.evaluate(() =>
      [...document.querySelectorAll("main select")].indexOf(document.activeElement as Element),
    );
    if (at === nth) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`choice ${nth} cannot be reached with Tab`);
}

describe("the evaluation", () => {
  test.runIf(isNight)("answers every choice in under 50 ms, 19 times in 20", async () => {
    for (const path of [...EVALUATED, "evaluation-design"]) {
      for (const width of [1280, 390]) {
        const { page, close } = await openPage(browser, served.url + path, { width });
        const answers = await answerTimes(page, 2);
        await close();
        const late = percentile(answers, 0.95);
        console.log(
          `/${path} at ${width}: ${answers.length} choices, 95th percentile ${late.toFixed(1)} ms`,
        );
        expect(answers.length).toBeGreaterThan(30);
        expect(late, `/${path} at ${width}`).toBeLessThan(50);
      }
    }
  });

  test("opens with what could have been seen, and then the generated sentence of the primary outcome", async () => {
    const [primary] = await site.warehouse.rows<{ sentence: string }>(
      "select sentence from evaluation_outcomes where is_primary order by evaluation limit 1",
    );
    const { page, close } = await openPage(browser, `${served.url}evaluation`);
    expect(await page.locator(".headline").first().innerText()).toMatch(/^In all [0-9]+ outcomes/);
    expect(await page.locator("main").innerText()).toContain(primary!.sentence);
    await close();
  });

  test.runIf(isNight)(
    "works out a choice of one's own against all others in under 100 ms, half of the time",
    async () => {
      const address = `${served.url}evaluation-own?compared=all_others`;
      const { page, close, pageErrors } = await openPage(browser, address);
      const ticked = page.locator("details.picker summary");
      const others = Number((await ticked.innerText()).match(/[0-9]+/)?.[0]);
      expect(others).toBeGreaterThan(100);
      const times = await page.evaluate(async () => {
        const answers: number[] = [];
        for (const name of ["First year of the trial", "What changed"]) {
          const label = [...document.querySelectorAll("main label")].find((one) =>
            one.textContent?.startsWith(name),
          );
          const select = label?.querySelector("select") as HTMLSelectElement;
          for (let option = Math.min(8, select.options.length) - 1; option >= 0; option--) {
            const began = performance.now();
            select.selectedIndex = option;
            // What is in sight is drawn in the event itself.
            select.dispatchEvent(new Event("input", { bubbles: true }));
            select.dispatchEvent(new Event("change", { bubbles: true }));
            answers.push(performance.now() - began);
            await new Promise((done) => setTimeout(done, 20));
          }
        }
        return answers;
      });
      const half = percentile(times, 0.5);
      console.log(
        `/evaluation-own with ${others} authorities: ${times.length} answers, median ${half.toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`,
      );
      expect(times.length).toBeGreaterThan(8);
      expect(half).toBeLessThan(100);
      expect(pageErrors).toEqual([]);
      await close();
    },
  );

  test("keeps ticked authorities in the address, marks them as not registered, and refuses a trial authority", async () => {
    const { page, close } = await openPage(browser, `${served.url}evaluation-own`);
    expect(await page.locator("main").innerText()).toContain("As registered");
    await page.locator("details.picker summary").press("Enter");
    await page.locator("details.picker input:not(:checked)").first().check();
    await expect.poll(() => page.locator("main .caution").innerText()).toContain("not registered");
    const sent = await openPage(browser, page.url());
    expect(await sent.page.locator("main .answer").innerText()).toBe(
      await page.locator("main .answer").innerText(),
    );
    await sent.close();
    await close();
    const asked = `${served.url}evaluation-own?compared=own&authorities=E10000020`;
    const refused = await openPage(browser, asked);
    expect(await refused.page.locator("main .answer").innerText()).toMatch(
      /^No answer. Norfolk is a trial authority/,
    );
    await refused.close();
  });

  test("says of a refused outcome why, and goes on", async () => {
    const [refused] = await site.warehouse.rows<{ outcome: string; sentence: string }>(
      "select outcome, sentence from evaluation_outcomes where estimate is null and comparison = 'neighbours' limit 1",
    );
    for (const path of EVALUATED) {
      const opened = await openPage(browser, `${served.url}${path}?outcome=${refused!.outcome}`);
      const text = await opened.page.locator("main").innerText();
      expect(opened.pageErrors).toEqual([]);
      if (path !== "evaluation-ways") expect(text).toContain(refused!.sentence);
      await opened.close();
    }
  });

  test("offers the kit as one file", async () => {
    const { page, close } = await openPage(browser, `${served.url}evaluation-design`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /evaluation kit/ }).click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(Object.keys(unzipSync(bytes))).toContain("recompute.mjs");
    await close();
  });
});

describe("print", () => {
  test.each(["", ...CHARTED, ...EVALUATED, "data"].filter((path) => isNight || FEW.includes(path)))(
    "/%s prints dark on white, without navigation or buttons, charts whole",
    async (path) => {
      const { page, close } = await openPage(browser, served.url + path, { colourScheme: "dark" });
      await page.emulateMedia({ media: "print" });
      const paper = await page.evaluate(() => ({
        background: getComputedStyle(document.documentElement).backgroundColor,
        nav: document.querySelector("nav")?.checkVisibility(),
        buttons: [...document.querySelectorAll("button")].filter((button) =>
          button.checkVisibility(),
        ).length,
        split: [...document.querySelectorAll("figure svg")].filter(
          (svg) =>
            getComputedStyle(svg).breakInside === "auto" &&
            getComputedStyle(svg.closest("figure") as Element).breakInside === "auto",
        ).length,
      }));
      expect(paper).toEqual({ background: "rgb(255, 255, 255)", nav: false, buttons: 0, split: 0 });
      expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(5000);
      await close();
    },
  );
});

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

describe("what leaves the building", () => {
  test("no pseudonym, date of an assessment or small count is in any published file", async () => {
    const { warehouse, dist } = site;
    const rows = await warehouse.rows<{ child_id: string }>("select child_id from children");
    const secrets = new Set(rows.map(({ child_id }) => child_id));
    expect(secrets.size).toBeGreaterThan(400);
    const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    for (const entry of files) {
      const bytes = await readFile(join(entry.parentPath, entry.name), "latin1");
      for (const [uuid] of bytes.matchAll(UUID))
        if (secrets.has(uuid)) throw new Error(`${entry.name} holds a pseudonym`);
    }
    const data = await site.released();
    for (const name of (await readdir(data)).filter((file) => file.endsWith(".csv"))) {
      const [header = "", ...lines] = (await readFile(join(data, name), "utf8")).trim().split("\n");
      const columns = header.split(",");
      columns.forEach((column, i) => {
        if (!/child_count|row_count|improved_count/.test(column)) return;
        for (const line of lines) {
          const count = Number(
            line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.[i]?.replace(/,$/, "") || 0,
          );
          expect(count === 0 || count >= 5, `${name}: ${line}`).toBe(true);
        }
      });
    }
  });

  test.runIf(isNight)("publishing again makes the same bytes", async () => {
    // The first release has none before it, which the page of the data says: the next two are alike.
    const [once, again] = [join(site.root, "dist-once"), join(site.root, "dist-again")];
    const { release_hash } = await site.publishAgain(once);
    expect((await site.publishAgain(again)).release_hash).toBe(release_hash);
    const list = async (folder: string) =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
        .sort();
    expect(await list(again)).toEqual(await list(once));
    for (const file of await list(again)) {
      const [a, b] = await Promise.all([readFile(join(again, file)), readFile(join(once, file))]);
      expect(a.equals(b), file).toBe(true);
    }
  });
});
