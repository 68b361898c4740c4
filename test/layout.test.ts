import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SETTING_TYPES } from "../loaders/contract/setting-types.ts";
import { models, sqlFiles } from "../pipelines/build/models.ts";
import { publishedDictionary } from "../pipelines/dictionary/published.ts";
import type { Measure } from "../pipelines/measures/define/measure.ts";
import { releases as measures } from "../pipelines/measures/index.ts";
import { PROJECT, projectFile } from "../pipelines/warehouse/installation.ts";
import "./layout/pages.suite.ts";
import { shippedInstruments } from "./shipped.ts";

interface Import {
  from: string;
  /** A path in the project, or the name of a package. */
  to: string;
  isType: boolean;
}

const filesIn = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|md)$/.test(entry.name))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("/.observablehq/") && !path.startsWith("src/data/"));

/** The code of a module, or of the JavaScript blocks of a page. */
function codeOf(path: string): string {
  const text = readFileSync(projectFile(path), "utf8");
  if (!path.endsWith(".md")) return text;
  return [...text.matchAll(/^```(?:js|ts|jsx|tsx)\b.*\n([\s\S]*?)^```/gm)]
    .map(([, code]) => code)
    .join("\n");
}

const STATEMENT =
  /^\s*(?:import|export)\s+(?<type>type\s)?(?<names>[^;"'`]*?\sfrom\s*)?["'](?<path>[^"']+)["']/gm;
const CALL = /\bimport\(\s*["'`](?<path>[^"'`]+)["'`]\s*\)/g;

function importsOf(from: string): Import[] {
  const code = codeOf(from);
  return [...code.matchAll(STATEMENT), ...code.matchAll(CALL)].map(({ groups }) => ({
    from,
    to: groups!.path!.startsWith(".")
      ? normalize(join(dirname(from), groups!.path!)).replace(/\.js$/, ".ts")
      : groups!.path!.startsWith("/")
        ? `src${groups!.path}`
        : groups!.path!,
    isType: groups!.type !== undefined,
  }));
}

const FOLDERS = ["loaders", "pipelines", "src", "data"];
const imports = [...FOLDERS.flatMap(filesIn), "observablehq.config.ts"].flatMap(importsOf);
const isInside = (path: string, ...folders: string[]) =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const isPackage = ({ to }: Import) => !isInside(to, "test", ...FOLDERS) && !to.startsWith("..");

/** Imports of a folder that go where they must not. */
const astray = (folder: string, isAllowed: (found: Import) => boolean): string[] =>
  imports
    .filter(({ from }) => isInside(from, folder))
    .filter((found) => !isPackage(found) && !isAllowed(found))
    .map(({ from, to }) => `${from} imports ${to}`);

describe("the layout", () => {
  it("is read from the code, so that the rules below are about something", () => {
    const count = (folder: string) => imports.filter(({ from }) => isInside(from, folder)).length;
    expect(count("loaders")).toBeGreaterThan(20);
    expect(count("pipelines")).toBeGreaterThan(200);
    expect(count("src/components")).toBeGreaterThan(20);
    expect(count("src/index.md")).toBeGreaterThan(0);
    expect(imports.filter(({ to }) => to.startsWith(".."))).toEqual([]);
  });

  it("lets the loader contract import nothing else of the project", () => {
    expect(astray("loaders/contract", ({ to }) => isInside(to, "loaders/contract"))).toEqual([]);
  });

  it("lets loaders import the contract and each other only", () => {
    expect(astray("loaders", ({ to }) => isInside(to, "loaders"))).toEqual([]);
  });

  it("lets the site import itself only, types of what is published, and the trials' functions by one door", () => {
    const published = ["pipelines/measures", "pipelines/publish/release-tables.ts"];
    const door = "src/same-functions.ts";
    expect(
      astray(
        "src",
        ({ from, to, isType }) =>
          isInside(to, "src") ||
          (isType && isInside(to, ...published)) ||
          (from === door && isInside(to, "pipelines/trials")),
      ),
    ).toEqual([]);
  });

  it("keeps pipelines from importing the site", () => {
    expect(astray("pipelines", ({ to }) => isInside(to, "pipelines", "loaders"))).toEqual([]);
  });

  it("keeps what is said of single children to the preview", () => {
    const own = imports.filter(
      ({ from, to }) => isInside(to, "pipelines/tracker") && !isInside(from, "pipelines/tracker"),
    );
    expect(own.map(({ from }) => from)).toEqual(["pipelines/verbs/preview.ts"]);
  });

  it("keeps everything from importing tests", () => {
    expect(imports.filter(({ to }) => isInside(to, "test"))).toEqual([]);
  });
});

/** Rooms that can be reached from themselves: sets of names of which each leads to each. */
function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reached = (from: string): Set<string> => {
    const found = new Set<string>();
    const open = [...(edges.get(from) ?? [])];
    for (const next of open) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(edges.get(next) ?? []));
    }
    return found;
  };
  const reach = new Map([...edges.keys()].map((name) => [name, reached(name)]));
  const isBoth = (a: string, b: string) => reach.get(a)?.has(b) && reach.get(b)?.has(a);
  const left = new Set([...edges.keys()].filter((name) => isBoth(name, name)));
  const found: string[][] = [];
  for (const name of left) {
    const circle = [...left].filter((other) => isBoth(name, other)).sort();
    for (const one of circle) left.delete(one);
    found.push(circle);
  }
  return found;
}

/** What each name leads to, of imports between files of pipelines; an import of itself is none. */
function leads(nameOf: (path: string) => string): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (!isInside(from, "pipelines") || !isInside(to, "pipelines")) continue;
    if (nameOf(from) === nameOf(to)) continue;
    edges.set(nameOf(from), (edges.get(nameOf(from)) ?? new Set()).add(nameOf(to)));
  }
  return edges;
}

describe("nothing of pipelines leads back to itself", () => {
  it("finds a circle where there is one", () => {
    const edges = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["c"])],
      ["c", new Set(["b", "d"])],
    ]);
    expect(circles(edges)).toEqual([["b", "c"]]);
  });

  it("from file to file", () => {
    expect(circles(leads((path) => path))).toEqual([]);
  });

  it("from folder to folder", () => {
    expect(circles(leads(dirname))).toEqual([]);
  });
});

describe("every published table", () => {
  const folders = readdirSync(projectFile("pipelines/measures"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["define", "shared"].includes(entry.name))
    .map(({ name }) => name)
    .sort();

  it("has one folder, and one line in the index", () => {
    expect(measures.map(({ name }) => name).sort()).toEqual(folders);
  });

  it("has one golden file", () => {
    const golden = readdirSync(projectFile("test/snapshots/sample"));
    expect(golden.sort()).toEqual(folders.map((name) => `${name}.csv`).sort());
  });

  it.each(measures)("$name has a page that says how it is made", ({ method }) => {
    expect(existsSync(projectFile(`src/method/${method}.md`))).toBe(true);
  });

  it.each(measures)("$name has a component that draws it, or says why none does", (measure) => {
    expect(undrawn(measure)).toBeNull();
  });

  it("would be missed by those who draw only where this finds it", () => {
    const [measure] = measures;
    expect(undrawn({ ...measure!, name: "invented" })).toMatch(/no file/);
    expect(undrawn({ ...measure!, component: "words" })).toMatch(/does not read/);
    expect(undrawn({ ...measure!, component: { notDrawn: " " } })).toMatch(/no reason/);
  });

  it("has no component left over: each is reached from a page", () => {
    const reached = new Set(imports.filter(({ from }) => from.endsWith(".md")).map(({ to }) => to));
    for (const file of reached)
      for (const { from, to } of imports) if (from === file) reached.add(to);
    const components = filesIn("src/components").filter((file) => file.endsWith(".ts"));
    expect(components.filter((file) => !reached.has(file))).toEqual([]);
  });

  it("has no method page left over: each says how a table is made, or is of none", () => {
    const ofNoTable = ["calibration"];
    const said = new Set([...measures.map(({ method }) => method), ...ofNoTable]);
    const pages = filesIn("src/method").map((path) => path.replace(/^src.method.|[.]md$/g, ""));
    expect(pages.filter((page) => !said.has(page))).toEqual([]);
  });

  it.each(measures)(
    "$name says of every column what it means, and of every number its unit",
    (measure) => {
      expect(unexplained(measure)).toEqual([]);
    },
  );

  it("would be in the dictionary without a word only where this finds it", () => {
    const columns = { never_explained: z.number(), never_named: z.string().describe(" ") };
    expect(unexplained({ ...measures[0]!, columns })).toEqual([
      "never_explained has no meaning",
      "never_explained has no unit",
      "never_named has no meaning",
    ]);
  });

  it.each(measures)("$name is in the audit of children, or says why it is not", (measure) => {
    expect(unaudited(measure)).toBeNull();
  });

  it.each(measures)("$name is compared with earlier releases, or says why it is not", (measure) => {
    expect(uncompared(measure)).toBeNull();
  });

  it("would be missed by the comparison only where this finds it", () => {
    const measure = measures.find(({ name }) => name === "change-weighted")!;
    const reason = { notCompared: "nobody could be told from these" };
    expect(uncompared({ ...measure, contributors: undefined as never })).toMatch(/no contributors/);
    expect(uncompared({ ...measure, contributors: { notCompared: "" } })).toMatch(/no reason/);
    expect(uncompared({ ...measure, contributors: reason })).toMatch(/shows seen_mean/);
  });

  it("would be missed by the audit only where this finds it", () => {
    const [measure] = measures;
    expect(unaudited({ ...measure!, audit: { notAudited: " " } })).toMatch(/no reason/);
    expect(unaudited({ ...measure!, audit: undefined as never })).toMatch(/no audit/);
  });
});

/** What the data dictionary lacks of a table. */
const unexplained = (measure: Measure): string[] =>
  publishedDictionary([measure]).flatMap(({ column, type, unit, meaning }) => [
    ...(meaning?.trim() ? [] : [`${column} has no meaning`]),
    ...(type !== "number" || unit ? [] : [`${column} has no unit`]),
  ]);

/** Why a table about children is compared with no earlier release; null where it is, or need not be. */
function uncompared({ name, audit, columns, contributors }: Measure): string | null {
  if (typeof contributors === "function") return null;
  if (!contributors) return `${name} has no contributors`;
  if (contributors.notCompared.trim().length <= 10) return `${name} gives no reason`;
  const figures = Object.keys(columns).filter((column) =>
    /(_mean|_gbp|estimate|change|lower|upper)$/.test(column),
  );
  return typeof audit === "function" && figures.length > 0
    ? `${name} shows ${figures.join(", ")} of children`
    : null;
}

/** Why a table is taken to be drawn by nothing; null where a component reads its rows. */
function undrawn({ name, component = name }: Measure): string | null {
  if (typeof component !== "string") {
    return component.notDrawn.trim().length > 20 ? null : `${name} gives no reason`;
  }
  const file = `src/components/${component}.ts`;
  if (!existsSync(projectFile(file))) return `${name} has no file ${file}`;
  const reached = new Set([file]);
  for (const next of reached)
    for (const { from, to } of imports) if (from === next) reached.add(to);
  return [...reached].some((to) => isInside(to, `pipelines/measures/${name}`))
    ? null
    : `${file} does not read ${name}`;
}

function unaudited({ name, audit }: Measure): string | null {
  if (typeof audit === "function") return null;
  if (!audit) return `${name} has no audit`;
  return audit.notAudited.trim().length > 20 ? null : `${name} gives no reason`;
}

/** Statistics with reference answers on which published figures of the journey and of money rest. */
const PUBLISHED_ORACLES = [
  ...["transitions", "survival_km", "competing_risks", "timeliness_20wk"],
  ...["cost_effectiveness", "high_needs_forecast", "inflation_discount", "did_staggered"],
];

describe("statistics with reference answers", () => {
  const reached = new Set(["pipelines/measures/all.ts", "pipelines/build/build.ts"]);
  for (const next of reached)
    for (const { from, to } of imports) if (from === next) reached.add(to);

  it.each(PUBLISHED_ORACLES)("%s is what a published table is made with", (name) => {
    const text = readFileSync(projectFile(`test/oracles/adapters/${name}.ts`), "utf8");
    const own = [...text.matchAll(/"\.\.\/\.\.\/\.\.\/(pipelines\/statistics\/[^"]+)"/g)].map(
      ([, path]) => path!,
    );
    const main = own.filter((path) => !/\/(result|moments|random)\.ts$/.test(path));
    expect(main.length).toBeGreaterThan(0);
    expect(main.some((path) => reached.has(path))).toBe(true);
  });
});

describe("lists kept in two places are equal:", () => {
  const reference = (name: string) =>
    csvParse(readFileSync(projectFile(`data/reference/${name}.csv`), "utf8"));

  it("the setting types a placement may have, and the rungs of the ladder", () => {
    const ladder = reference("setting_ladder").map(({ setting_type }) => setting_type);
    expect([...SETTING_TYPES]).toEqual(ladder);
  });

  it("the columns of rules.csv: each rule once, with a number, a source and a day", () => {
    const rules = reference("rules");
    expect(new Set(rules.map(({ rule }) => rule)).size).toBe(rules.length);
    for (const { rule, value, unit, meaning, source, dated_on } of rules) {
      expect(Number.isFinite(Number(value || "missing")), `${rule} has a number`).toBe(true);
      for (const text of [unit, meaning, source]) expect(text?.trim(), rule).toBeTruthy();
      expect(dated_on, rule).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe("the first line of SQL says what one row is", () => {
  it.each(models(shippedInstruments()).map(({ name, sql }) => [name, sql]))(
    "in the model %s",
    (_, sql) => {
      expect(sql).toMatch(/^-- One row per .+[.:]/);
    },
  );

  it.each(sqlFiles("checks").map(({ name, sql }) => [name, sql]))("in the check %s", (_, sql) => {
    expect(sql).toMatch(/^-- One row (per|where) .+\./);
  });
});
