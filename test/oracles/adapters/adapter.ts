import type { CaseFiles, Json } from "../case-files.ts";

/** Reads a case's inputs, runs our functions, and returns values shaped like its expected.json. */
export type Adapter = (files: CaseFiles) => Json | Promise<Json>;
