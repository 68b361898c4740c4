import { z } from "zod";

export const headlineRow = z.strictObject({
  topic: z.enum(["need", "evaluation", "placement", "cost"]),
  question: z.string(),
  sentence: z.string(),
  /** How many children, how sure, as of when. */
  basis: z.string(),
  page: z.string(),
  definition: z.string(),
});

export type Headline = z.infer<typeof headlineRow>;
