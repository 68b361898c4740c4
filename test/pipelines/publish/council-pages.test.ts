import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { councilPage, writeCouncilPages } from "../../../pipelines/publish/site/council-pages.ts";

const TEMPLATE =
  '<title>%name% | Valuing SEND</title><meta property="og:title" content="%name%"><h1>%name%</h1><p>%heading%</p><p>%sentence%</p><p>%waiting%</p><p>%spending%</p>';
const norfolk = {
  authority_code: "E10000020",
  name: "Norfolk",
  slug: "norfolk",
  region: "East of England",
};
const verdict = {
  authority_code: "E10000020",
  word: "Better" as const,
  known: 10,
  better: 5,
  worse: 1,
  clear: 8,
  by_chance: 28,
  by_dealing: 33,
  called: 34,
  heading: "Better than its neighbours",
  sentence: "Of 10 measures it is clearly better on 5.",
  waiting: "56.3% of plans were issued within 20 weeks in 2024.",
  spending: "£101.0m on high needs in 2021-22: £11.6m (13%) more than planned.",
};

describe("the page of a council", () => {
  it("holds its name, its word and its sentence without a script", () => {
    expect(councilPage(TEMPLATE, norfolk, verdict)).toBe(
      `<title>Norfolk | Valuing SEND</title><meta property="og:title" content="Norfolk">${[
        "name",
        "property",
      ]
        .map(
          (by) =>
            `<meta ${by}="${by === "name" ? "" : "og:"}description" content="Better than its neighbours. ${verdict.sentence}">`,
        )
        .join(
          "",
        )}<h1>Norfolk</h1><p>Better than its neighbours</p><p>${verdict.sentence}</p><p>${verdict.waiting}</p><p>${verdict.spending}</p>`,
    );
    expect(councilPage(TEMPLATE, norfolk)).toContain("<p>Cannot say</p>");
  });

  it("lets nothing of a name be read as a page", () => {
    const page = councilPage(TEMPLATE, { name: '<img src=x onerror="a()">$&%sentence%' }, verdict);
    expect(page).toContain("<h1>img srcx onerrora()%sentence%</h1>");
  });

  it("is written for every council, and the template goes, also where there is none", async () => {
    const site = await mkdtemp(join(tmpdir(), "vsend-councils-"));
    const write = async () => {
      await mkdir(join(site, "council"), { recursive: true });
      await writeFile(join(site, "council/template.html"), TEMPLATE);
    };
    await write();
    await writeCouncilPages(site, [norfolk], [verdict]);
    expect(await readdir(join(site, "council"))).toEqual(["norfolk.html"]);
    expect(await readFile(join(site, "council/norfolk.html"), "utf8")).toContain(
      "<h1>Norfolk</h1>",
    );
    await rm(join(site, "council"), { recursive: true });
    await write();
    await writeCouncilPages(site, [], []);
    expect(await readdir(join(site, "council"))).toEqual([]);
    await rm(site, { recursive: true });
  });
});
