import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

/**
 * The first import in built JavaScript that leads nowhere. Framework leaves what it cannot find as
 * it stands, exits 0, and the page fails in the browser: a package that is not installed, or
 * `./chart.ts` imported by that name (the name that works is `./chart.js`).
 */
export async function unresolvedImport(code: string, file: string): Promise<string | undefined> {
  const missing: string[] = [];
  await build({
    stdin: { contents: code, resolveDir: dirname(file), sourcefile: file, loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    logLevel: "silent",
    plugins: [
      {
        name: "look-only",
        setup({ onResolve }) {
          onResolve({ filter: /./ }, ({ path, resolveDir }) => {
            const isFound = /^\.\.?\//.test(path) && existsSync(join(resolveDir, path));
            if (!isFound) missing.push(path);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return missing[0];
}
