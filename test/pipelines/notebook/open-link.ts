import { request } from "node:http";
import { tableFromIPC } from "apache-arrow";

/** Opens the link of notebooks as a browser does, and listens to what is told. */
export async function openLink(link: string) {
  const { origin } = new URL(link);
  const { cookie, base } = await new Promise<{ cookie: string; base: string }>((resolve) =>
    request(link, (response) => {
      const { headers } = response;
      response.resume();
      resolve({
        cookie: String(headers["set-cookie"]).split(";")[0]!,
        base: `${origin}${headers.location}`,
      });
    }).end(),
  );
  const headers = { cookie, origin };
  const told: string[] = [];
  const listening = request(`${base}api/events`, { headers }, (response) => {
    response.on("data", (part: Buffer) => told.push(part.toString()));
  });
  listening.end();
  const send = async (path: string, body: unknown, more: RequestInit = {}) => {
    const response = await fetch(base + path, {
      method: "POST",
      ...more,
      headers: { ...headers, "content-type": "application/json", ...more.headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response;
  };
  const rows = async (sql: string) => {
    const answer = await (await send("api/sql", { sql })).arrayBuffer();
    return [...tableFromIPC(new Uint8Array(answer))].map((row) => row.toJSON());
  };
  const get = (path: string) => fetch(base + path, { headers });
  return { told, rows, send, get, close: () => listening.destroy() };
}
