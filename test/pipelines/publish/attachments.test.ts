import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  refuseAttached,
  refuseOtherRelease,
  refuseUnreleased,
} from "../../../pipelines/publish/site/attachments.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";

let root: string;
const released = () => ({ src: join(root, "src"), data: join(root, "src/data") });
const put = (path: string, text = path) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vsend-attached-"));
  put("src/index.md");
  put("src/style.css");
  put("src/components/chart.ts");
  put("src/method/calibration.json");
  put("src/data/changes.arrow");
  put("src/notebooks/.DS_Store");
  put("src/notebooks/spring.md~");
  put("src/.observablehq/cache/data/old.csv");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("what lies in src", () => {
  it("of this program, and of a site of pages, code and releases, is published", async () => {
    await refuseUnreleased(PROJECT);
    await refuseUnreleased(root);
  });

  it.each([
    "src/notebooks/children.csv.ts",
    "src/notebooks/children.json.py",
    "src/notebooks/children.parquet.sh",
    "src/notebooks/children.csv.exe",
    "src/notebooks/[authority].csv.js",
    "src/notebooks/pages.md.ts",
    "src/data.zip",
    "src/data.csv.ts",
    "src/children.zip.sh",
    "src/notebooks/children.csv",
    "src/notebooks/children.parquet",
    "src/notebooks/warehouse.duckdb",
    "src/notebooks/picture.png",
    "src/method/calibration-2.json",
    "src/components/children",
  ])("stops the publish where it is %s", async (path) => {
    put(path);
    await expect(refuseUnreleased(root)).rejects.toThrow(path);
  });

  it.skipIf(process.platform === "win32")(
    "stops it where it is a link, which may lead anywhere",
    async () => {
      put("elsewhere/records.md");
      symlinkSync(join(root, "elsewhere"), join(root, "src/notebooks/more"));
      symlinkSync(join(root, "elsewhere/records.md"), join(root, "src/records.md"));
      await expect(refuseUnreleased(root)).rejects.toThrow(
        /src\/notebooks\/more[\s\S]*src\/records\.md/,
      );
    },
  );
});

describe("what a built site has attached", () => {
  it("is a release or kept by hand, byte for byte, under any name", async () => {
    put("dist/_file/data/changes.1234.arrow", "src/data/changes.arrow");
    put("dist/_file/method/calibration.5678.json", "src/method/calibration.json");
    await refuseAttached(join(root, "dist"), released());
    put("dist/_file/data/changes.9999.arrow", "one child");
    await expect(refuseAttached(join(root, "dist"), released())).rejects.toThrow(
      "changes.9999.arrow",
    );
  });

  it("may be nothing", async () => {
    await refuseAttached(join(root, "dist"), released());
  });
});

describe("the release that a built site says it shows", () => {
  const publication = (hash: string) => JSON.stringify({ release_hash: hash });

  it("is the one just written", async () => {
    put("dist/_file/data/publication.1234abcd.json", publication("mine"));
    await refuseOtherRelease(join(root, "dist"), "mine");
  });

  it("stops the publish where it is another, or one of two", async () => {
    put("dist/_file/data/publication.1234abcd.json", publication("another"));
    await expect(refuseOtherRelease(join(root, "dist"), "mine")).rejects.toThrow("another");
    put("dist/_file/data/publication.5678abcd.json", publication("mine"));
    await expect(refuseOtherRelease(join(root, "dist"), "mine")).rejects.toThrow(
      "another and mine",
    );
  });

  it("stops it where no page says any", async () => {
    put("dist/index.html");
    await expect(refuseOtherRelease(join(root, "dist"), "mine")).rejects.toThrow("no release");
  });
});
