import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { sourceHash } from "../../build/source-hash.ts";
import { projectFile } from "../../warehouse/installation.ts";
import { allRules } from "../../warehouse/rules.ts";

/** The file of `src` through which pages use functions of the pipeline; in a root it is one module. */
const DOOR = "same-functions";

/** Whether a file of `src`, by its path from there, is that one. */
export const isDoor = (path: string): boolean => path === `${DOOR}.ts` || path === `${DOOR}.js`;

/**
 * Writes the functions that a project's pages use as one module for the browser, with the rules of
 * data/reference/rules.csv as they are now. Writes nothing for a project that uses none.
 *
 * @param src the folder to write to.
 */
export async function bundleSameFunctions(project: string, src: string): Promise<void> {
  const entry = join(project, "src", `${DOOR}.ts`);
  if (!existsSync(entry)) return;
  await build({
    entryPoints: [entry],
    outfile: join(src, `${DOOR}.js`),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    plugins: [rulesAsTheyAre()],
  });
}

/** Names all that decides what the module is. */
export const sameFunctionsKey = (): string[] =>
  existsSync(projectFile(`src/${DOOR}.ts`))
    ? [sourceHash(`src/${DOOR}.ts`), readFileSync(projectFile("data/reference/rules.csv"), "utf8")]
    : [];

/** A browser has no file to read rules from. */
const rulesAsTheyAre = (): Plugin => ({
  name: "rules",
  setup({ onLoad }) {
    onLoad({ filter: /warehouse[\\/]rules\.ts$/ }, () => ({
      contents: `const RULES = ${JSON.stringify(allRules())};
export function rule(name) {
  if (!(name in RULES)) throw new Error("there is no rule " + name);
  return RULES[name];
}`,
    }));
  },
});
