/** Words for a value that is not there. A statistician's c, x and z say why, and are none of them. */
const BLANK_WORD =
  /^(#?n[/.]?[ak][.!]?|null|nil|nan|none|unknown|tbc|tba|tbd|not (known|recorded|applicable|available|assessed|given|looked at|yet known)|(to be|tbd) (confirmed|agreed|advised)|no data|missing|-{1,3}|–|—|[.]{1,3}|[?]{1,3})$/i;

/** Words that stand where a period has no end yet. */
const OPEN_WORD =
  /^(ongoing|on-going|present|current|currently|open|still (open|there|in place|attending)|to date|continuing|continues|no end date|in place)$/i;

/** Whether a text says in any column that there is nothing to say. */
export const isBlankWord = (text: string): boolean => BLANK_WORD.test(text);

/** Whether a text of a column of days says that there is none yet. */
export const isOpenWord = (text: string): boolean => OPEN_WORD.test(text);
