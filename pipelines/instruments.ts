import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseOptions, parse, type SchemaOptions } from "yaml";
import { z } from "zod";
import { type Instrument, instrumentSchema } from "../loaders/contract/instrument.ts";
import { callError } from "./errors.ts";
import { projectFile } from "./project.ts";

/** Every instrument version of a folder (default data/instruments), in order of file name. */
export function readInstruments(folder = projectFile("data/instruments")): Instrument[] {
  return readYamlFolder(folder, instrumentSchema, "a needs instrument");
}

/** Reads every YAML file of a folder with a schema. @throws VsendError naming the file and field. */
export function readYamlFolder<T>(folder: string, schema: z.ZodType<T>, what: string): T[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => readYamlFile(join(folder, name), schema, what));
}

export function readYamlFile<T>(
  file: string,
  schema: z.ZodType<T>,
  what: string,
  options: ParseOptions & SchemaOptions = {},
): T {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"), options);
  } catch (cause) {
    throw callError(
      {
        expected: `${what} in YAML`,
        came: cause instanceof Error ? cause.message : String(cause),
        where: file,
        todo: "correct the line named above",
      },
      cause,
    );
  }
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  throw callError({
    expected: what,
    came: z.prettifyError(read.error),
    where: file,
    todo: "correct the field named above; the files beside it show the form",
  });
}
