import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";

/** Words that names of extracts are made of and no child is called by; months and seasons are not. */
const WORDS = new Set(
  `and of to from the for in by all full part new old final draft copy test sample version v rev
  corrected correction latest file files book sheet table data extract extracts export exports blade
  return returns report reports load input header ledger month monthly year yearly annual term week
  assessment assessments baseline follow up followup review reviews need needs score scores domain
  placement placements setting settings school schools spend spending cost costs finance financial
  budget payments top support therapy transport place sen send ehc ehcp ehcps plan plans child
  children pupil pupils cohort authority council county borough la local trial core vsend
  person persons request requests namedplan plandetail activeplans placementdetail senneed collect
  csv tsv txt xml xlsx parquet ndjson jsonl gz zip`.split(/\s+/),
);

/** The year of a day is kept, and its month where that is written after or before it. */
const DAYS: readonly [form: RegExp, kept: string][] = [
  [/(?<![0-9])((?:19|20)[0-9]{2}[-_. ]?[01][0-9])([-_. ]?)[0-3][0-9](?![0-9])/g, "$1$2##"],
  [/(?<![0-9])[0-3]?[0-9]([-_. ]?)([01][0-9][-_. ]?(?:19|20)[0-9]{2})(?![0-9])/g, "##$1$2"],
];
const YEAR = /^((19|20)[0-9]{2}){1,2}$|^(19|20)[0-9]{4}$|^[01][0-9](19|20)[0-9]{2}$|^[0-9]{1,2}$/;

/**
 * The name by which the ledger keeps a file about children: a file may be named after one. Of a name
 * stay the words of `WORDS`, years, months, short numbers and single letters; the rest are `*` and
 * `#`. The ledger's digest tells files apart all the same.
 */
export function ledgerName(file: Candidate, { isChildLevel }: Contract): string {
  if (!isChildLevel) return shortName(file);
  // An XML return is known by its own name and the module; a plain file by its name alone.
  const { sheet: _, ...whole } = file;
  const path = shortName(whole);
  const depth = file.madeFrom ? -2 : -1;
  const parts = path.split(/[/\\]/).slice(file.archive === undefined ? depth : 0);
  const sheet = file.sheet === undefined ? "" : `, sheet ${impersonal(file.sheet)}`;
  return parts.map(impersonal).join("/") + sheet;
}

/** Text without what could name a child or tell a day of birth. */
export function impersonal(name: string): string {
  const withoutDays = DAYS.reduce((text, [form, kept]) => text.replace(form, kept), name);
  return withoutDays.replace(/[\p{L}\p{M}'’]+|[0-9]+|[^\p{L}\p{M}0-9'’ _.,()#/-]+/gu, (token) => {
    if (/^[0-9]/.test(token)) return YEAR.test(token) ? token : "#";
    return /^[A-Za-z]$/.test(token) || WORDS.has(token.toLowerCase()) ? token : "*";
  });
}
