import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { projectFile } from "../warehouse/installation.ts";

/** Words for a number or day that is not there. A statistician's c, x and z say why, and are none of them. */
const MISSING =
  /^(#?n[/.]?a[.]?|null|nil|nan|none|unknown|not known|not recorded|tbc|-{1,2}|–|—|[.]{1,3})$/i;

/** The words of a column of numbers or days that stand for a blank; none where it is of other things. */
export function missingWords(
  values: readonly string[],
  isCounted: (values: readonly string[]) => boolean,
): string[] {
  const missing = [...new Set(values.filter((value) => MISSING.test(value)))].sort();
  if (missing.length === 0) return [];
  const others = values.filter((value) => !missing.includes(value));
  return others.length > 0 && isCounted(others) ? missing : [];
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(
      /\b(county|city|borough|council|london|royal|metropolitan|of|the|and|upon)\b|[^a-z]/g,
      "",
    );

/** Codes of the authorities of England by the plain form of their names. */
const codes = (): Map<string, string> => {
  const rows = csvParse(readFileSync(projectFile("data/reference/authorities.csv"), "utf8"));
  const standing = rows.filter(({ ends_on }) => !ends_on);
  return new Map(standing.map((row) => [plain(row.authority_name!), row.authority_code!]));
};

/** What the names of authorities in a column stand for; null where some value is none. */
export function authorityWords(values: readonly string[]): Record<string, string> | null {
  const known = codes();
  const found: Record<string, string> = {};
  for (const value of new Set(values)) {
    const code = known.get(plain(value));
    if (!code) return null;
    found[value] = code;
  }
  return found;
}
