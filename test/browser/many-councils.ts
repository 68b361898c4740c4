import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { releases } from "../../pipelines/measures/index.ts";
import { toArrow } from "../../pipelines/publish/arrow.ts";
import type { Publication } from "../../pipelines/publish/release-tables.ts";

type Row = Record<string, unknown>;

/** Invented authorities, whose children the sample holds. */
const isInvented = (row: Row) => String(row.authority_code).startsWith("X");

/**
 * A release as it would be if as many councils as England has had loaded their children: the rows of
 * the invented ones again and again, under other names.
 */
export async function writeManyCouncils(from: string, to: string, councils = 150): Promise<void> {
  await cp(from, to, { recursive: true });
  const publication = JSON.parse(
    await readFile(join(from, "publication.json"), "utf8"),
  ) as Publication;
  for (const { name, row: shape } of releases) {
    const file = join(to, `${name}.arrow`);
    const rows = tableFromIPC(await readFile(file))
      .toArray()
      .map((row) => ({ ...row.toJSON() }));
    const kept = rows.filter((row) => !isInvented(row));
    const own = rows.filter(isInvented);
    const codes = [...new Set(own.map((row) => String(row.authority_code)))];
    const many = Array.from({ length: own.length ? councils : 0 }, (_, i) => {
      const code = codes[i % codes.length];
      const number = String(i + 1).padStart(3, "0");
      const its = own.filter((row) => row.authority_code === code);
      if (i < codes.length) return its;
      return its.map((row) => ({
        ...row,
        authority_code: `X20000${number}`,
        authority_name: `${row.authority_name} ${number}`,
      }));
    }).flat();
    await writeFile(file, toArrow(shape, [...kept, ...many] as never[]));
    const table = publication.tables.find((each) => each.name === name);
    if (table) table.rows = kept.length + many.length;
  }
  await writeFile(join(to, "publication.json"), JSON.stringify(publication));
}
