import { Coordinator, createAPIContext } from "@uwdata/vgplot";
import { post } from "./api.ts";
import { WAREHOUSE_CHANGED } from "./changed.ts";

/** What Mosaic asks: a select, as Arrow or as rows. */
interface Asked {
  type?: "arrow" | "json" | "exec";
  sql: string;
}

/**
 * Framework's `vg`: charts of Mosaic that are linked by brushing, over the warehouse. Each brush asks
 * anew, as any question of a notebook does; nothing is made beforehand, so nothing is written.
 */
export default async function vg() {
  const coordinator = new Coordinator({ query } as never, { preagg: { enabled: false } });
  addEventListener(WAREHOUSE_CHANGED, () => {
    coordinator.clear({ clients: false });
    for (const client of coordinator.clients) void client.requestQuery();
  });
  return createAPIContext({ coordinator });
}

async function query({ type, sql }: Asked): Promise<ArrayBuffer> {
  if (type !== "arrow") throw new Error(`a chart may only ask: ${sql.slice(0, 80)}`);
  return (await post("api/sql", { sql, values: [] })).arrayBuffer();
}
