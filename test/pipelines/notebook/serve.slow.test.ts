import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Served, serveNotebooks } from "../../../pipelines/notebook/server/serve.ts";
import { Store } from "../../../pipelines/notebook/server/store.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-serve-"));
const warehouse = join(folder, "w.duckdb");
const notebooks = join(folder, "notebooks");
let served: Served;
let cookie: string;
let origin: string;

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Asks as any program of this machine can, with whatever headers it likes. */
function ask(url: string, { method = "GET", headers = {}, body }: Asked = {}) {
  return new Promise<{
    status: number;
    headers: Record<string, unknown>;
    bytes: Buffer;
    text: string;
  }>((resolve, reject) => {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const type = sent === undefined ? {} : { "content-type": "application/json" };
    const asked = request(url, { method, headers: { ...type, ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          bytes,
          text: bytes.toString(),
        });
      });
    });
    asked.on("error", reject);
    asked.end(sent);
  });
}

/** As the browser that was let in. */
const own = (path: string, asked: Asked = {}) =>
  ask(served.url + path, {
    ...asked,
    headers: { cookie, origin, "sec-fetch-site": "same-origin", ...asked.headers },
  });

beforeAll(async () => {
  const made = await openWarehouse(warehouse);
  await made.run("create table needs as select i as n from range(10) t (i)");
  made.close();
  served = await serveNotebooks({ warehouse, folder: notebooks, limits: { idleSeconds: 0.1 } });
  origin = new URL(served.url).origin;
  writeFileSync(join(notebooks, "spring.md"), "# Spring\n\n```sql id=rows\nfrom needs\n```\n");
});

afterAll(async () => {
  await served.stop();
  rmSync(folder, { recursive: true });
});

