import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readableByAll } from "../../../pipelines/publish/site/readable.ts";

it.skipIf(process.platform === "win32")(
  "opens every file and folder of a site, however deep",
  async () => {
    const before = process.umask(0o077);
    const site = mkdtempSync(join(tmpdir(), "vsend-site-"));
    try {
      mkdirSync(join(site, "a/b"), { recursive: true });
      writeFileSync(join(site, "index.html"), "");
      writeFileSync(join(site, "a/b/c.arrow"), "");
      await readableByAll(site);
      const mode = (path: string) => statSync(join(site, path)).mode & 0o777;
      expect(["", "a", "a/b"].map(mode)).toEqual([0o755, 0o755, 0o755]);
      expect(["index.html", "a/b/c.arrow"].map(mode)).toEqual([0o644, 0o644]);
    } finally {
      process.umask(before);
      rmSync(site, { recursive: true });
    }
  },
);
