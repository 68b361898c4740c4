import { join, posix } from "node:path";
import { build, type Plugin } from "esbuild";
import type { InstalledPackage } from "./installed-package.ts";
import { withoutEval } from "./without-eval.ts";

interface Bundling {
  /** The folder of `name@version` folders. */
  shelf: string;
  /** The bundle's file name. */
  entry: string;
  /** The packages on the same shelf: imported from there, not bundled twice. */
  packages: InstalledPackage[];
}

/** Writes a package and what it imports as one module for the browser. */
export async function bundlePackage(
  self: InstalledPackage,
  { shelf, entry, packages }: Bundling,
): Promise<void> {
  const folder = `${self.name}@${self.version}`;
  await build({
    stdin: { contents: `export * from "${self.name}";`, resolveDir: self.resolveFrom },
    outfile: join(shelf, folder, entry),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [sharedBundles(self, entry, packages), withoutEval()],
  });
}

function sharedBundles(
  self: InstalledPackage,
  entry: string,
  packages: InstalledPackage[],
): Plugin {
  const folders = new Map(packages.map(({ name, version }) => [name, `${name}@${version}`]));
  const from = folders.get(self.name) ?? "";
  folders.delete(self.name);
  return {
    name: "shared-bundles",
    setup({ onResolve }) {
      onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
        const folder = folders.get(path);
        if (!folder) return undefined;
        return { path: posix.relative(from, `${folder}/${entry}`), external: true };
      });
    },
  };
}
