import { z } from "zod";

/** How secure a finding is, in every table of findings. */
export const SECURITY_COLUMNS = {
  security: z
    .number()
    .nullable()
    .describe("How secure the finding is, 0 to 5, by fixed rules, whatever it says."),
  security_why: z.string().nullable().describe("What the grade is made of."),
};
