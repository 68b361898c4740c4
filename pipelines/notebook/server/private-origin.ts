import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Guard, LOCKED_DOWN } from "./guard.ts";

/**
 * Listens on 127.0.0.1, and answers nobody but the one browser that the guard let in.
 *
 * @param opensAt where in the guard's folder the link leads.
 * @returns what ends it.
 */
export async function privateOrigin(
  guard: Guard,
  opensAt: string,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const verdict = guard.judge(request);
    if (verdict === "refused") {
      response.writeHead(404, { ...LOCKED_DOWN, "content-type": "text/plain" }).end("404\n");
    } else if (verdict === "opening") {
      const location = `${guard.base}${opensAt}`;
      response.writeHead(303, { ...LOCKED_DOWN, location, "set-cookie": guard.cookie }).end();
    } else {
      answer(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    }
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed).listen(0, "127.0.0.1", listening);
  });
  guard.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped());
      server.closeAllConnections();
    });
}
