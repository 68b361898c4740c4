import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = join(PROJECT, "node_modules");

/** Packages read whole at every start. The others stay where they are: some look for files beside themselves. */
const JOINED =
  /^(@stdlib\/.*|chardet|commander|d3|iconv-lite|listr2|ml-matrix|saxes|yaml|yauzl|zod)$/;

const DAY = 24 * 60 * 60 * 1000;

/**
 * The URL of a module of the program with all it imports in one place, which starts in a third of
 * the time. It is made of the sources when any of them, or of the packages, is not what it was, and
 * kept in `node_modules/.cache`.
 *
 * @returns null where it cannot be made or kept, such as in a folder that may not be written.
 */
export async function bundled(entry) {
  if (!existsSync(PACKAGES)) return null;
  try {
    const name = createHash("sha256").update(PROJECT).digest("hex").slice(0, 16);
    const folder = join(PACKAGES, ".cache", "vsend", name);
    const made = readKept(folder) ?? (await make(entry, folder));
    return pathToFileURL(join(folder, made, entry.replace(/[.]ts$/, ".js"))).href;
  } catch {
    return null;
  }
}

/** Where the bundle is that was made last, if it is whole and of the files as they are. */
function readKept(folder) {
  try {
    const { made, inputs, outputs } = JSON.parse(readFileSync(join(folder, "kept.json"), "utf8"));
    const isWhole = Object.entries(outputs).every(
      ([path, bytes]) => statSync(join(PROJECT, path)).size === bytes,
    );
    const isCurrent = Object.entries(inputs).every(
      ([path, mark]) => markOf(join(PROJECT, path)) === mark,
    );
    return isWhole && isCurrent ? made : null;
  } catch {
    // Never made, or parts of it or of the sources are gone.
    return null;
  }
}

/** Sources are known by what they say; files of packages, which are many, by when they were written. */
function markOf(path) {
  if (!path.startsWith(PACKAGES + sep)) {
    return createHash("sha256").update(readFileSync(path)).digest("base64");
  }
  const { size, mtimeMs, ctimeMs, ino } = statSync(path);
  return [size, mtimeMs, ctimeMs, ino].join(" ");
}

async function make(entry, folder) {
  const { build } = await import("esbuild");
  await mkdir(folder, { recursive: true });
  const started = Date.now();
  const made = await mkdtemp(join(folder, "made-"));
  const { metafile } = await build({
    absWorkingDir: PROJECT,
    entryPoints: [join("pipelines", entry)],
    outdir: made,
    bundle: true,
    splitting: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    preserveSymlinks: true,
    tsconfigRaw: {},
    logLevel: "silent",
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    plugins: [{ name: "vsend", setup }],
  });
  const paths = ["pipelines/bundled.js", ...Object.keys(metafile.inputs)];
  const lock = "node_modules/.package-lock.json";
  if (existsSync(join(PROJECT, lock))) paths.push(lock);
  const inputs = Object.fromEntries(paths.map((path) => [path, markOf(join(PROJECT, path))]));
  // What was written while it was read may be half in it: good for this once, and not kept.
  const isSettled = paths.every((path) => statSync(join(PROJECT, path)).ctimeMs < started - 100);
  if (isSettled) {
    const outputs = Object.fromEntries(
      Object.entries(metafile.outputs).map(([path, { bytes }]) => [path, bytes]),
    );
    const aside = join(made, "kept.json");
    await writeFile(aside, JSON.stringify({ made: relative(folder, made), inputs, outputs }));
    renameSync(aside, join(folder, "kept.json"));
  }
  sweep(folder, made);
  return relative(folder, made);
}

function setup(build) {
  build.onResolve({ filter: /^[^./]/ }, ({ path, resolveDir }) =>
    path.startsWith("node:") || JOINED.test(path) || resolveDir.startsWith(PACKAGES)
      ? undefined
      : { path, external: true },
  );
  // Each source goes on finding files from where it stands.
  build.onLoad({ filter: /[.]ts$/ }, ({ path }) => ({
    contents: readFileSync(path, "utf8").replaceAll(
      "import.meta.url",
      JSON.stringify(pathToFileURL(path).href),
    ),
    loader: "ts",
  }));
}

/** Takes away what is no longer of use; a program still running may read of what was made today. */
function sweep(folder, made) {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith("made-"))) {
    const path = join(folder, name);
    if (path !== made && Date.now() - statSync(path).mtimeMs > DAY) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}
