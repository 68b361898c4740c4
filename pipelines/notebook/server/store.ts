import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, watch } from "node:fs";
import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { callError } from "../../warehouse/errors.ts";
import { projectFile } from "../../warehouse/installation.ts";

export interface Kept {
  text: string;
  /** Digest of the text, by which a change made elsewhere is known. */
  tag: string;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** Notebooks that a new folder begins with. */
const TOUR = projectFile("pipelines/notebook/tour");

/** The folder of one's notebooks, each a Markdown file. A new one has the tour in it. */
export class Store {
  /** @throws VsendError for a folder from which notebooks would be published. */
  constructor(readonly folder: string) {
    const within = relative(projectFile("src"), resolve(folder));
    if (within === "" || !(within.startsWith("..") || isAbsolute(within))) {
      throw callError({
        expected: "a folder for notebooks outside the site's pages",
        came: folder,
        todo: "choose one outside src: what lies there is a page and may be published",
      });
    }
    if (existsSync(folder)) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(TOUR)) copyFileSync(join(TOUR, file), join(folder, file));
  }

  async names(): Promise<string[]> {
    const files = await readdir(this.folder);
    return files
      .filter((file) => file.endsWith(".md") && NAME.test(file.slice(0, -3)))
      .map((file) => file.slice(0, -3))
      .sort();
  }

  /** The notebooks with their titles, the latest changed first. */
  async list(): Promise<{ name: string; title: string; changed: string }[]> {
    const all = await Promise.all(
      (await this.names()).map(async (name) => {
        const { text } = await this.read(name);
        const { mtime } = await stat(this.#file(name));
        return { name, title: titleOf(text) ?? name, changed: mtime.toISOString() };
      }),
    );
    return all.sort((a, b) => (a.changed < b.changed ? 1 : -1));
  }

  has(name: string): boolean {
    return NAME.test(name) && existsSync(this.#file(name));
  }

  /** @throws VsendError where there is none. */
  async read(name: string): Promise<Kept> {
    if (!this.has(name)) throw noNotebook(name, this.folder);
    const text = await readFile(this.#file(name), "utf8");
    return { text, tag: tagOf(text) };
  }

  /**
   * Writes a notebook whole.
   *
   * @param before tag of what it was when it was read; null for a new one.
   * @returns the new tag, or null where the file is not what it was.
   */
  write(name: string, text: string, before: string | null): Promise<string | null> {
    const written = this.#writing.then(() => this.#write(name, text, before));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  /** One after the other: of two that read the same, the second finds that it changed. */
  #writing: Promise<unknown> = Promise.resolve();

  async #write(name: string, text: string, before: string | null): Promise<string | null> {
    if (!NAME.test(name)) throw badName(name);
    const now = this.has(name) ? (await this.read(name)).tag : null;
    if (now !== before) return null;
    const aside = join(this.folder, `.${name}.${process.pid}.tmp`);
    await writeFile(aside, text, { mode: 0o600 });
    await rename(aside, this.#file(name));
    return tagOf(text);
  }

  /** Where an answer is kept: in a folder beside the notebooks, under a name that says private. */
  exportFile(name: string, ending: "csv" | "parquet"): string {
    const safe = name.replace(/[^A-Za-z0-9_-]/g, "").slice(0, 80) || "answer";
    const folder = join(this.folder, "exports");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const when = new Date()
      .toISOString()
      .replace(/[^0-9]/g, "")
      .slice(0, 17);
    return join(folder, `${safe}-${when}.private.${ending}`);
  }

  /** Tells of notebooks that changed, whoever changed them. */
  watch(changed: (name: string) => void): () => void {
    const watcher = watch(this.folder, (_, file) => {
      if (file?.endsWith(".md") && NAME.test(file.slice(0, -3))) changed(file.slice(0, -3));
    });
    return () => watcher.close();
  }

  #file = (name: string): string => join(this.folder, `${name}.md`);
}

export const tagOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);

export const titleOf = (text: string): string | null =>
  (/^---\n[\s\S]*?^title:[ \t]*(.+?)[ \t]*$/m.exec(text) ?? /^# (.+)$/m.exec(text))?.[1] ?? null;

const noNotebook = (name: string, folder: string) =>
  callError({
    expected: "the name of a notebook",
    came: name,
    where: folder,
    todo: "`vsend notebook` lists them and makes new ones",
  });

const badName = (name: string) =>
  callError({
    expected: "a name of small letters, digits and hyphens",
    came: name,
    todo: "give such a name, for example spring-term",
  });
