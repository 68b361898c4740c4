import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { dataError } from "../../warehouse/errors.ts";

/**
 * Paths within a folder of its files, and of the folders in it; what a link leads to counts as a
 * file where it is one. Names that begin with a point are hidden and left out, and so are pipes,
 * devices and links that lead nowhere or to a folder.
 *
 * @throws VsendError for a name that is no text, which could not be opened by it.
 */
export async function walk(folder: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [""];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const entries = await readdir(join(folder, below), { withFileTypes: true, encoding: "buffer" });
    for (const entry of entries) {
      const bytes = Buffer.from(entry.name);
      const name = bytes.toString("utf8");
      if (!Buffer.from(name).equals(bytes)) throw noText(join(folder, below), bytes);
      if (name.startsWith(".")) continue;
      const path = join(below, name);
      if (entry.isDirectory()) waiting.push(path);
      else if (
        entry.isFile() ||
        (entry.isSymbolicLink() && (await leadsToFile(join(folder, path))))
      )
        found.push(path);
    }
  }
  return found.sort();
}

const leadsToFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (target) => target.isFile(),
    () => false,
  );

const noText = (folder: string, bytes: Buffer) =>
  dataError({
    expected: "names of files in UTF-8",
    came: `one whose bytes are none (it may be "${bytes.toString("latin1")}")`,
    where: folder,
    todo: "rename the file, and load the folder again; nothing was loaded",
  });
