import type { IncomingMessage, ServerResponse } from "node:http";
import { callError } from "../../warehouse/errors.ts";
import { LOCKED_DOWN } from "./guard.ts";

const MOST_BYTES = 4 * 1024 * 1024;

/** The JSON of a request. @throws VsendError for anything else. */
export async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw notJson("no JSON");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BYTES) throw notJson("more than 4 MB");
    parts.push(part as Buffer);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
    if (value && typeof value === "object") return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw notJson("something else");
}

const notJson = (came: string) =>
  callError({ expected: "a request of JSON", came, todo: "reload the page" });

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, { ...LOCKED_DOWN, "content-type": type, ...more }).end(body);
}

export const sendJson = (response: ServerResponse, body: unknown, more?: Record<string, string>) =>
  send(response, 200, "application/json", JSON.stringify(body), more);

export const sendWords = (response: ServerResponse, status: number, words: string) =>
  send(response, status, "text/plain; charset=utf-8", words);

/** Aborts when whoever asked has gone away. */
export function goneWith(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
