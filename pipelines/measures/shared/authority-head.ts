import { z } from "zod";

/** What a row about one authority, read with one instrument version, begins with. */
export const AUTHORITY_HEAD = {
  instrument: z.string(),
  version: z.string(),
  instrument_title: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
};
