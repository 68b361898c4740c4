import type { ServerResponse } from "node:http";
import { LOCKED_DOWN } from "./guard.ts";

export type Event =
  | { kind: "warehouse" }
  | { kind: "notebook"; name: string }
  | { kind: "pages" }
  | { kind: "word"; words: string };

/** Tells open pages what happened. */
export class Events {
  readonly #open = new Set<ServerResponse>();

  listen(response: ServerResponse): void {
    response.writeHead(200, { ...LOCKED_DOWN, "content-type": "text/event-stream" }).write(":\n\n");
    this.#open.add(response);
    response.on("close", () => this.#open.delete(response));
  }

  tell(event: Event): void {
    for (const response of this.#open) response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
}
