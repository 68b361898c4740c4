import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Engine, type Limits } from "../engine/engine.ts";
import { bundleClient } from "./bundle.ts";
import { Events } from "./events.ts";
import { Guard, LOCKED_DOWN } from "./guard.ts";
import { answer, type Parts } from "./routes.ts";
import { Store } from "./store.ts";

export interface ServedNotebooks {
  /** Opens the list in the first browser that follows it, and in no other. */
  link: string;
  /** Where everything lies, ending with a slash. */
  url: string;
  stop(): Promise<void>;
}

export interface Serving {
  warehouse: string;
  folder: string;
  /** The notebook to open, instead of the list. */
  name?: string;
  limits?: Partial<Limits>;
}

/** How often the warehouse is looked at for changes, in milliseconds. */
const GLANCE = 500;

/** Serves notebooks at one origin on 127.0.0.1 that answers one browser alone. */
export async function serveNotebooks({
  warehouse,
  folder,
  name,
  limits,
}: Serving): Promise<ServedNotebooks> {
  const guard = new Guard();
  const events = new Events();
  const store = new Store(folder);
  if (name !== undefined) await store.read(name);
  const engine = new Engine(warehouse, limits, (words) => events.tell({ kind: "word", words }));
  const assets = bundleClient();
  assets.catch(() => undefined);
  const parts: Parts = { base: guard.base, engine, store, events, assets };
  const server = createServer((request, response) => {
    const verdict = guard.judge(request);
    if (verdict === "refused") {
      response.writeHead(404, { ...LOCKED_DOWN, "content-type": "text/plain" }).end("404\n");
    } else if (verdict === "opening") {
      const location = `${guard.base}${name === undefined ? "" : `notebook/${name}`}`;
      response.writeHead(303, { ...LOCKED_DOWN, location, "set-cookie": guard.cookie }).end();
    } else {
      answer(parts, request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    }
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", listening);
  });
  guard.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  const stopWatching = store.watch((changed) => events.tell({ kind: "notebook", name: changed }));
  let mark = engine.mark();
  const glances = setInterval(async () => {
    const now = engine.mark();
    if (now === mark) return;
    mark = now;
    await engine.letGo();
    events.tell({ kind: "warehouse" });
  }, GLANCE);

  return {
    link: guard.link,
    url: `${guard.origin}${guard.base}`,
    stop: async () => {
      clearInterval(glances);
      stopWatching();
      await new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      });
      await engine.letGo();
    },
  };
}
