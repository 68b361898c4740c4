import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the program, wherever it was called from. */
export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const projectFile = (path: string): string => join(PROJECT, path);
