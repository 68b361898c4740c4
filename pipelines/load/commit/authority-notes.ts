import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { projectFile } from "../../warehouse/installation.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/**
 * What is to be said of the authorities of a load about children: codes that no list knows, which
 * stop publishing, and records of days on which their authority had ended.
 */
export async function authorityNotes(
  warehouse: Warehouse,
  contract: Contract,
  loadId: number,
): Promise<string[]> {
  if (!contract.isChildLevel || !("authority_code" in contract.columns.shape)) return [];
  const day = contract.asOf ? sql.raw(contract.asOf) : sql`null::date`;
  const rows = await warehouse.rows<{ code: string; n: number; days: string[] }>(sql`
    select authority_code as code, count(*) as n, list(distinct (${day})::varchar) as days
    from ${sql.id(contract.table)} where load_id = ${loadId} and authority_code is not null
    group by authority_code order by authority_code`);
  const named = new Set(
    (
      await warehouse.rows<{ code: string }>(
        "select distinct authority_code as code from loaded_authorities",
      )
    ).map(({ code }) => code),
  );
  const known = knownAuthorities();
  const unknown = rows.filter(({ code }) => !named.has(code) && !known.has(code));
  const ended = rows.flatMap(({ code, days }) => {
    const { endsOn = "", name = "" } = known.get(code) ?? {};
    const after = endsOn ? days.filter((one) => one && one > endsOn).sort() : [];
    return after.length > 0 ? [{ code, name, endsOn, last: after.at(-1)! }] : [];
  });
  return [
    ...(unknown.length > 0 ? [unknownCodes(unknown)] : []),
    ...ended.map(
      ({ code, name, endsOn, last }) =>
        `has records of days up to ${last.slice(0, 7)} of ${code} (${name}), a code that ended on ${endsOn}${followers(code)}: ask whose they are`,
    ),
  ];
}

const unknownCodes = (unknown: readonly { code: string; n: number }[]): string => {
  const codes = unknown.map(({ code }) => code).join(", ");
  return `has rows of ${codes}, which no list of authorities knows, so nothing can be published with them: correct the code (vsend unload takes the load back), or load a file of names with the columns authority_code, authority_name, region`;
};

interface Known {
  name: string;
  endsOn: string;
}

const table = (name: string) =>
  csvParse(readFileSync(projectFile(`data/reference/${name}.csv`), "utf8"));

const knownAuthorities = (): Map<string, Known> =>
  new Map(
    table("authorities").map(({ authority_code, authority_name, ends_on }) => [
      authority_code!,
      { name: authority_name ?? "", endsOn: ends_on ?? "" },
    ]),
  );

function followers(code: string): string {
  const codes = table("authority_changes")
    .filter(({ predecessor_code }) => predecessor_code === code)
    .map(({ successor_code }) => successor_code);
  return codes.length > 0 ? ` and was followed by ${[...new Set(codes)].join(" and ")}` : "";
}
