import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { FORENAMES } from "./forenames.ts";

/** Words that names of extracts are made of and no child is called by; months and seasons are not. */
const WORDS = new Set(
  `and of to from the for in by all full part new old final draft copy test sample version v rev
  corrected correction latest file files book sheet table data extract extracts export exports blade
  return returns report reports load input header ledger month monthly year yearly annual term week
  assessment assessments baseline follow up followup review reviews need needs score scores domain
  placement placements setting settings school schools spend spending cost costs finance financial
  budget payments top support therapy transport place sen send ehc ehcp ehcps plan plans child
  children pupil pupils cohort authority council county borough la local trial core vsend
  moderation moderated moderator sdq strengths difficulties descriptors indicators episodes enrolment
  enrolments trials census caseload dataset list summary detail details quarter raw clean cleaned
  provision provisions mainstream special independent resourced unit units primary secondary nursery
  college education health care social service services team panel hours invoices element high block
  fees professional family ratings rating profile profiles questionnaire
  first second third log logs lists listing hnb dsg outturn actuals forecast phase batch part parts tab master live wip
  tracker register record records template snapshot backup sorted sent received approved checked
  signed off do not use duplicate duplicates internal external commissioning commissioned contract
  contracts route routes annex appendix delivered recharge recharges invoice paid payment tuition
  outreach caseload leavers starters joiners moves movement movements funding band bands banding
  tariff resource base bases alternative ap pru indep inmss ep salt ot ks stage academic fy
  person persons request requests namedplan plandetail activeplans placementdetail senneed collect
  csv tsv txt ods xls xml xlsx parquet ndjson jsonl gz zip`.split(/\s+/),
);

/** Words of a loader by which a child may be called all the same, beside the forenames known. */
const ALSO_NAMES = new Set(
  `april may june august summer autumn spring winter dawn eve faith grace hope joy mark art will rose
  iris ivy lily heather violet poppy daisy hazel ray rich sky star west north banks price cook ward
  baker cooper mason day king young page field wood hill lane moody`.split(/\s+/),
);

/** The words that a loader is made of: its name, its table (with its instrument), its columns. */
function vocabulary({ name, table, columns }: Contract): ReadonlySet<string> {
  const words = [name, table, ...Object.keys(columns.shape)].flatMap((text) =>
    columnName(text).split("_"),
  );
  return new Set(
    words.filter(
      (word) => /^[a-z]{3,}$/.test(word) && !FORENAMES.has(word) && !ALSO_NAMES.has(word),
    ),
  );
}

/** Children are called by some of these, so they are kept only beside the year or term they are of. */
const PERIOD =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?|spring|summer|autumn|winter)$/;
const OF_A_TIME = /^[-_ ]?('?(20)?[0-9]{2}(?![0-9])|term(?![a-z]))/i;

/** The year of a day is kept, and its month where that is written after or before it. */
const DAYS: readonly [form: RegExp, kept: string][] = [
  [/(?<![0-9])((?:19|20)[0-9]{2}[-_. ]?[01][0-9])([-_. ]?)[0-3][0-9](?![0-9])/g, "$1$2##"],
  [/(?<![0-9])[0-3]?[0-9]([-_. ]?)([01][0-9][-_. ]?(?:19|20)[0-9]{2})(?![0-9])/g, "##$1$2"],
];
const YEAR = /^((19|20)[0-9]{2}){1,2}$|^(19|20)[0-9]{4}$|^[01][0-9](19|20)[0-9]{2}$|^[0-9]{1,2}$/;
/** 2324, as an academic or financial year is written. */
const isTwoYears = (digits: string): boolean =>
  /^[0-9]{4}$/.test(digits) && Number(digits.slice(2)) === (Number(digits.slice(0, 2)) + 1) % 100;

/**
 * The name by which the ledger keeps a file about children: a file may be named after one. Of a name
 * stay the words of `WORDS` and of the loader, years, months, short numbers and single letters; the
 * rest are `*` and `#`. `vsend status` shows the name as it is, which is kept beside the key.
 */
export function ledgerName(file: Candidate, contract: Contract): string {
  return contract.isChildLevel
    ? nameOf(file, (text) => impersonal(text, contract))
    : shortName(file);
}

/** The same with every word, for whoever loaded it. */
export const wholeName = (file: Candidate): string => nameOf(file, (text) => text);

function nameOf(file: Candidate, shown: (text: string) => string): string {
  // An XML return is known by its own name and the module; a plain file by its name alone.
  const { sheet: _, ...whole } = file;
  const path = shortName(whole);
  const depth = file.madeFrom ? -2 : -1;
  const parts = path.split(/[/\\]/).slice(file.archive === undefined ? depth : 0);
  const sheet = file.sheet === undefined ? "" : `, sheet ${shown(file.sheet)}`;
  return parts.map(shown).join("/") + sheet;
}

/** Text without what could name a child or tell a day of birth. */
export function impersonal(name: string, contract?: Contract): string {
  const own = contract ? vocabulary(contract) : WORDS;
  const withoutDays = DAYS.reduce((text, [form, kept]) => text.replace(form, kept), name);
  const tokens = /[\p{L}\p{M}'’]+|[0-9]+|[^\p{L}\p{M}0-9'’ _.,()#/-]+/gu;
  return withoutDays.replace(tokens, (token, at: number) => {
    if (/^[0-9]/.test(token)) return YEAR.test(token) || isTwoYears(token) ? token : "#";
    const word = token.toLowerCase();
    if (PERIOD.test(word) && OF_A_TIME.test(withoutDays.slice(at + token.length))) return token;
    return /^[a-z]$/.test(word) || WORDS.has(word) || own.has(word) ? token : "*";
  });
}
