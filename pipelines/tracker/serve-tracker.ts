import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { heldKey } from "../load/judge/pseudonym.ts";
import { VsendError } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import { childReadings } from "./child-readings.ts";
import { askPage, trackerPage } from "./page.ts";

export interface ServedTracker {
  /** Its address, with the secret without which it answers nothing. */
  url: string;
  stop(): Promise<void>;
}

/** More than any form of ours. */
const MOST_BYTES = 4096;

/**
 * Serves the tracker of single children on 127.0.0.1, at an origin of its own. It is made in memory
 * for each request and never written: no page of it is in the published site. Only who knows the
 * address, which has a secret made anew each time, is answered; the child's number is sent in a
 * form's body, so that it stands in no address and no history.
 */
export async function serveTracker(file: string): Promise<ServedTracker> {
  const secret = randomBytes(24).toString("base64url");
  let host = "";
  const server = createServer((request, response) => {
    // A page of another site may have its name point here; then the host it asks for is its own.
    // Our pages send no referrer, so their forms come from "null".
    const { host: asked, origin } = request.headers;
    const isOwn = asked === host && [undefined, "null", `http://${host}`].includes(origin);
    if (!isOwn || !isSecret(request.url ?? "", secret)) {
      response.writeHead(404, { "content-type": "text/plain" }).end("404\n");
      return;
    }
    answer(request, response, file, `/${secret}/`).catch((error: unknown) => {
      const said = error instanceof VsendError ? error.message : "a fault of the program";
      if (!(error instanceof VsendError)) console.error(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(`${said}\n`);
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", listening);
  });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/${secret}/`,
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function isSecret(url: string, secret: string): boolean {
  const given = Buffer.from(url.replace(/^\/|\/$/g, ""));
  const held = Buffer.from(secret);
  return given.length === held.length && timingSafeEqual(given, held);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  action: string,
) {
  const shown = { nonce: randomBytes(16).toString("base64"), action };
  const send = (status: number, html: string) =>
    response
      .writeHead(status, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "content-security-policy": `default-src 'none'; style-src 'nonce-${shown.nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      })
      .end(html);
  if (request.method !== "GET" && request.method !== "POST") {
    response.writeHead(405, { "content-type": "text/plain" }).end("405\n");
    return;
  }
  const form = request.method === "POST" ? await bodyOf(request) : null;
  const warehouse = await openWarehouse(file, {
    isReadOnly: true,
    wait: { seconds: rule("seconds_to_wait") },
  });
  try {
    const authorities = await authoritiesOf(warehouse);
    if (form === null) return send(200, askPage(authorities, shown));
    const [authority, childId] = [form.get("authority") ?? "", (form.get("child") ?? "").trim()];
    const isKnown = authorities.some(({ code }) => code === authority);
    const child =
      isKnown && childId !== ""
        ? await childReadings(warehouse, heldKey(), authority, childId)
        : null;
    if (child) return send(200, trackerPage(child, childId, shown));
    const problem =
      "No reading is held of a child with that number in that authority. Check the number as the authority's extract has it, and the authority.";
    return send(404, askPage(authorities, shown, problem));
  } finally {
    warehouse.close();
  }
}

const authoritiesOf = (warehouse: Warehouse) =>
  warehouse.rows<{ code: string; name: string }>(`
    select distinct authority_code as code, coalesce(name, authority_code) as name
    from assessments left join authorities using (authority_code) order by name`);

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BYTES) break;
    parts.push(part as Buffer);
  }
  return new URLSearchParams(size > MOST_BYTES ? "" : Buffer.concat(parts).toString("utf8"));
}
