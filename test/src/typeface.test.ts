import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";

it("the typeface in the style sheet is the file of its package, and small", () => {
  const css = readFileSync(projectFile("src/typeface.css"), "utf8");
  const face = Buffer.from(css.match(/base64,([^"]+)/)![1]!, "base64");
  const file =
    "node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2";
  expect(face.equals(readFileSync(projectFile(file)))).toBe(true);
  expect(face.length).toBeLessThan(40_000);
});
