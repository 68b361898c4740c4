import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { walk } from "../../../../pipelines/load/read/walk.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const folder = () => {
  bench.write("in/a.csv", spendCsv(spendRows(3)));
  return join(bench.folder, "in");
};
const problem = (path: string) =>
  bench.load(path).then(
    () => null,
    (error: { problem: { came: string; where: string } }) => error.problem,
  );

describe("a folder", () => {
  it("gives its files, also those that a link leads to, and passes over what is none", async () => {
    const path = folder();
    mkdirSync(join(path, "b/c"), { recursive: true });
    writeFileSync(join(path, "b/c/d.csv"), "");
    writeFileSync(join(path, ".hidden.csv"), "");
    symlinkSync(join(path, "a.csv"), join(path, "e.csv"));
    symlinkSync(path, join(path, "loop.csv"));
    symlinkSync("nowhere", join(path, "f.csv"));
    execFileSync("mkfifo", [join(path, "pipe.csv")]);
    expect(await walk(path)).toEqual(["a.csv", "b/c/d.csv", "e.csv"]);
  });

  it("with a name that is no UTF-8 is refused, and nothing is lost in silence", async () => {
    const path = folder();
    writeFileSync(Buffer.concat([Buffer.from(`${path}/caf`), Buffer.from([0xe9, 0x2e])]), "x");
    expect(await problem(path)).toMatchObject({
      came: 'one whose bytes are none (it may be "café.")',
      where: path,
    });
  });

  it("or with such a name further down, of a file or of a folder", async () => {
    const odd = (below: string) =>
      Buffer.concat([Buffer.from(`${below}/`), Buffer.from([0xff, 0x78])]);
    const deep = folder();
    mkdirSync(join(deep, "a/b"), { recursive: true });
    writeFileSync(odd(join(deep, "a/b")), "x");
    expect(await problem(deep)).toMatchObject({ where: join(deep, "a/b") });
    const named = folder();
    mkdirSync(odd(named));
    expect((await problem(named))?.came).toContain("whose bytes are none");
  });

  it("and any name in UTF-8 is read, whatever its letters", async () => {
    const path = folder();
    const names = ["café.csv", "данные.csv", "a\u202eb.csv", " spaced .csv"];
    for (const name of names) writeFileSync(join(path, name), "x");
    const found = await walk(path);
    expect(found.filter((name) => names.includes(name)).sort()).toEqual([...names].sort());
  });
});

it.each(["pipe", "device"])("a %s is refused at once, not read without end", async (what) => {
  const path = what === "device" ? "/dev/zero" : join(bench.folder, "pipe.csv");
  if (what === "pipe") execFileSync("mkfifo", [path]);
  expect((await problem(path))?.came).toContain("a pipe or device");
});
