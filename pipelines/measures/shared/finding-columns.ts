import { z } from "zod";
import { SECURITY_COLUMNS } from "./security-columns.ts";

/** What is said of a finding of a trial, in every table that has a row for each. */
export const FINDING_COLUMNS = {
  is_primary: z.boolean(),
  grade: z.string(),
  ...SECURITY_COLUMNS,
  sentence: z.string(),
  caveats: z.string(),
  symbol: z.string().nullable(),
  as_of: z.string().nullable().describe("Month up to which what the row rests on is known."),
  registered_on: z.string(),
};
