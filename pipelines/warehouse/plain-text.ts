/**
 * What a terminal would act on rather than show: control characters but tab and line feed, and marks
 * that turn the direction of text or are not seen.
 */
const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

const escaped = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text of files and their names as it may be written to a terminal; within JSON it stays what it was. */
export const plainText = (text: string): string => text.replace(ACTING, escaped);

/** The same on one line: a name with a line feed in it would pass for two. */
export const plainLine = (text: string): string => plainText(text).replace(/[\n\t]/g, escaped);
