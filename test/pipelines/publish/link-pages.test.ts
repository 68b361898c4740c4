import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkPages } from "../../../pipelines/publish/site/link-pages.ts";
import { attached, contentOf } from "../../../pipelines/publish/site/placeholders.ts";
import { postprocess } from "../../../pipelines/publish/site/postprocess.ts";

const NAMES = ["changes.arrow", "changes.csv", "publication.json"];
const REAL: Record<string, string> = {
  "changes.arrow": "twelve bytes",
  "changes.csv": "a,b\n",
  "publication.json": "{}",
};

/** A page as it is finished with certain files. */
const pageWith = (contents: Record<string, string>): string => {
  const files = NAMES.map((name) => {
    const { path, bytes } = attached(name, contents[name]!);
    const info = { name, path: `./${path}`, lastModified: 0, size: bytes };
    return `registerFile("./data/${name}", ${JSON.stringify(info)});`;
  });
  const csv = attached("changes.csv", contents["changes.csv"]!).path;
  return postprocess(`<!DOCTYPE html><html><head><script type="module">
${files.join("\n")}
const other = {"size":${Buffer.byteLength(contentOf("changes.csv"))}};
</script><script type="module" src="./_import/a.js"></script></head>
<body><a href="../${csv}" download>the table</a></body></html>`);
};

const placeholders = Object.fromEntries(NAMES.map((name) => [name, contentOf(name)]));
let data: string;

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), "vsend-link-"));
  mkdirSync(data, { recursive: true });
  for (const [name, text] of Object.entries(REAL)) writeFileSync(join(data, name), text);
});
afterAll(() => rmSync(data, { recursive: true }));

/** Files of a site as text, those of the release under the addresses they have with some contents. */
const siteWith = (contents: Record<string, string>, shown: readonly string[]) =>
  new Map([
    ["index.html", Buffer.from(pageWith(contents))],
    ["_import/a.js", Buffer.from("export const a = 1;")],
    ...shown.map((name): [string, Buffer] => [
      attached(name, contents[name]!).path,
      Buffer.from(contents[name]!),
    ]),
  ]);

const texts = (files: ReadonlyMap<string, Buffer>) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]));

describe("pages linked to a release", () => {
  it("are the pages built with it: addresses, sizes, the policy, and files that a page shows", async () => {
    const shown = NAMES.slice(0, 2);
    const linked = await linkPages(siteWith(placeholders, shown), data, NAMES);
    expect(texts(linked!)).toEqual(texts(siteWith(REAL, shown)));
  });

  it("are not made of code that names a file of the release, whose own address would change", async () => {
    const pages = siteWith(placeholders, NAMES);
    const { path } = attached("changes.csv", contentOf("changes.csv"));
    pages.set("_import/b.1234abcd.js", Buffer.from(`FileAttachment("../${path}")`));
    expect(await linkPages(pages, data, NAMES)).toBeNull();
  });
});
