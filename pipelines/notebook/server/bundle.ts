import { readdirSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { withoutEval } from "../../publish/site/without-eval.ts";
import { PROJECT, projectFile } from "../../warehouse/installation.ts";

/** Packages that a cell may import, as a page of the site may. */
const PACKAGES = [
  "apache-arrow",
  "d3",
  "d3-dsv",
  "@observablehq/plot",
  "@observablehq/inputs",
  "htl",
  "isoformat",
];

const CLIENT = "pipelines/notebook/client";
const FRAMEWORK = "node_modules/@observablehq/framework/dist/client";

/** Modules that a cell may import, by the folder it names. */
const IMPORTED = { components: "src/components", statistics: "pipelines/statistics" };

/**
 * The browser's side as modules by name (such as main.js or npm/d3.js): the editor, Framework's own
 * runtime, the packages a cell may import, the site's components and the program's statistics. Made in memory in about two
 * seconds; nothing is fetched.
 */
export async function bundleClient(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: {
      main: `${CLIENT}/main.ts`,
      list: `${CLIENT}/list.ts`,
      style: `${CLIENT}/style.css`,
      ...Object.fromEntries(PACKAGES.map((name) => [`npm/${fileOf(name)}`, name])),
      ...Object.fromEntries(Object.entries(IMPORTED).flatMap(modulesIn)),
    },
    outdir: "/assets",
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
    define: { "process.env.NODE_ENV": '"production"' },
    tsconfigRaw: {},
    plugins: [frameworkNames(), withoutEval()],
  });
  return new Map(outputFiles.map(({ path, contents }) => [relative("/assets", path), contents]));
}

const modulesIn = ([name, folder]: readonly [string, string]) =>
  readdirSync(projectFile(folder))
    .filter((file) => /^[^.]+\.ts$/.test(file))
    .map((file) => [`${name}/${basename(file, ".ts")}`, `${folder}/${file}`] as const);

const fileOf = (name: string): string => name.replace(/^@/, "").replace("/", "-");

/** Framework's names for its own modules; `sql` asks the warehouse here, what is not installed says so. */
function frameworkNames(): Plugin {
  return {
    name: "framework-names",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^observablehq:/ }, ({ path }) => {
        const [, name = ""] = path.split(":");
        if (name === "stdlib/vgplot") return { path: projectFile(`${CLIENT}/vgplot.ts`) };
        if (name === "stdlib/duckdb") return { path: projectFile(`${CLIENT}/sql.ts`) };
        if (name === "runtime" || name === "stdlib")
          return { path: join(PROJECT, FRAMEWORK, `${name}.js`) };
        return { path: name, namespace: "absent" };
      });
      onResolve({ filter: /^npm:/ }, ({ path, kind }) => {
        const name = path.slice("npm:".length);
        return PACKAGES.includes(name)
          ? resolve(name, { kind, resolveDir: PROJECT })
          : { path: name, namespace: "absent" };
      });
      // Mosaic reads it for a connector that is never made.
      onResolve({ filter: /^@duckdb\/duckdb-wasm$/ }, ({ path }) => ({
        path,
        namespace: "unused",
      }));
      onLoad({ filter: /./, namespace: "unused" }, () => ({ contents: "export {};" }));
      onLoad({ filter: /./, namespace: "absent" }, ({ path }) => ({
        contents: `throw new Error(${JSON.stringify(`${path} does not come with the notebook, which fetches nothing`)}); export default null;`,
      }));
    },
  };
}
