import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

/** A page composes components; what is worked out or drawn is theirs, where a unit test reaches it. */
const MOST_LINES = 40;

/** Lines of script in a page, without blank ones and comments. */
function scriptLines(page: string): number {
  return [...page.matchAll(/^```(?:js|ts|jsx|tsx)\b.*\n([\s\S]*?)^```/gm)]
    .flatMap(([, code]) => code!.split("\n"))
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length;
}

const pages = readdirSync(projectFile("src"), { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".md") && !path.startsWith("data/"),
);

describe("pages", () => {
  test.each(pages)("%s composes, in few lines of script", (path) => {
    const lines = scriptLines(readFileSync(projectFile(`src/${path}`), "utf8"));
    expect(lines).toBeLessThanOrEqual(MOST_LINES);
  });

  test("lines of script are counted over all blocks, blank lines and comments left out", () => {
    const block = `\`\`\`js\nconst a = 1;\n\n// why\n${"f();\n".repeat(20)}\`\`\`\n`;
    expect(scriptLines(`# Page\n\n${block}\nwords\n\n${block}`)).toBe(42);
    expect(scriptLines("words\n")).toBe(0);
  });
});

/** Headings under which nothing stands where a table is empty: nothing but script, and all of it on a condition. */
function emptyHeadings(page: string): string[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const [title, ...rest] = section.split("\n");
      const body = rest.join("\n");
      const blocks = [...body.matchAll(/^```js\n([\s\S]*?)^```/gm)]
        .map(([, code]) => code!)
        .filter((code) => code.includes("display(") && !code.includes("provenance("));
      const words = body.replaceAll(/^```js\n[\s\S]*?^```/gm, "").trim();
      const isOnCondition = (code: string) => /^\s*if \(/m.test(code) && !/\belse\b/.test(code);
      return !words && blocks.length > 0 && blocks.every(isOnCondition) ? [title!] : [];
    });
}

describe("headings of pages", () => {
  test.each(pages)("%s has none under which nothing may stand", (path) => {
    expect(emptyHeadings(readFileSync(projectFile(`src/${path}`), "utf8"))).toEqual([]);
  });

  test("a heading over script on a condition is found, and none over words or another case", () => {
    const block = (code: string) => `\`\`\`js\n${code}\n\`\`\`\n`;
    const page = `# Page\n\n## One\n\n${block("if (a) display(a);")}\n## Two\n\nWords.\n${block("if (a) display(a);")}\n## Three\n\n${block("if (a) display(a);\nelse display(b);")}`;
    expect(emptyHeadings(page)).toEqual(["One"]);
  });
});

/** Forms of chart: a component that is drawn in one of them says what is drawn, not how. */
const FORMS = ["intervals-chart", "lines-chart", "setting-funnel", "shares-chart", "years-chart"];
const MOST_OF_A_CHART = 40;

/** Functions of a file that have more lines than a chart may, with their lines. */
const longFunctions = (code: string): string[] =>
  [...code.matchAll(/^(?:export )?function (\w+)[\s\S]*?^}/gm)].flatMap(([text, name]) => {
    const lines = text.split("\n").length;
    return lines > MOST_OF_A_CHART ? [`${name}: ${lines} lines`] : [];
  });

const components = readdirSync(projectFile("src/components"), {
  recursive: true,
  encoding: "utf8",
}).filter((path) => path.endsWith(".ts"));
const codeOf = (path: string) => readFileSync(projectFile(`src/components/${path}`), "utf8");

describe("components", () => {
  test.each(
    components.filter((path) => FORMS.some((form) => codeOf(path).includes(`/${form}.js"`))),
  )("%s draws a chart of an existing form in few lines", (path) => {
    expect(longFunctions(codeOf(path))).toEqual([]);
  });

  test("a long function is found, whatever stands in it", () => {
    const long = `export function draw(): void {\n${"  f();\n".repeat(40)}}\n`;
    expect(longFunctions(`${long}\nfunction short() {\n  f();\n}\n`)).toEqual(["draw: 42 lines"]);
  });

  test.each(
    components.filter((path) => /^import \{[^}]*\bfigure\b[^}]*\} from/m.test(codeOf(path))),
  )("%s has golden words and a golden chart", (path) => {
    const tested = ["components", "calibration", "identified", "journey", "money"].map((name) =>
      readFileSync(projectFile(`test/src/components/${name}.ts`), "utf8"),
    );
    expect(tested.some((code) => code.includes(`/src/components/${path}"`))).toBe(true);
  });
});
