import { chmod, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Opens a finished site to be read by everyone, such as the web server, where all else that the
 * program writes is for its owner alone.
 */
export async function readableByAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
}
