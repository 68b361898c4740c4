import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".arrow": "application/vnd.apache.arrow.stream",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

export interface ServedFolder {
  /** Ends with a slash. */
  url: string;
  stop(): Promise<void>;
}

/** Serves a built site on 127.0.0.1; port 0 takes a free one. */
export async function serveFolder(dir: string, { port = 0 } = {}): Promise<ServedFolder> {
  const root = resolve(dir);
  const server = createServer(async ({ method, url = "/" }, response) => {
    if (method !== "GET" && method !== "HEAD") return answer(response, 405);
    const file = await fileFor(root, url);
    if (file) return send(response, file, 200, method);
    const missing = await existing(join(root, "404.html"));
    return missing ? send(response, missing, 404, method) : answer(response, 404);
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(port, "127.0.0.1", listening);
  });
  const { port: taken } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${taken}/`, stop };
}

/** The file an address means, if it is one and is inside `root`: `/change` is `change.html`. */
export async function fileFor(root: string, url: string): Promise<string | undefined> {
  let path: string;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ""));
  } catch {
    return undefined;
  }
  const asked = join(root, path);
  if (path.includes("\0") || !(asked + sep).startsWith(root + sep)) return undefined;
  if (path.endsWith("/")) return existing(join(asked, "index.html"));
  return (await existing(asked)) ?? (await existing(`${asked}.html`));
}

const existing = async (file: string) =>
  (await stat(file).catch(() => undefined))?.isFile() ? file : undefined;

function send(response: ServerResponse, file: string, status: number, method: string): void {
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(status, { "content-type": type, "x-content-type-options": "nosniff" });
  if (method === "HEAD") response.end();
  else
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
}

function answer(response: ServerResponse, status: 404 | 405): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
}
