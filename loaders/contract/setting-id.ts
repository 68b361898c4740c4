import { textBut } from "./cells.ts";

const CODE = /^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,31}$/;
const MARK = "[_.:/-]";
const MONTH = "([0-9]{1,2}|[A-Za-z]{3,4})";

/** Forms that no code of a setting has, and something about a child may have. */
const NOT_CODES = [
  // Names, streets, notes, e-mail addresses.
  ".*[A-Za-z]{5}.*",
  "[^0-9]*",
  // UPN, NHS number, ULN, telephone number: ten digits and more.
  "([^0-9]*[0-9]){10}.*",
  // Postcode, National Insurance number.
  `[A-Za-z]{1,2}[0-9][A-Za-z0-9]?${MARK}?[0-9][A-Za-z]{2}`,
  "[A-Za-z]{2}[0-9]{6}[A-Da-d]",
  // Days.
  `[0-9]{1,2}${MARK}${MONTH}${MARK}([0-9]{2}|[0-9]{4})`,
  `[0-9]{4}${MARK}${MONTH}${MARK}[0-9]{1,2}`,
  "[0-9]{1,2}[A-Za-z]{3,4}[0-9]{2,4}",
  "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])",
  // Not the tenth of a month: UKPRNs begin so (10012345).
  "(0[1-9]|1[1-9]|[23][0-9])(0[1-9]|1[0-2])(19|20)[0-9]{2}",
];

/**
 * Code of a setting: URN, UKPRN, Ofsted's or DfE's number, or the authority's own. It is stored as
 * it came, so text by which a child could be known is refused: a code has a digit at least, nine at
 * most, no more than four letters in a row, and no spaces.
 */
export const settingId = () =>
  textBut(
    CODE,
    new RegExp(`^(${NOT_CODES.join("|")})$`),
    "a code of a setting, with a digit and no spaces, and nothing like a name, a date, a postcode or a child's number",
  );
