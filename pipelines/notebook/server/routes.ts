import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { VsendError } from "../../warehouse/errors.ts";
import { projectFile } from "../../warehouse/installation.ts";
import { question } from "../../warehouse/question.ts";
import { writeCsv, writeParquet } from "../../warehouse/write-answer.ts";
import type { Engine } from "../engine/engine.ts";
import { completions, readExamples, readSchema } from "../engine/schema.ts";
import { boundValues } from "../engine/values.ts";
import { type CellMode, readNotebook } from "../page/cells.ts";
import { CellError, transpileCell } from "../page/transpile.ts";
import { nextOf, shareCell } from "../share/share.ts";
import { answerSql } from "./ask.ts";
import type { Events } from "./events.ts";
import { listPage, notebookPage } from "./pages.ts";
import { goneWith, jsonOf, send, sendJson, sendWords } from "./requests.ts";
import type { Store } from "./store.ts";

export interface Parts {
  /** The secret folder of all addresses. */
  base: string;
  engine: Engine;
  store: Store;
  events: Events;
  assets: Promise<ReadonlyMap<string, Uint8Array>>;
}

type Handle = (
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
) => Promise<void> | void;

/** Modules made of cells, by digest: kept while the server runs. */
const modules = new Map<string, string>();

const HTML = "text/html; charset=utf-8";
const SCRIPT = "text/javascript; charset=utf-8";

/** What is answered, by method and address below the base. */
const ROUTES: readonly [method: string, path: RegExp, handle: Handle][] = [
  [
    "GET",
    /^$/,
    ({ base, engine, store }, _, response) =>
      send(response, 200, HTML, listPage(base, engine.file, store.folder)),
  ],
  [
    "GET",
    /^notebook\/([a-z0-9-]+)$/,
    ({ base, store }, _, response, name) =>
      store.has(name)
        ? send(response, 200, HTML, notebookPage(base, name))
        : sendWords(response, 404, "There is no notebook of that name.\n"),
  ],
  ["GET", /^assets\/([a-z0-9./-]+)$/i, asset],
  [
    "GET",
    /^cell\/([0-9a-f]{24})\.js$/,
    (_, __, response, name) => {
      const code = modules.get(name);
      return code === undefined
        ? sendWords(response, 404, "404\n")
        : send(response, 200, SCRIPT, code);
    },
  ],
  ["GET", /^data\/([a-z0-9-]+\.(?:arrow|csv|json))$/, released],
  [
    "GET",
    /^api\/notebooks$/,
    async ({ store }, _, response) => sendJson(response, await store.list()),
  ],
  [
    "GET",
    /^api\/notebooks\/([a-z0-9-]+)$/,
    async ({ store }, _, response, name) => {
      const { text, tag } = await store.read(name);
      sendJson(response, { ...readNotebook(text), text }, { etag: tag });
    },
  ],
  ["PUT", /^api\/notebooks\/([a-z0-9-]+)$/, save],
  ["POST", /^api\/cells$/, transpile],
  ["POST", /^api\/export$/, keep],
  ["POST", /^api\/share\/([a-z0-9-]+\/\w+)$/, share],
  ["POST", /^api\/sql$/, ({ engine }, request, response) => answerSql(engine, request, response)],
  [
    "POST",
    /^api\/complete$/,
    async ({ engine }, request, response) => {
      const { before } = await jsonOf(request);
      sendJson(response, await engine.use((warehouse) => completions(warehouse, String(before))));
    },
  ],
  [
    "GET",
    /^api\/schema$/,
    async ({ engine }, _, response) => sendJson(response, await engine.use(readSchema)),
  ],
  [
    "GET",
    /^api\/examples\/(\w+)$/,
    async ({ engine }, _, response, name) =>
      sendJson(response, await engine.use((warehouse) => readExamples(warehouse, name))),
  ],
  ["GET", /^api\/events$/, ({ events }, _, response) => events.listen(response)],
];

