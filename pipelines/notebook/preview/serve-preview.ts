import { watch } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { build } from "esbuild";
import { PROJECT } from "../../warehouse/installation.ts";
import { Engine, type Limits } from "../engine/engine.ts";
import { answerSql } from "../server/ask.ts";
import { Events } from "../server/events.ts";
import { glances } from "../server/glances.ts";
import { Guard, LOCKED_DOWN } from "../server/guard.ts";
import { privateOrigin } from "../server/private-origin.ts";
import { send, sendWords } from "../server/requests.ts";
import { refuse } from "../server/routes.ts";
import type { Served } from "../server/serve.ts";
import { livePage, OWN } from "./live-page.ts";

export interface Previewing {
  warehouse: string;
  /** Where Framework's own preview is, ending with a slash. */
  site: string;
  /** Folder of the pages, which are drawn anew when something of it is saved. */
  src: string;
  limits?: Partial<Limits>;
  /** Told when a page was saved, and when the warehouse was written. */
  saved?: () => void;
  changed?: () => Promise<void>;
}

export interface ServedPreview extends Served {
  /** Draws open pages anew. */
  reload(): void;
}

/** What Framework's pages ask for when they ask a database. */
const DATABASE = "_observablehq/stdlib/duckdb.js";

/** An editor writes a file in several steps. */
const SETTLED = 150;

/**
 * Framework's preview behind an origin that answers one browser alone, with `sql` as notebooks have
 * it: pages may ask the warehouse there, and nowhere else.
 */
export async function servePreview({
  warehouse,
  site,
  src,
  limits,
  saved = () => undefined,
  changed = async () => undefined,
}: Previewing): Promise<ServedPreview> {
  const guard = new Guard();
  const events = new Events();
  const engine = new Engine(warehouse, limits, (words) => events.tell({ kind: "word", words }));
  const assets = bundlePreview();
  assets.catch(() => undefined);
  const script = async (response: ServerResponse, name: string) =>
    send(response, 200, "text/javascript; charset=utf-8", (await assets).get(name)!);

  const close = await privateOrigin(guard, "", async (request, response) => {
    const path = (request.url ?? "/").slice(guard.base.length);
    try {
      if (path === DATABASE) return await script(response, "sql.js");
      if (path === `${OWN}follow.js`) return await script(response, "follow.js");
      if (path === `${OWN}api/events`) return events.listen(response);
      if (path === `${OWN}api/sql` && request.method === "POST")
        return await answerSql(engine, request, response);
      if (request.method !== "GET" && request.method !== "HEAD")
        return sendWords(response, 404, "404\n");
      return await passOn(site, guard.base, request, response);
    } catch (error) {
      return refuse(response, error);
    }
  });
  let settling: NodeJS.Timeout | undefined;
  const reload = () => events.tell({ kind: "pages" });
  const watcher = watch(src, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      reload();
      saved();
    }, SETTLED);
  });
  const stopGlancing = glances(engine, () => {
    events.tell({ kind: "warehouse" });
    return changed();
  });
  return {
    link: guard.link,
    url: `${guard.origin}${guard.base}`,
    reload,
    stop: async () => {
      stopGlancing();
      clearTimeout(settling);
      watcher.close();
      await close();
      await engine.letGo();
    },
  };
}

/** The answer of Framework's preview, locked down as all that this origin serves. */
async function passOn(
  site: string,
  base: string,
  { url = "/", method = "GET" }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await fetch(site + url.slice(base.length), { method, redirect: "manual" });
  const type = answer.headers.get("content-type") ?? "application/octet-stream";
  const location = answer.headers.get("location");
  if (location !== null) {
    const to = base + location.replace(/^\//, "");
    response.writeHead(answer.status, { ...LOCKED_DOWN, location: to }).end();
  } else if (type.startsWith("text/html")) {
    const { page, policy } = livePage(await answer.text(), base);
    send(response, answer.status, type, page, { "content-security-policy": policy });
  } else {
    send(response, answer.status, type, new Uint8Array(await answer.arrayBuffer()));
  }
}

/** The two scripts of a private preview: `sql`, and what follows changes. */
async function bundlePreview(): Promise<Map<string, Uint8Array>> {
  const client = "pipelines/notebook/client";
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: { sql: `${client}/page-sql.ts`, follow: `${client}/follow.ts` },
    outdir: "/own",
    write: false,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
    tsconfigRaw: {},
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice("/own/".length), contents]));
}
