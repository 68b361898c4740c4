import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine/engine.ts";
import { goneWith, jsonOf, send } from "./requests.ts";

/** Answers a request that asks the warehouse, as Arrow. */
export async function answerSql(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { sql, values = [] } = await jsonOf(request);
  const started = performance.now();
  const { arrow, rows, isCut } = await engine.ask(String(sql), values, goneWith(response));
  send(response, 200, "application/vnd.apache.arrow.stream", arrow, {
    "x-rows": String(rows),
    "x-cut": String(isCut),
    "x-milliseconds": (performance.now() - started).toFixed(0),
  });
}