describe("who is let in", () => {
  it("is the first who follows the link, and nobody after", async () => {
    expect((await ask(`${origin}/open?key=wrong`)).status).toBe(404);
    expect((await ask(`${origin}/open`)).status).toBe(404);
    const first = await ask(served.link);
    expect(first.status).toBe(303);
    expect(served.url.endsWith(String(first.headers.location))).toBe(true);
    cookie = String(first.headers["set-cookie"]).split(";")[0]!;
    expect(String(first.headers["set-cookie"])).toMatch(
      /HttpOnly; SameSite=Strict; Path=\/[\w-]{32}\//,
    );
    expect((await ask(served.link)).status).toBe(404);
    expect((await own("")).status).toBe(200);
  });

  it.each([
    ["without the cookie", {}],
    ["with another cookie", { cookie: "vsend=guess" }],
    ["under a name of another's that points here", { host: "evil.example" }],
    ["under the name localhost", { host: "localhost" }],
    ["from a page of another site", { origin: "https://evil.example" }],
    ["from a page at another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["from a frame or a script of another site", { "sec-fetch-site": "cross-site" }],
    ["from a page at another port, which is the same site", { "sec-fetch-site": "same-site" }],
    ["from a page that hides where it is", { origin: "null" }],
  ])("is not who asks %s", async (why, headers) => {
    for (const path of ["", "api/schema", "api/notebooks/spring", "assets/main.js"]) {
      const sent = why === "without the cookie" ? {} : { cookie, ...headers };
      expect((await ask(served.url + path, { headers: sent as never })).status, path).toBe(404);
    }
    const sent = why === "without the cookie" ? { origin } : { cookie, origin, ...headers };
    const posted = await ask(`${served.url}api/sql`, {
      method: "POST",
      headers: sent as never,
      body: { sql: "from needs" },
    });
    expect(posted.status).toBe(404);
  });

  it("is not who changes something without saying from where, nor who misses the secret folder", async () => {
    const post = { method: "POST", body: { sql: "select 1" } };
    expect((await ask(`${served.url}api/sql`, { ...post, headers: { cookie } })).status).toBe(404);
    expect((await ask(`${origin}/api/sql`, { ...post, headers: { cookie, origin } })).status).toBe(
      404,
    );
    expect((await ask(`${origin}/`, { headers: { cookie } })).status).toBe(404);
  });

  it("gets nothing that a browser keeps, frames or lets others read, and no eval", async () => {
    for (const path of ["", "notebook/spring", "api/schema", "assets/main.js", "nothing"]) {
      const { headers } = await own(path);
      expect(headers["cache-control"], path).toBe("no-store");
      expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      const policy = String(headers["content-security-policy"]);
      expect(policy).toMatch(/default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/);
      expect(policy).not.toMatch(/eval|script-src[^;]*inline|https?:/);
    }
  });
});

describe("what is answered", () => {
  it("SQL, as Arrow with how many rows; faults as words", async () => {
    const asked = await own("api/sql", {
      method: "POST",
      body: { sql: "from needs where n < $1", values: [3] },
    });
    expect(asked.headers["x-rows"]).toBe("3");
    expect(asked.headers["x-cut"]).toBe("false");
    expect(tableFromIPC(asked.bytes).numRows).toBe(3);
    const wrong = await own("api/sql", {
      method: "POST",
      body: { sql: "from needs order by 1\nhaving a" },
    });
    expect(JSON.parse(wrong.text).came).toMatch(/LINE 2: having a\n *\^/);
    const refused = await own("api/sql", { method: "POST", body: { sql: "drop table needs" } });
    expect(refused.status).toBe(422);
    expect(JSON.parse(refused.text).expected).toMatch(/one select/);
    expect(
      (
        await own("api/sql", {
          method: "POST",
          headers: { "content-type": "text/plain" },
          body: {},
        })
      ).status,
    ).toBe(422);
  });

  it("a cell as a module of its own, or where it is wrong", async () => {
    const cell = { key: "c1", mode: "sql", source: "from needs", info: "id=rows" };
    const made = JSON.parse((await own("api/cells", { method: "POST", body: cell })).text);
    expect((await own(made.module)).text).toContain("sql`from needs`");
    const wrong = await own("api/cells", {
      method: "POST",
      body: { ...cell, mode: "js", source: "1 +" },
    });
    expect(JSON.parse(wrong.text)).toMatchObject({ at: 3 });
    expect((await own("cell/000000000000000000000000.js")).status).toBe(404);
  });

  it("no file but those of the folder and what is released", async () => {
    for (const path of [
      "api/notebooks/..%2fw",
      "notebook/none",
      "data/..%2f..%2fpackage.json",
      "assets/../../w.duckdb",
      "data/none.arrow",
      "api/notebooks/none",
    ]) {
      expect((await own(path)).status, path).toBeGreaterThanOrEqual(404);
    }
  });

  it("the browser's side, which asks nothing of the network", async () => {
    const main = await own("assets/main.js");
    expect(main.status).toBe(200);
    expect((await own("assets/npm/observablehq-plot.js")).status).toBe(200);
    expect(main.text).not.toMatch(/cdn\.jsdelivr|unpkg\.com/);
  });
});

it("an answer is kept whole, under a name that says private, for its owner alone", async () => {
  const kept = async (as: string, name: string) => {
    const body = { sql: "from needs where n >= $1", values: [4], name, as };
    return JSON.parse((await own("api/export", { method: "POST", body })).text);
  };
  const csv = await kept("csv", "../../rows");
  expect(csv.rows).toBe(6);
  expect(csv.file).toMatch(/notebooks\/exports\/rows-\d{17}\.private\.csv$/);
  expect(readFileSync(csv.file, "utf8")).toBe("n\n4\n5\n6\n7\n8\n9\n");
  expect(statSync(csv.file).mode & 0o077).toBe(0);
  expect((await kept("parquet", "rows")).rows).toBe(6);
  const body = { sql: "drop table needs", name: "a", as: "csv" };
  expect((await own("api/export", { method: "POST", body })).status).toBe(422);
});

describe("a notebook's file", () => {
  it("is written only where it is as it was read, and a new one only where there is none", async () => {
    const read = await own("api/notebooks/spring");
    const { text } = JSON.parse(read.text);
    const put = (name: string, headers: Record<string, string>, more = "") =>
      own(`api/notebooks/${name}`, { method: "PUT", headers, body: { text: `${text}${more}` } });
    const tag = String(read.headers.etag);
    const saved = await put("spring", { "if-match": tag }, "\nMore.\n");
    expect(saved.status).toBe(200);
    expect((await put("spring", { "if-match": tag })).status).toBe(412);
    expect((await put("spring", {})).status).toBe(412);
    expect((await put("spring", { "if-none-match": "*" })).status).toBe(412);
    expect((await put("new", { "if-none-match": "*" })).status).toBe(200);
    expect((await put("new", { "if-match": String(saved.headers.etag) })).status).toBe(412);
    expect(readFileSync(join(notebooks, "spring.md"), "utf8")).toBe(`${text}\nMore.\n`);
    expect((await put("..%2fout", { "if-none-match": "*" })).status).toBeGreaterThanOrEqual(404);
  });

  it("is written by one of two that read the same, and the other is told", async () => {
    const tag = String((await own("api/notebooks/spring")).headers.etag);
    const put = (text: string) =>
      own("api/notebooks/spring", { method: "PUT", headers: { "if-match": tag }, body: { text } });
    const both = await Promise.all([put("# One\n"), put("# Two\n")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it("lies nowhere from which it would be published", () => {
    expect(() => new Store(projectFile("src/notebooks"))).toThrow(/outside the site/);
    expect(() => new Store(projectFile("src"))).toThrow(/outside the site/);
  });
});

it("an open page is told of a build and of edits made elsewhere", async () => {
  const told: string[] = [];
  const listening = request(
    `${served.url}api/events`,
    { headers: { cookie, origin } },
    (response) => {
      response.on("data", (part: Buffer) => told.push(part.toString()));
    },
  );
  listening.end();
  await new Promise((done) => setTimeout(done, 700));
  const made = await openWarehouse(warehouse, { wait: { seconds: 5 } });
  await made.run("create table later as select 1 as a");
  made.close();
  writeFileSync(join(notebooks, "spring.md"), "# Changed elsewhere\n");
  await expect.poll(() => told.join(""), { timeout: 5000 }).toMatch(/"kind":"warehouse"/);
  await expect.poll(() => told.join("")).toMatch(/"kind":"notebook","name":"spring"/);
  listening.destroy();
});
