import { stat } from "node:fs/promises";
import { dataError } from "../../warehouse/errors.ts";

/** Remembers files as they are before they are read, to tell afterwards whether they were changed. */
export class Steady {
  readonly #before = new Map<string, string>();

  async note(path: string): Promise<void> {
    this.#before.set(path, await mark(path));
  }

  /** @throws VsendError when a file is not what it was. */
  async check(): Promise<void> {
    for (const [path, before] of this.#before) {
      const now = await mark(path).catch(() => "gone");
      if (now !== before) throw changed(path);
    }
  }
}

async function mark(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

const changed = (path: string) =>
  dataError({
    expected: "a file that stays as it is while it is read",
    came: "one that was written, moved or removed meanwhile",
    where: path,
    todo: "wait until the export or copy is finished, and load it again; nothing was loaded",
  });
