import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

/** Where what is said of children and authorities is decided: thresholds there are rows of rules.csv. */
const FOLDERS = ["pipelines/measures", "pipelines/trials", "pipelines/instruments"];

/** Numbers that are no choice: an origin that moves no figure, and how long a year is. */
const NO_CHOICE = new Set(["MIDDLE", "DAYS_A_YEAR"]);

/** Names of a module's constants that hold a number, alone or in an object. */
const numbersIn = (text: string): string[] =>
  [
    ...text.matchAll(
      /^(?:export )?const ([A-Z][A-Z_]*) = (?:-?[\d._]+|\{[^}]*: -?[\d._]+[^}]*\});/gm,
    ),
  ]
    .map(([, name]) => name!)
    .filter((name) => !NO_CHOICE.has(name));

const modules = FOLDERS.flatMap((folder) =>
  readdirSync(projectFile(folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path}`),
);

describe("thresholds", () => {
  test("are found where they are written into a module", () => {
    const text = "export const FEWEST = { treated: 2, comparison: 3 };\nconst MOST = 0.9;\n";
    expect(numbersIn(text)).toEqual(["FEWEST", "MOST"]);
    expect(numbersIn('const SIDES = "2";\nconst DAYS_A_YEAR = 365.25;\n')).toEqual([]);
  });

  test("of measures, trials and instruments are rows of data/reference/rules.csv", () => {
    const found = modules.flatMap((path) =>
      numbersIn(readFileSync(projectFile(path), "utf8")).map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });
});
