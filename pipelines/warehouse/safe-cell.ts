/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Text of a delimited file that a spreadsheet shows as it is: an apostrophe goes before what would
 * be taken for a formula (OWASP, CSV injection). Numbers are no text and are left alone.
 */
export const safeCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
