import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { Project } from "../project/project.ts";
import type { Audience, PublishedFor } from "../publish/release-tables.ts";
import { callError } from "../warehouse/errors.ts";
import { projectFile } from "../warehouse/installation.ts";

/** What every verb is given, and what some are. */
export interface Common {
  warehouse: string;
  json: boolean;
  instruments: string;
  evaluations?: string;
  mapping?: string[];
}

/** Where things are that a call does not name. */
export const USUAL = {
  warehouse: projectFile("data/warehouse.duckdb"),
  instruments: projectFile("data/instruments"),
  evaluations: projectFile("data/evaluations"),
};

/** What to add to a verb that is advised, so that it works with what this one worked with. */
export const flags = (options: Common): string =>
  (["warehouse", "instruments", "evaluations"] as const)
    .filter((name) => (options[name] ?? USUAL[name]) !== USUAL[name])
    .map((name) => ` --${name} ${options[name]}`)
    .join("");

const folderOption = (name: "instruments" | "evaluations", what: string): Option =>
  new Option(`--${name} <folder>`, what).default(USUAL[name], `data/${name}`);

/** Adds what every verb takes. */
export const common = (command: Command): Command =>
  command
    .option("--warehouse <file>", "the DuckDB file", USUAL.warehouse)
    .addOption(folderOption("instruments", "needs instruments, one YAML file each version"))
    .option("--json", "print the result as JSON, and nothing else", false);

export const withDesigns = (command: Command): Command =>
  command.addOption(folderOption("evaluations", "trial designs, one YAML file each"));

export const withAudience = (command: Command): Command =>
  command
    .addOption(
      new Option("--audience <who>", "who may read the release")
        .choices(["public", "authority", "practitioner"])
        .default("public"),
    )
    .option("--authority <code>", "ONS code of the authority that a release is for");

/** A verb that publishes the site: which pages that git does not know go with it. */
export const withPages = (command: Command): Command =>
  command
    .option(
      "--out <folder>",
      "where the site goes",
      // Taken from where the command was typed, before anything else can take it from the root.
      (folder: string) => resolve(folder),
      projectFile("dist"),
    )
    .option(
      "--page <page>",
      "publish a page of src that is in no commit yet, such as notebooks/spring-term; may be given again",
      (page: string, before: string[]) => [...before, page],
      [],
    );

/** A verb that loads: which mappings it may use beside those of the folder always searched. */
export const withMappings = (command: Command): Command =>
  command.option(
    "--mapping <file>",
    "a mapping, or a folder of them, to use first; may be given again (always searched: data/mappings, or the folder VSEND_MAPPINGS names)",
    (file: string, before: string[]) => [...before, file],
    [],
  );

/** What is released, and for whom. */
export const released = (options: PublishedFor, { instruments, designs }: Project) => ({
  instruments,
  designs,
  audience: options.audience as Audience,
  ...(options.authority ? { authority: options.authority } : {}),
});

/** A whole number given as text. @throws VsendError naming the option. */
export function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw callError({
    expected: `a whole number of at least ${least} for ${name}`,
    came: text,
    todo: `give ${name} such a number`,
  });
}
