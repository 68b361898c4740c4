import { Engine, type Limits } from "../engine/engine.ts";
import { bundleClient } from "./bundle.ts";
import { Events } from "./events.ts";
import { glances } from "./glances.ts";
import { Guard } from "./guard.ts";
import { privateOrigin } from "./private-origin.ts";
import { answer, type Parts } from "./routes.ts";
import { Store } from "./store.ts";

export interface Served {
  /** Opens in the first browser that follows it, and in no other. */
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

/** Serves notebooks at one origin on 127.0.0.1 that answers one browser alone. */
export async function serveNotebooks({
  warehouse,
  folder,
  name,
  limits,
}: Serving): Promise<Served> {
  const guard = new Guard();
  const events = new Events();
  const store = new Store(folder);
  if (name !== undefined) await store.read(name);
  const engine = new Engine(warehouse, limits, (words) => events.tell({ kind: "word", words }));
  const assets = bundleClient();
  assets.catch(() => undefined);
  const parts: Parts = { base: guard.base, engine, store, events, assets };
  const close = await privateOrigin(
    guard,
    name === undefined ? "" : `notebook/${name}`,
    (request, response) => answer(parts, request, response),
  );
  const stopWatching = store.watch((changed) => events.tell({ kind: "notebook", name: changed }));
  const stopGlancing = glances(engine, () => events.tell({ kind: "warehouse" }));

  return {
    link: guard.link,
    url: `${guard.origin}${guard.base}`,
    stop: async () => {
      stopGlancing();
      stopWatching();
      await close();
      await engine.letGo();
    },
  };
}
