import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

export interface Chromium {
  executablePath: string;
  env: Record<string, string>;
}

const INSTALLED = [
  "google-chrome-stable",
  "google-chrome",
  "chromium",
  "chromium-browser",
  "chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** `CHROME_PATH` if set, else the Chromium inside the npm package, else one that is installed. */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.CHROME_PATH;
  if (named) return { executablePath: named, env: {} };
  const packaged = await packagedChromium().catch(() => undefined);
  if (packaged) return packaged;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = INSTALLED.flatMap((name) => folders.map((folder) => resolve(folder, name)));
  const executablePath = candidates.find(existsSync);
  if (executablePath) return { executablePath, env: {} };
  throw new Error("expected a Chrome or Chromium; found none; install one or set CHROME_PATH");
}

/** Unpacked by us, not by the package: it would leave half a binary where it looks next time. */
async function packagedChromium(): Promise<Chromium | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const require = createRequire(import.meta.url);
  const home = dirname(dirname(dirname(require.resolve("@sparticuz/chromium"))));
  const { version } = require(join(home, "package.json")) as { version: string };
  const folder = join(tmpdir(), `vsend-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) await unpack(join(home, "bin"), folder);

  const executablePath = join(folder, "chromium");
  const fonts = { FONTCONFIG_PATH: join(folder, "fonts") };
  const libraries = { LD_LIBRARY_PATH: join(folder, "al2023", "lib") };
  // The system's own fonts and libraries first; the package's where there are none.
  const hasFonts = spawnSync("fc-list", { encoding: "utf8" }).stdout?.trim();
  for (const env of [{}, libraries]) {
    if (runs(executablePath, env))
      return { executablePath, env: { ...env, ...(!hasFonts && fonts) } };
  }
  return undefined;
}

const runs = (file: string, env: Record<string, string>) =>
  spawnSync(file, ["--version"], { env: { ...process.env, ...env } }).status === 0;

async function unpack(bin: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}.tmp`;
  await mkdir(join(draft, "al2023"), { recursive: true });
  await mkdir(join(draft, "fonts"));
  const brotli = createBrotliDecompress();
  const binary = createWriteStream(join(draft, "chromium"), { mode: 0o755 });
  await pipeline(createReadStream(join(bin, "chromium.br")), brotli, binary);
  await untar(join(bin, "al2023.tar.br"), join(draft, "al2023"));
  await untar(join(bin, "fonts.tar.br"), join(draft, "fonts"));
  await untar(join(bin, "swiftshader.tar.br"), draft);
  // Another test run may have come first.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
}

async function untar(archive: string, into: string): Promise<void> {
  const tar = `${into}.${process.pid}.tar`;
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(tar));
  const { status, stderr } = spawnSync("tar", ["-xf", tar, "-C", into], { encoding: "utf8" });
  await rm(tar);
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${stderr}`);
}
