import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvParse } from "d3";

/** Columns of a published row that say by name and by code whose it is. */
export interface NamedArea {
  name: string;
  /** Columns of DfE's three-digit code or of the ONS code; either may hold the other. */
  codes: readonly string[];
}

/** A code that is of another authority than the row names: whose, and the code of the one named, if any is so named. */
export interface CodeOfAnother {
  owner: string;
  code: string | null;
}

const FILE = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  "data/reference/authorities.csv",
);

const AUTHORITIES = csvParse(readFileSync(FILE, "utf8"))
  .map(({ authority_code = "", old_code = "", authority_name = "", starts_on = "" }) => ({
    codes: [authority_code, old_code].filter((code) => code !== "x"),
    name: authority_name,
    key: nameKey(authority_name),
    startsOn: starts_on,
  }))
  .sort((a, b) => a.startsOn.localeCompare(b.startsOn));

const OWNERS = new Map(AUTHORITIES.flatMap((one) => one.codes.map((code) => [code, one])));
const isOns = (code: string) => code.startsWith("E");

/** Codes that an authority of the name has, the latest last. */
const codesOf = (key: string): string[] =>
  AUTHORITIES.filter((one) => one.key === key).flatMap(({ codes }) => codes);

/**
 * Letters that the forms of an authority's name share: "Durham" and "County Durham", "Herefordshire,
 * County of", "Cumbria8" (a footnote), "Dorset (Pre LG)".
 */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/[(].*[)]|^pre-lgr [0-9]{4} /g, "")
    .replace(/, (city|county) of$|^county (of )?| (city |county |borough )?(council|borough)$/g, "")
    .replaceAll("&", "and")
    .replace(/[^a-z]/g, "");
}

/**
 * Whether a code of the register is of another authority than the one named. Codes that the register
 * does not have, and names that are only longer or shorter than the owner's, are let pass.
 *
 * @returns null where name and code agree
 */
export function codeOfAnother(name: string, code: string): CodeOfAnother | null {
  const owner = OWNERS.get(code);
  const key = nameKey(name);
  if (!owner || key === "") return null;
  const own = codesOf(key);
  if (own.includes(code)) return null;
  if (own.length === 0 && (key.includes(owner.key) || owner.key.includes(key))) return null;
  return {
    owner: owner.name,
    code: own.findLast((one) => isOns(one) === isOns(code)) ?? null,
  };
}