/** Answers one request that was let in. */
export async function answer(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  const path = pathname.slice(parts.base.length);
  for (const [method, pattern, handle] of ROUTES) {
    const found = method === request.method ? pattern.exec(path) : null;
    if (!found) continue;
    try {
      return await handle(parts, request, response, found[1] ?? "");
    } catch (error) {
      return refuse(response, error);
    }
  }
  sendWords(response, 404, "404\n");
}

/** DuckDB's own words, in which a mark stands below the place of the fault. */
const wholeOf = (cause: unknown) =>
  cause instanceof Error && /\nLINE \d+: /.test(cause.message) ? { came: cause.message } : {};

/** Says in words why something was not done. */
export function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!(error instanceof CellError || error instanceof VsendError)) console.error(error);
  const { message, at } = error as CellError;
  const problem =
    error instanceof VsendError
      ? { ...error.problem, ...wholeOf(error.cause) }
      : { came: message, at: at ?? null };
  send(response, 422, "application/json", JSON.stringify(problem));
}

async function transpile(_: Parts, request: IncomingMessage, response: ServerResponse) {
  const { key, mode, source, info } = await jsonOf(request);
  const { code, ...shown } = transpileCell(String(key), {
    mode: String(mode) as CellMode,
    source: String(source),
    info: String(info ?? ""),
  });
  const digest = createHash("sha256").update(code).digest("hex").slice(0, 24);
  modules.set(digest, code);
  sendJson(response, { ...shown, module: `cell/${digest}.js` });
}

async function share(
  { engine, store }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) {
  const [notebook = "", cell = ""] = path.split("/");
  const { by, mean, who, why } = await jsonOf(request);
  const columns = Array.isArray(by) ? by.map(String) : [];
  const { text } = await store.read(notebook);
  const shared = await shareCell(engine, {
    ...{ notebook, text, cell, by: columns, who: String(who), why: String(why) },
    ...(typeof mean === "string" && mean !== "" ? { mean } : {}),
  });
  sendJson(response, { words: nextOf(shared) });
}

async function save(
  { store }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
) {
  const { text } = await jsonOf(request);
  const before =
    request.headers["if-none-match"] === "*" ? null : (request.headers["if-match"] ?? "");
  const tag = await store.write(name, String(text), before);
  if (tag === null) return sendWords(response, 412, "The file has changed since it was read.\n");
  sendJson(response, { saved: true }, { etag: tag });
}

async function asset(parts: Parts, _: IncomingMessage, response: ServerResponse, name: string) {
  const found = (await parts.assets).get(name);
  if (!found) return sendWords(response, 404, `${name} does not come with the notebook\n`);
  send(response, 200, name.endsWith(".css") ? "text/css; charset=utf-8" : SCRIPT, found);
}

/** What was published last, as pages read it: there each file has its digest in its name. */
async function released(_: Parts, __: IncomingMessage, response: ServerResponse, name: string) {
  const folder = projectFile("dist/_file/data");
  const [, stem, ending] = /^(.+)\.(\w+)$/.exec(name) ?? [];
  const found = (await readdir(folder).catch((): string[] => [])).find((file) =>
    new RegExp(`^${stem}\\.[0-9a-f]+\\.${ending}$`).test(file),
  );
  if (found === undefined) {
    sendWords(response, 404, "That file is not published yet: vsend publish\n");
    return;
  }
  send(response, 200, "application/octet-stream", await readFile(join(folder, found)));
}

async function keep({ engine, store }: Parts, request: IncomingMessage, response: ServerResponse) {
  const { sql, values = [], name, as } = await jsonOf(request);
  const file = store.exportFile(String(name), as === "parquet" ? "parquet" : "csv");
  const bound = boundValues(values);
  const rows = await engine.use(async (warehouse) => {
    const rowsOf = await question(warehouse, String(sql), bound);
    return as === "parquet" ? writeParquet(rowsOf, file) : writeCsv(rowsOf, file);
  }, goneWith(response));
  sendJson(response, { file, rows });
}
