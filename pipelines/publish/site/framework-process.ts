// Observable Framework, in a process of its own: it works from the current folder, keeps what it
// has read for as long as it lives, and would reach the network if it could.
// Called as `framework-process.ts build OUTPUT PAGES-LEFT-OUT...` or `framework-process.ts preview PORT`.
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { DATABASE, NO_DATABASE } from "./no-database.ts";
import { answerFirst, answerOwnOnly } from "./own-host.ts";

interface Logger {
  log(line?: string): void;
  warn(line: string): void;
  error(line: unknown): void;
}

interface SiteConfig {
  root: string;
  output: string;
  /** Every page, as a path without its ending. */
  paths(): AsyncIterable<string>;
}

interface Framework {
  readConfig(): Promise<SiteConfig>;
  setCurrentDate(date: Date): void;
  build(options: { config: SiteConfig }, effects: object): Promise<void>;
  FileBuildEffects: new (output: string, cache: string, to: object) => object;
  preview(options: object): Promise<{ _server: Server }>;
}

type Report = (message: { kind: "line" | "warning" | "failed" | "ready"; text: string }) => void;

const report: Report = (message) => process.send?.(message);
// Colours are for terminals; these lines go to another program.
const plain = (line: unknown) => stripVTControlCharacters(String(line)).trim();

/** The links are named in the lines that follow, and the output is a new folder of ours. */
const NOT_NEWS = /\d+ broken links? \(|will not be cleared/;

/** Node finds the package from here; what we need of it is not among its exports, nor typed. */
async function frameworkModule<T extends Partial<Framework>>(file: string): Promise<T> {
  const manifest = createRequire(import.meta.url).resolve("@observablehq/framework/package.json");
  return (await import(pathToFileURL(join(dirname(manifest), "dist", file)).href)) as T;
}

function refuseNetwork(): void {
  globalThis.fetch = async (request) => {
    const address = request instanceof Request ? request.url : String(request);
    const wanted = /cdn\.jsdelivr\.net\/npm\/(.+?)(?:@0\.0\.0)?(?:\/\+esm)?$/.exec(address)?.[1];
    throw new Error(
      wanted
        ? `a page asks for npm:${wanted}, which is not bundled with the site`
        : `a page asks for ${address}, and the site is built without a network`,
    );
  };
}

async function buildInto(output: string, leftOut: readonly string[]): Promise<void> {
  const { readConfig, setCurrentDate } =
    await frameworkModule<Pick<Framework, "readConfig" | "setCurrentDate">>("config.js");
  const { build, FileBuildEffects } =
    await frameworkModule<Pick<Framework, "build" | "FileBuildEffects">>("build.js");
  // Framework writes each file's modification time into the pages; the same files, copied, must
  // make the same site.
  setCurrentDate(new Date(0));
  const config = await readConfig();
  const logger: Logger = {
    log: (line = "") => report({ kind: "line", text: plain(line) }),
    warn: (line) => {
      if (!NOT_NEWS.test(line)) report({ kind: "warning", text: plain(line) });
    },
    error: (line) => report({ kind: "warning", text: plain(line) }),
  };
  console.warn = logger.warn;
  console.error = logger.error;
  const effects = new FileBuildEffects(output, join(config.root, ".observablehq", "cache"), {
    logger,
    output: { write: () => true },
  });
  async function* paths() {
    for await (const path of config.paths()) if (!leftOut.includes(path)) yield path;
  }
  await build({ config: { ...config, output, paths } }, effects);
}

async function previewOn(port: number): Promise<void> {
  const { preview } = await frameworkModule<Pick<Framework, "preview">>("preview.js");
  console.log = () => undefined;
  const options = { hostname: "127.0.0.1", port, open: false, verbose: false, origins: [] };
  const { _server } = await preview(options);
  answerFirst(_server, DATABASE, NO_DATABASE);
  answerOwnOnly(_server, port);
  report({ kind: "ready", text: `http://127.0.0.1:${port}/` });
}

const [verb, argument = "", ...others] = process.argv.slice(2);
// When the program that started this one is killed, do not stay behind.
const leave = () => process.exit();
process.once("disconnect", leave);
refuseNetwork();
try {
  await (verb === "build" ? buildInto(argument, others) : previewOn(Number(argument)));
} catch (error) {
  report({ kind: "failed", text: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
if (verb === "build") {
  process.off("disconnect", leave);
  process.disconnect?.();
}
