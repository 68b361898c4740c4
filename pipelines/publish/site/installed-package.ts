import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface InstalledPackage {
  name: string;
  version: string;
  /** The package's own folder. */
  folder: string;
  /** A folder from which an import of the name finds this package. */
  resolveFrom: string;
}

/** A package as Node would find it from `rootDir`, or undefined when it is not installed. */
export function installedPackage(rootDir: string, name: string): InstalledPackage | undefined {
  for (let at = rootDir; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) {
      const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
      return { name, version, folder, resolveFrom: at };
    }
    if (at === dirname(at)) return undefined;
  }
}

/** The `node_modules` that Framework is found in from a folder. */
export function packagesOf(rootDir: string): string | null {
  const framework = installedPackage(rootDir, "@observablehq/framework");
  return framework ? join(framework.resolveFrom, "node_modules") : null;
}
