import { readDate } from "../../loaders/contract/cells.ts";
import { FORENAMES } from "../load/judge/forenames.ts";

/** What is done with a column that may tell of a person: left out, hashed, or cut to a month. */
export interface Personal {
  as: "dropped" | "pseudonym" | "month";
  /** Why, in a few words. */
  why: string;
}

const has = (name: string, words: string): boolean => new RegExp(`(^|_)(${words})(_|$)`).test(name);

const THINGS =
  "school|setting|provider|authority|la|council|operator|contractor|company|team|service|ward|route|programme|region|trust|college|nursery|centre|panel|category|type|course|vehicle|venue|site|establishment|organisation";
/** Whether a heading speaks of a thing, so that a name or number below it is not a person's. */
export const isOfAThing = (name: string): boolean => has(name, THINGS);

const PERSONS =
  "child|children|pupil|student|learner|client|person|patient|young_person|yp|cyp|case|applicant|passenger|borrower|user|systmone|system_one|emis|rio|mosaic|liquidlogic|hospital|mrn|careplus|ehm|lcs|eys";

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.filter(test).length / (values.length || 1);

/** Share of values of a form above which a column is taken to hold such things. */
const MOST = 0.5;
/** The same for forms that nothing else has by chance: one in twenty is too many. */
const SOME = 0.05;

const UPN = /^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$/i;
const POSTCODE = /\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b/i;
const EMAIL = /\S@\S+\.\S/;
const TELEPHONE = /^(\+44|0)[0-9 ()-]{9,14}$/;

/** An NHS number: ten digits of which the last checks the others (modulo 11). */
export function isNhsNumber(value: string): boolean {
  const digits = value.replace(/[ -]/g, "");
  if (!/^[0-9]{10}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 9)].reduce(
    (total, digit, i) => total + Number(digit) * (10 - i),
    0,
  );
  return (11 - (sum % 11)) % 11 === Number(digits[9]);
}

const THING_WORDS =
  /\b(school|academy|college|centre|center|nursery|primary|infant|junior|hospital|council|trust|ltd|limited|unit|team|service|travel|coaches|cars|taxis?)\b/i;
const INITIALLED = /^([A-Z][. ] ?){1,3}[A-Z][a-z'’-]+$/;
const CAPITALISED = /^[A-Z][A-Za-z'’-]+([ ,]+[A-Z][A-Za-z'’.-]*){1,3}$/;

/** Whether values read as names of people: known forenames, or two capitalised words, mostly different. */
function readAsNames(values: readonly string[]): boolean {
  const words = values.filter((value) => !THING_WORDS.test(value) && !/[0-9]/.test(value));
  const known = share(words, (value) =>
    value
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => FORENAMES.has(word)),
  );
  if (words.length > MOST * values.length && known > 0.2) return true;
  if (share(values, (value) => INITIALLED.test(value)) > MOST) return true;
  const different = new Set(values).size / values.length;
  return (
    different > MOST &&
    words.filter((value) => CAPITALISED.test(value)).length > MOST * values.length
  );
}

const DAY_MILLISECONDS = 86_400_000;
const YEAR_DAYS = 365.25;

/** Days of birth lie years apart and years back; days of what happens lately do not. */
function readAsBirths(values: readonly string[]): boolean {
  const days = values.map((value) => readDate(value));
  if (days.some((day) => day === null)) return false;
  const ages = days.map((day) => (Date.now() - Date.parse(day!)) / (DAY_MILLISECONDS * YEAR_DAYS));
  const youngest = ages.reduce((a, b) => Math.min(a, b));
  const oldest = ages.reduce((a, b) => Math.max(a, b));
  return youngest > 1.5 && oldest - youngest > 6 && oldest < 27;
}

const LONG_TEXT = 80;
const MANY_WORDS = 6;

const isProse = (value: string): boolean =>
  value.length > LONG_TEXT || /[\r\n]/.test(value) || value.split(/\s+/).length > MANY_WORDS;

