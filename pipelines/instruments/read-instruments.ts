import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseOptions, parse, type SchemaOptions } from "yaml";
import { z } from "zod";
import {
  assessmentTable,
  type Instrument,
  instrumentSchema,
} from "../../loaders/contract/instrument.ts";
import { callError } from "../warehouse/errors.ts";

/** Every instrument version of a folder, in order of file name. */
export function readInstruments(folder: string): Instrument[] {
  const instruments = readYamlFolder(folder, instrumentSchema, "a needs instrument");
  const tables = instruments.map(assessmentTable);
  const again = instruments.find((one, i) => tables.indexOf(assessmentTable(one)) < i);
  if (instruments.length > 0 && !again) return instruments;
  throw callError({
    expected: "needs instruments, each version in one file",
    came: again
      ? `two files of ${again.instrument} ${again.version}, or of names that differ only in signs`
      : "no YAML file",
    where: folder,
    todo: again ? "remove or rename one of them" : "begin one with `vsend new instrument NAME`",
  });
}

export const readInstrument = (file: string): Instrument =>
  readYamlFile(file, instrumentSchema, "a needs instrument");

/** Reads every YAML file of a folder with a schema. @throws VsendError naming the file and field. */
export function readYamlFolder<T>(folder: string, schema: z.ZodType<T>, what: string): T[] {
  if (!existsSync(folder)) {
    throw callError({
      expected: `a folder of files, each ${what} in YAML`,
      came: "nothing there",
      where: folder,
      todo: "correct the path",
    });
  }
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
