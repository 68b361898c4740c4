import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerOwnOnly } from "../../../pipelines/publish/site/own-host.ts";

let server: Server;
let port: number;
let upgraded = 0;

beforeAll(async () => {
  server = createServer((_, response) => response.end("a page"));
  server.on("upgrade", (_, socket) => {
    upgraded++;
    socket.end(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
  answerOwnOnly(server, port);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The status of an answer; 0 where the connection is cut. */
const ask = (headers: Record<string, string>): Promise<number> =>
  new Promise((answered) => {
    const asked = request({ host: "127.0.0.1", port, headers }, (response) => {
      response.resume();
      answered(response.statusCode!);
    });
    asked.on("upgrade", (response, socket) => {
      socket.destroy();
      answered(response.statusCode!);
    });
    asked.on("error", () => answered(0));
    asked.end();
  });

const OTHERS = (own: string): Record<string, string>[] => [
  { host: "evil.example" },
  { host: `evil.example:${port}` },
  { host: "127.0.0.1" },
  { host: `127.0.0.1:${port + 1}` },
  { host: own, origin: "https://evil.example" },
  { host: own, origin: "null" },
  { host: own, origin: `https://${own}` },
  { host: own, origin: `http://127.0.0.1:${port + 1}` },
];

it("its own address is answered, from a page of its own or from none", async () => {
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
    expect(await ask({ host })).toBe(200);
    expect(await ask({ host, origin: `http://${host}` })).toBe(200);
  }
});

it("a name of another site, and a page of one, are not", async () => {
  for (const headers of OTHERS(`127.0.0.1:${port}`))
    expect(await ask(headers), JSON.stringify(headers)).toBe(403);
});

it("nor is a web socket opened for them", async () => {
  const upgrade = { connection: "Upgrade", upgrade: "websocket" };
  for (const headers of OTHERS(`127.0.0.1:${port}`))
    expect(await ask({ ...headers, ...upgrade })).toBe(0);
  expect(upgraded).toBe(0);
  expect(await ask({ host: `127.0.0.1:${port}`, ...upgrade })).toBe(101);
});