/**
 * Whether a column may tell of a person, by the words of its heading and by what stands in it. When
 * in doubt it does: a column left out can be taken in later, one taken in has been seen.
 *
 * @param name The heading as contracts write it. @param values Its text, blanks left out.
 */
export function personal(name: string, values: readonly string[]): Personal | null {
  if (has(name, "upn|uln|unique_pupil_number|unique_learner_number"))
    return hashed("a pupil number");
  if (has(name, "nhs|nhs_no|nhs_number")) return hashed("an NHS number");
  if (
    has(name, PERSONS) &&
    has(name, "id|ref|reference|no|number|code|key") &&
    !/^(no|number)_of/.test(name)
  ) {
    return hashed("an identifier of a child");
  }
  if (has(name, "dob|d_o_b|born|birth|birthday|birthdate|date_of_birth")) return births(values);
  const about = byHeading(name);
  // Whether there is an escort, or a contact, says nothing of who it is.
  if (about && !(isOfSomebodyElse(about) && values.every((value) => YES_OR_NO.test(value))))
    return { as: "dropped", why: about };
  if (share(values, (value) => UPN.test(value)) > MOST) return hashed("values like pupil numbers");
  if (share(values, isNhsNumber) > 0.9) return hashed("values like NHS numbers");
  const form = (
    [
      ["values like postcodes", POSTCODE],
      ["values like e-mail addresses", EMAIL],
      ["values like telephone numbers", TELEPHONE],
    ] as const
  ).find(([, pattern]) => share(values, (value) => pattern.test(value)) > SOME);
  if (form) return { as: "dropped", why: form[0] };
  if (readAsBirths(values)) return births(values);
  if (share(values, isProse) > SOME) return { as: "dropped", why: "free text" };
  if (!has(name, THINGS) && readAsNames(values))
    return { as: "dropped", why: "values like names of people" };
  return null;
}

const hashed = (why: string): Personal => ({ as: "pseudonym", why });

/** A month is cut from a day; what is no day cannot be, and is left out. */
function births(values: readonly string[]): Personal {
  const isDay = values.every((value) => readDate(value) !== null);
  return { as: isDay ? "month" : "dropped", why: "a day of birth" };
}

const YES_OR_NO = /^(y|n|yes|no|true|false)$/i;
const isOfSomebodyElse = (why: string): boolean =>
  why === "a member of staff" || why === "a means of contact";

function byHeading(name: string): string | null {
  if (
    has(name, "name|names|forename|forenames|surname|firstname|lastname|known_as|initials|title") &&
    !has(name, THINGS)
  ) {
    return "a name";
  }
  if (has(name, "forename|surname|first_name|last_name|family_name")) return "a name";
  if (
    has(
      name,
      "address|addr|street|road|postcode|post_code|pcode|uprn|pickup_point|easting|northing|latitude|longitude",
    )
  ) {
    return "an address";
  }
  if (has(name, "email|e_mail|telephone|phone|mobile|tel|contact")) return "a means of contact";
  if (has(name, "parent|carer|guardian|mother|father|sibling|next_of_kin"))
    return "about the family";
  if (
    has(
      name,
      "notes?|comments?|remarks?|details|description|narrative|free_text|observations?|summary",
    )
  ) {
    return "free text";
  }
  if (/_by$/.test(name)) return "a member of staff";
  if (
    has(
      name,
      "officer|caseworker|case_worker|coordinator|psychologist|therapist|driver|escort|assistant|keyworker|key_worker|referrer|author|allocated_to|assigned_to|ep",
    )
  ) {
    return "a member of staff";
  }
  if (
    has(
      name,
      "ethnicity|ethnic|religion|faith|nationality|sexuality|immigration|medical|diagnosis|diagnoses|medication",
    )
  ) {
    return "more than is needed about a person";
  }
  return null;
}
