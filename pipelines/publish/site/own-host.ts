import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** Whether a request came to this machine's own address, and from a page of it or from none. */
export function isOwn({ headers }: Pick<IncomingMessage, "headers">, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = "", origin } = headers;
  return hosts.includes(host) && (origin === undefined || origin === `http://${host}`);
}

/**
 * Lets a server that knows no such rule answer its own pages alone. A page of another site may have
 * its name point to this machine, and a web socket may be opened from any page.
 */
export function answerOwnOnly(server: Server, port: number): void {
  const [answer, upgrade] = [server.listeners("request"), server.listeners("upgrade")];
  server.removeAllListeners("request").removeAllListeners("upgrade");
  server.on("request", (request, response) => {
    if (isOwn(request, port)) for (const one of answer) one.call(server, request, response);
    else response.writeHead(403, { "content-type": "text/plain" }).end("403\n");
  });
  server.on("upgrade", (request, socket, head) => {
    if (isOwn(request, port)) for (const one of upgrade) one.call(server, request, socket, head);
    else socket.destroy();
  });
}

/** Puts a script in place of what a server would answer at one address. */
export function answerFirst(server: Server, address: string, script: string): void {
  const others = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === address)
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    else for (const one of others) one.call(server, request, response);
  });
}
