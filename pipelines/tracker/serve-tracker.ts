import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { heldKey, pseudonym } from "../load/judge/pseudonym.ts";
import { VsendError } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import { openWarehouse, type Warehouse } from "../warehouse/warehouse.ts";
import { childReadings } from "./child-readings.ts";
import type { Shown } from "./document.ts";
import { askPage, trackerPage } from "./page.ts";
import { isPrompt, type Prompt, promptsOf } from "./prompts.ts";
import { type Authority, nameOf, promptsPage } from "./prompts-page.ts";

export interface ServedTracker {
  /** Its address, with the secret without which it answers nothing. */
  url: string;
  stop(): Promise<void>;
}

/** More than any form of ours: room for the numbers of some ten thousand children. */
const MOST_BYTES = 262_144;

/**
 * Serves the tracker of single children on 127.0.0.1, at an origin of its own. It is made in memory
 * for each request and never written: no page of it is in the published site. Only who knows the
 * address, which has a secret made anew each time, is answered; the child's number is sent in a
 * form's body, so that it stands in no address and no history.
 */
export async function serveTracker(file: string): Promise<ServedTracker> {
  const secret = randomBytes(24).toString("base64url");
  const opened = new OpenedChildren();
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
    answer(request, response, { file, action: `/${secret}/`, opened }).catch((error: unknown) => {
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

/** Children of lists that were shown, each by a word made for this preview alone. */
class OpenedChildren {
  private readonly children = new Map<string, { child: string; name: string }>();
  private readonly handles = new Map<string, string>();

  /** The word for a child, the same as long as the preview runs. */
  handleOf(child: string, name: string): string {
    const handle = this.handles.get(child) ?? randomBytes(12).toString("base64url");
    this.handles.set(child, handle);
    this.children.set(handle, { child, name });
    return handle;
  }

  get(handle: string) {
    return this.children.get(handle);
  }
}

interface Served {
  file: string;
  /** Path that forms are sent to. */
  action: string;
  opened: OpenedChildren;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { file, action, opened }: Served,
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
    const authority = authorities.find(({ code }) => code === form.get("authority"));
    const prompt = form.get("prompt") ?? "";
    if (authority && isPrompt(prompt)) {
      const numbers = numbersIn(form.get("children") ?? "");
      return send(200, await listed(warehouse, opened, { authority, prompt, numbers }, shown));
    }
    const asked = authority ? childAsked(form, authority.code, opened) : null;
    const child = asked && (await childReadings(warehouse, authority!.code, asked.child));
    if (child) return send(200, trackerPage(child, asked.name, shown));
    const problem =
      "No reading is held of a child with that number in that authority. Check the number as the authority's extract has it, and the authority.";
    return send(404, askPage(authorities, shown, problem));
  } finally {
    warehouse.close();
  }
}

/** The child of a form: one of a list that was shown, or the authority's number of it. */
function childAsked(form: URLSearchParams, authority: string, opened: OpenedChildren) {
  const listed = opened.get(form.get("handle") ?? "");
  if (listed) return listed;
  const number = (form.get("child") ?? "").trim();
  if (number === "") return null;
  return { child: pseudonym(heldKey(), authority, number), name: `Child ${number}` };
}

const numbersIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((number) => number !== "")),
];

/** The page of a list; of the children whose numbers were given alone, where any were. */
async function listed(
  warehouse: Warehouse,
  opened: OpenedChildren,
  asked: { authority: Authority; prompt: Prompt; numbers: readonly string[] },
  shown: Shown,
): Promise<string> {
  const { authority, prompt, numbers } = asked;
  const key = numbers.length ? heldKey() : null;
  const known = new Map(numbers.map((number) => [pseudonym(key!, authority.code, number), number]));
  const areNumbered = numbers.length > 0;
  const list = await promptsOf(
    warehouse,
    authority.code,
    [prompt],
    areNumbered ? [...known.keys()] : null,
  );
  const prompted = list.prompted.map((one) => {
    const number = known.get(one.child_id) ?? null;
    const name = nameOf(one, number);
    return { ...one, name, handle: opened.handleOf(one.child_id, name) };
  });
  const unknown = areNumbered ? known.size - list.held : 0;
  return promptsPage(
    authority.name,
    prompt,
    { ...list, prompted },
    { code: authority.code, areNumbered, unknown },
    shown,
  );
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
