import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CouncilVerdict } from "../../measures/council-verdicts/measure.ts";
import { spendingSentence } from "../../measures/council-verdicts/spending.ts";
import { HEADINGS, waitingSentence } from "../../measures/council-verdicts/verdict.ts";
import type { Council } from "../../measures/councils/measure.ts";

/** The page that Framework builds once, with marks for what differs from council to council. */
const TEMPLATE = "council/template.html";

/**
 * Writes a page for every council into a finished site, from the one that was built: name, verdict
 * and sentence stand in the page itself, so that they are there without a script, in a search and in
 * the preview of a link. A site of 153 councils is built no slower than one of none.
 */
export async function writeCouncilPages(
  site: string,
  councils: readonly Council[],
  verdicts: readonly CouncilVerdict[],
): Promise<void> {
  const template = await readFile(join(site, TEMPLATE), "utf8");
  const of = new Map(verdicts.map((row) => [row.authority_code, row]));
  for (const council of councils) {
    const page = councilPage(template, council, of.get(council.authority_code));
    await writeFile(join(site, "council", `${council.slug}.html`), page);
  }
  await rm(join(site, TEMPLATE));
}

/** The page of one council: the marks of the template with what they stand for. */
export function councilPage(
  template: string,
  { name }: Pick<Council, "name">,
  verdict: Words = UNKNOWN,
): string {
  const words = { ...verdict, name };
  return withDescription(template).replace(
    /%(name|heading|sentence|waiting|spending)%/g,
    (_, mark: keyof typeof words) => plain(words[mark]),
  );
}

type Words = Pick<CouncilVerdict, "heading" | "sentence" | "waiting" | "spending">;

const UNKNOWN: Words = {
  heading: HEADINGS["Cannot say"],
  sentence: "No figure of it is published beside its neighbours'.",
  waiting: waitingSentence(undefined),
  spending: spendingSentence([]),
};

const TITLE = '<meta property="og:title" content="%name%">';

/** With the sentence that is shown where somebody sends a link to the page. */
const withDescription = (template: string): string =>
  template.replace(
    TITLE,
    `${TITLE}<meta name="description" content="%heading%. %sentence%"><meta property="og:description" content="%heading%. %sentence%">`,
  );

/** Only what a name or a sentence is made of, and nothing that HTML would read. */
const plain = (text = "") => text.replace(/[^\p{L}\p{N} ,.:;%£'’()-]/gu, "");
