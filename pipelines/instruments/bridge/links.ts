import type { BridgePair } from "../../statistics/version-bridge.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Bridge, bridgedDomains } from "./bridges.ts";
import { type BridgePoint, type Link, linkDomain } from "./link.ts";

const number = (value: number | null): string => (value === null ? "null" : String(value));
const pointSql = ({ old_raw, need, slope, error }: BridgePoint): string =>
  `{'old_raw': ${old_raw}, 'need': ${need}, 'slope': ${slope}, 'error': ${error}}`;

/** Fills `bridge_links`, one row per bridge and domain, from the children scored with both versions. */
export async function makeLinks(warehouse: Warehouse, bridges: readonly Bridge[]): Promise<void> {
  await warehouse.run(`
    create table bridge_links (
      bridge varchar, from_instrument varchar, from_version varchar, to_instrument varchar, to_version varchar,
      domain varchar, method varchar, n integer, r double, slope double, intercept double, rmsd double,
      error double, is_linkable boolean, reason varchar,
      points struct(old_raw integer, need double, slope double, error double)[])`);
  for (const bridge of bridges) {
    for (const domain of bridgedDomains(bridge)) {
      const pairs = await warehouse.rows<{ old: number; new: number }>(
        `select old_raw as old, new_raw as new from bridge_samples
        where bridge = ${quote(bridge.name)} and domain = ${quote(domain)} order by old_raw, new_raw`,
      );
      await record(warehouse, bridge, domain, linkDomain(bridge, domain, pairs as BridgePair[]));
    }
  }
}

async function record(warehouse: Warehouse, bridge: Bridge, domain: string, link: Link) {
  const { name, from, to, method } = bridge;
  const words = [
    name,
    from.instrument,
    from.version,
    to.instrument,
    to.version,
    domain,
    method,
  ].map(quote);
  const { n, r, slope, intercept, rmsd, error, reason, points } = link;
  const numbers = [n, r, slope, intercept, rmsd, error].map(number);
  await warehouse.run(`insert into bridge_links values (${words.join(", ")}, ${numbers.join(", ")},
    ${reason === null}, ${reason === null ? "null" : quote(reason)}, [${points.map(pointSql).join(", ")}])`);
}
