import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { callError } from "../../warehouse/errors.ts";

/** Files of figures that pages may show beside the release tables; none is about a child. */
const KEPT_BY_HAND = ["method/calibration.json"];

/** What a page is made of. A second dot is how Framework knows a data loader, or a page that code writes. */
const SOURCE = /^[^.]+\.(md|ts|tsx|js|jsx|css)$/;

/** What editors and desktops leave; Framework takes none of it up by itself. */
const LEFTOVER = /^\.|~$/;

/**
 * Refuses a site whose folder `src` holds anything but pages, code, and files that are known: a
 * data loader may read the warehouse itself, and whatever is attached is published as it stands.
 * What is beside them in `src/data` and `src/.observablehq` is never published, and not looked at.
 *
 * @throws VsendError naming every such file.
 */
export async function refuseUnreleased(root: string): Promise<void> {
  const src = join(root, "src");
  const found = (await readdir(src, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      name: entry.name,
      path: relative(src, join(entry.parentPath, entry.name)).split(sep).join("/"),
      isLink: entry.isSymbolicLink(),
    }))
    .filter(({ path }) => !/^(data|\.observablehq)\//.test(path) && !KEPT_BY_HAND.includes(path))
    .filter(({ name, isLink }) => isLink || !(SOURCE.test(name) || LEFTOVER.test(name)));
  if (found.length > 0) {
    throw unreleased(
      "files that are neither pages nor code, and no release",
      found.map(({ path }) => `src/${path}`),
    );
  }
}

/**
 * Refuses a built site that does not hold the release just written: figures of another would be
 * published under its name.
 *
 * @throws VsendError where the site has no `publication.json`, or that of another release.
 */
export async function refuseOtherRelease(site: string, hash: string): Promise<void> {
  const files = (await filesIn(join(site, "_file", "data"))).filter((path) =>
    /^publication[.][0-9a-f]+[.]json$/.test(basename(path)),
  );
  const held = new Set<string>();
  for (const path of files) {
    const { release_hash } = JSON.parse(await readFile(path, "utf8")) as { release_hash: string };
    held.add(release_hash);
  }
  if (held.size === 1 && held.has(hash)) return;
  throw callError({
    expected: `pages that show release ${hash}, which was just written`,
    came: held.size === 0 ? "pages of no release" : `pages of ${[...held].sort().join(" and ")}`,
    todo: "publish again; nothing was published. At least one page must read data/publication.json",
  });
}

/**
 * Refuses a built site that holds an attachment which is not, byte for byte, a file of the release
 * or one kept by hand: however a page came by it.
 *
 * @throws VsendError naming every such file.
 */
export async function refuseAttached(
  site: string,
  { src, data }: { src: string; data: string },
): Promise<void> {
  const released = await filesIn(data);
  const known = new Set<string>();
  for (const path of [...released, ...KEPT_BY_HAND.map((name) => join(src, name))]) {
    known.add(await digestOf(path).catch(() => ""));
  }
  const strange: string[] = [];
  for (const path of await filesIn(join(site, "_file"))) {
    if (!known.has(await digestOf(path))) strange.push(relative(join(site, "_file"), path));
  }
  if (strange.length > 0) throw unreleased("attachments that are no release", strange);
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));

const digestOf = async (path: string) =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

const unreleased = (came: string, files: readonly string[]) =>
  callError({
    expected: "pages that show release tables alone",
    came,
    details: [...files].sort(),
    todo: "publish the figures as a measure (`vsend new measure NAME`) and read data/NAME.arrow, or take the files out of src; nothing was published",
  });
