import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copiedRoot, liveRoot, type SiteRoot } from "../../../pipelines/publish/site/site-root.ts";

let project: string;
const before = process.env.VSEND_CACHE;
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
};
const seen = (root: SiteRoot, path: string) => {
  const file = join(root.folder, path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
};

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "vsend-project-"));
  process.env.VSEND_CACHE = join(project, "kept");
  put("observablehq.config.ts", "export default {}");
  put("package.json", '{"type":"module"}');
  put("src/index.md", "# Home");
  put("src/components/chart.ts", "1");
  put("src/data/changes.arrow", "of an earlier version, another warehouse");
  put("src/.observablehq/cache/data/old.csv", "old");
});
afterAll(() => {
  if (before === undefined) delete process.env.VSEND_CACHE;
  else process.env.VSEND_CACHE = before;
  rmSync(project, { recursive: true });
});

describe.each([
  ["a copied root", copiedRoot],
  ["a live root", liveRoot],
])("%s", (_, make) => {
  it("has the pages of the project, none of its data, and goes without touching it", async () => {
    const root = await make(project);
    expect(seen(root, "src/index.md")).toBe("# Home");
    expect(seen(root, "src/components/chart.ts")).toBe("1");
    expect(seen(root, "package.json")).toContain("module");
    expect(existsSync(root.data)).toBe(false);
    expect(seen(root, "src/.observablehq/cache/data/old.csv")).toBeNull();
    mkdirSync(root.data);
    writeFileSync(join(root.data, "changes.arrow"), "of this warehouse");
    await root.remove();
    expect(existsSync(root.folder)).toBe(false);
    expect(readFileSync(join(project, "src/index.md"), "utf8")).toBe("# Home");
    expect(readFileSync(join(project, "src/data/changes.arrow"), "utf8")).toContain("earlier");
  });
});

describe("what is saved while it is there", () => {
  it("is not seen in a copied root", async () => {
    const root = await copiedRoot(project);
    put("src/components/chart.ts", "2");
    expect(seen(root, "src/components/chart.ts")).toBe("1");
    await root.remove();
  });

  it("is seen in a live one: pages, code, and pages of a new name", async () => {
    const root = await liveRoot(project);
    put("src/index.md", "# Home again");
    put("src/components/chart.ts", "3");
    put("src/components/new.ts", "4");
    put("src/later.md", "# Later");
    expect(seen(root, "src/index.md")).toBe("# Home again");
    expect(seen(root, "src/components/chart.ts")).toBe("3");
    expect(seen(root, "src/components/new.ts")).toBe("4");
    for (let i = 0; i < 100 && !seen(root, "src/later.md"); i++) await setTimeout(50);
    expect(seen(root, "src/later.md")).toBe("# Later");
    await root.remove();
  });
});
