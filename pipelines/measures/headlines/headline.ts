import { z } from "zod";
import type { RowOf } from "../define/measure.ts";
import { VERDICTS } from "./verdict.ts";

/** What is asked, in the order in which it is answered. */
export const TOPICS = ["need", "evaluation", "placement", "cost"] as const;

export const headlineColumns = {
  topic: z.enum(TOPICS).describe("Which of the four questions."),
  question: z.string(),
  verdict: z
    .enum(VERDICTS)
    .nullable()
    .describe(
      "The answer in a word, by the rule of the method page; null where none is asked for.",
    ),
  short: z.string().describe("The answer in at most 25 words."),
  sentence: z.string(),
  basis: z.string().describe("How many children, how sure, as of when."),
  page: z.string().describe("Page of the site that answers it in full."),
  definition: z.string(),
};

export type Headline = RowOf<typeof headlineColumns>;
