/**
 * Names of what is averaged over children, by which its noise is drawn: tables that show the same mean
 * of the same children name it alike, and so show the same.
 */
export const CHANGE = (domain: string): string => `change, ${domain}`;
export const YEARLY = "change a year, total";
export const FIRST = (domain: string): string => `first need, ${domain}`;
