import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  keyFrom,
  pseudonym,
  pseudonymSql,
  readKey,
} from "../../../../pipelines/load/judge/pseudonym.ts";
import { quote } from "../../../../pipelines/warehouse/sql.ts";
import { openWarehouse } from "../../../../pipelines/warehouse/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-key-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the pseudonym", () => {
  it("is the HMAC-SHA256 of authority and identifier, in SQL as in Node", async () => {
    const warehouse = await openWarehouse(":memory:");
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const text = fc.string({ unit: "binary" }).map((id) => id.replaceAll("\0", ""));
    await fc.assert(
      fc.asyncProperty(bytes, fc.array(text, { minLength: 1 }), async (keyBytes, ids) => {
        const key = keyFrom(Buffer.from(keyBytes));
        const rows = ids.map((id, i) => `(${i}, 'E10000015', ${quote(id)})`).join(", ");
        const hashed = await warehouse.rows<{ pseudonym: string }>(`
          select ${pseudonymSql(key, "authority", "id")} as pseudonym
          from (values ${rows}) as given (i, authority, id) order by i`);
        expect(hashed.map((row) => row.pseudonym)).toEqual(
          ids.map((id) => pseudonym(key, "E10000015", id)),
        );
      }),
    );
    warehouse.close();
  });

  it("of one local number differs between authorities and between keys", () => {
    const [one, other] = [keyFrom(Buffer.alloc(32, 1)), keyFrom(Buffer.alloc(32, 2))];
    const made = [
      pseudonym(one, "E10000015", "7"),
      pseudonym(one, "E10000016", "7"),
      pseudonym(other, "E10000015", "7"),
    ];
    expect(new Set(made).size).toBe(3);
  });
});

describe("the key", () => {
  it("is made once, for its owner's eyes only, and read again", () => {
    const file = join(folder, "made", "pseudonym.key");
    const key = readKey(file);
    expect(readKey(file)).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "made"))).toEqual(["pseudonym.key"]);
  });

  it("is not given away by its fingerprint", () => {
    const file = join(folder, "told.key");
    const key = readKey(file);
    expect(readFileSync(file, "utf8")).not.toContain(key.fingerprint);
  });

  it("is never made again in place of one that cannot be read", () => {
    const file = join(folder, "short.key");
    writeFileSync(file, "abc\n", { mode: 0o600 });
    expect(() => readKey(file)).toThrow("restore the key from its backup");
    expect(readFileSync(file, "utf8")).toBe("abc\n");
  });

  it.skipIf(process.platform === "win32")(
    "that others can read is refused, and stays as it is",
    () => {
      const file = join(folder, "open.key");
      readKey(file);
      for (const mode of [0o640, 0o604, 0o620, 0o602, 0o666]) {
        chmodSync(file, mode);
        expect(() => readKey(file)).toThrow(/chmod 600/);
        expect(statSync(file).mode & 0o777).toBe(mode);
      }
      chmodSync(file, 0o600);
      readKey(file);
    },
  );

  it("in a git checkout is neither read nor made, through a link neither", () => {
    const checkout = join(folder, "checkout");
    mkdirSync(join(checkout, ".git"), { recursive: true });
    // A worktree has a file where a checkout has a folder.
    mkdirSync(join(checkout, "deep/worktree"), { recursive: true });
    writeFileSync(join(checkout, "deep/worktree/.git"), "gitdir: elsewhere\n");
    for (const place of ["a.key", "none/yet/a.key", "deep/worktree/a.key"]) {
      expect(() => readKey(join(checkout, place))).toThrow("outside every git checkout");
    }
    expect(readdirSync(checkout).sort()).toEqual([".git", "deep"]);
    const real = join(checkout, "real.key");
    writeFileSync(real, `${"ab".repeat(32)}\n`, { mode: 0o600 });
    const link = join(folder, "link.key");
    symlinkSync(real, link);
    expect(() => readKey(link)).toThrow("outside every git checkout");
  });
});
