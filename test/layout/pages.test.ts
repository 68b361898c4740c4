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
