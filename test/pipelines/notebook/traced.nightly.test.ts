import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { sampleFile } from "../sample-file.ts";
import { openLink } from "./open-link.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-traced-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls of the system by which a program reaches the network, or changes a file by its name. */
const CALLS =
  "connect,bind,openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,truncate,link,linkat,symlink,symlinkat";

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

/** Calls in one line each, of which strace writes the end later where another thread came between. */
function whole(lines: readonly string[]): string[] {
  const begun = new Map<string, number>();
  const calls: string[] = [];
  for (const line of lines) {
    const [thread = ""] = line.split(" ");
    const rest = /<\.\.\. \w+ resumed>(.*)$/.exec(line)?.[1];
    const at = begun.get(thread);
    if (rest !== undefined && at !== undefined) calls[at] += rest;
    else if (line.endsWith("<unfinished ...>")) begun.set(thread, calls.push(line) - 1);
    else calls.push(line);
  }
  return calls;
}

/** The command keeps a bundle of itself, made where its code has changed. */
const OWN_BUNDLE = projectFile("node_modules/.cache/vsend");

it.skipIf(!hasStrace)(
  "a notebook in use reaches no network and writes nothing outside its folder",
  async () => {
    const sample = await sampleFile();
    process.env.VSEND_KEY_FILE = sample.key;
    const warehouse = join(folder, "w.duckdb");
    copyFileSync(sample.warehouse, warehouse);
    const trace = join(folder, "trace");
    const traced = spawn("strace", [
      ...["-f", "-qq", "-e", `trace=${CALLS}`, "-o", trace],
      ...[
        process.execPath,
        projectFile("pipelines/vsend.js"),
        "notebook",
        "--warehouse",
        warehouse,
      ],
    ]);
    let said = "";
    traced.stdout.on("data", (text) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 120_000 }).toMatch(/open\?key=\S+/);
    const notebook = await openLink(/http:\S+open\?key=\S+/.exec(said)![0]);
    expect((await notebook.rows("from changes")).length).toBeGreaterThan(1000);
    const sorted = notebook.rows("select *, random() as r from range(3000000) order by r");
    expect((await sorted).length).toBeGreaterThan(1000);
    await notebook.get("assets/main.js");
    await notebook.get("api/schema");
    await notebook.get("api/examples/changes");
    await notebook.send("api/complete", { before: "select * from chang" });
    await notebook.send("api/cells", { key: "c1", mode: "js", source: "1 + 1", info: "" });
    for (const as of ["csv", "parquet"])
      await notebook.send("api/export", { sql: "from changes", name: "rows", as });
    const read = await notebook.get("api/notebooks/who-is-waiting");
    const put = { method: "PUT", headers: { "if-match": read.headers.get("etag")! } };
    await notebook.send("api/notebooks/who-is-waiting", { text: "# Mine\n" }, put);
    await expect(notebook.rows("from read_csv('/etc/passwd')")).rejects.toThrow();
    await expect(notebook.rows("from 'https://example.org/a.csv'")).rejects.toThrow();
    notebook.close();
    const [, program] = /^(\d+) /.exec(readFileSync(trace, "utf8"))!;
    process.kill(Number(program), "SIGINT");
    await new Promise((ended) => traced.once("close", ended));

    const lines = whole(readFileSync(trace, "utf8").split("\n"));
    const done = lines.filter((line) => !/= -1 E/.test(line));
    expect(done.filter((line) => /connect\(.*AF_INET/.test(line))).toEqual([]);
    const bound = done.filter((line) => /bind\(.*AF_INET/.test(line));
    expect(bound.length).toBe(1);
    expect(bound[0]).toContain('inet_addr("127.0.0.1")');
    const written = done
      .filter((line) => !/open(at)?\(/.test(line) || /O_WRONLY|O_RDWR|O_CREAT/.test(line))
      .flatMap((line) => [...line.matchAll(/"([^"]*)"/g)].map(([, path]) => path!))
      .filter((path) => path.startsWith("/"));
    const own = written.filter((path) => path.startsWith(join(folder, "notebooks")));
    expect(own.length).toBeGreaterThan(5);
    const outside = written.filter(
      (path) => !path.startsWith(join(folder, "notebooks")) && !path.startsWith(OWN_BUNDLE),
    );
    expect(outside.filter((path) => !/^\/dev\/(null|tty)$|^127\./.test(path))).toEqual([]);
  },
);
