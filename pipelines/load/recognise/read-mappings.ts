import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { z } from "zod";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { readYamlFile } from "../../instruments/read-instruments.ts";
import { callError, VsendError } from "../../warehouse/errors.ts";
import { columnSql } from "../cells/verdict.ts";
import { faults } from "./check-mapping.ts";
import { type Mapping, type MappingContent, mappingSchema, spreadOut } from "./mapping-schema.ts";

/** Where mappings are looked for. */
export interface MappingPlaces {
  /** Files, or folders of them, that the call names. */
  named: readonly string[];
  /** The folder that is always searched. */
  folder: string;
  /** Whether there need be no such folder, as nobody named it. */
  mayBeAbsent: boolean;
}

/** Mappings to look for a file's own among, and proposals, which are never applied. */
export interface Mappings {
  accepted: Mapping[];
  proposed: { name: string; file: string }[];
  /** Mappings with faults, which stop the files that they describe and no other. */
  broken: BrokenMapping[];
}

/** A mapping that cannot be applied, with as much as can be read of which files it is for. */
export interface BrokenMapping {
  file: string;
  error: VsendError;
  fileName: string | null;
  /** The supplier's columns that it names; none where that cannot be read. */
  headings: string[];
}

export const NO_MAPPINGS: Mappings = { accepted: [], proposed: [], broken: [] };

/**
 * Reads the mappings that a call names (files or folders), and those of the folder always searched.
 *
 * @throws VsendError for a mapping named outright that is not whole, and for a proposal so named.
 */
export function readMappings(
  { named, folder, mayBeAbsent }: MappingPlaces,
  contracts: readonly Contract[],
): Mappings {
  const found = new Map<string, boolean>();
  for (const path of named) {
    if (!existsSync(path)) throw absent(path);
    for (const file of yamlFiles(path)) found.set(file, true);
  }
  if (existsSync(folder)) {
    for (const file of yamlFiles(folder)) found.set(file, found.get(file) ?? false);
  } else if (!mayBeAbsent) throw absent(folder);
  const mappings: Mappings = { accepted: [], proposed: [], broken: [] };
  for (const [file, isNamed] of found) {
    const isMeant = named.includes(file);
    try {
      if (!isProposal(file))
        mappings.accepted.push(readMapping(file, contracts, { isNamed, isMeant }));
      else if (isMeant) throw notAccepted(file);
      else mappings.proposed.push({ name: basename(file, extname(file)), file });
    } catch (error) {
      if (isMeant || !(error instanceof VsendError)) throw error;
      mappings.broken.push(brokenMapping(file, error));
    }
  }
  return mappings;
}

/** Of a file that is no YAML a line that begins with file_name is believed all the same. */
function brokenMapping(file: string, error: VsendError): BrokenMapping {
  const text = readFileSync(file, "utf8");
  const line = /^file_name:[ \t]*(["']?)(.+?)\1[ \t]*$/m.exec(text);
  return { file, error, fileName: line?.[2] ?? null, headings: headingsIn(file) };
}

function headingsIn(file: string): string[] {
  try {
    const { columns } = readYamlFile(file, anything, "a mapping", { schema: "failsafe" });
    return Object.values(z.record(z.string(), z.unknown()).parse(columns ?? {})).flatMap((own) => {
      const found = z.union([z.string(), z.object({ from: z.string() })]).safeParse(own).data;
      return found === undefined ? [] : [typeof found === "string" ? found : found.from];
    });
  } catch {
    return [];
  }
}

const yamlFiles = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /[.]ya?ml$/.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];

// Everything is text: YAML would read 01 as one and a value true as no text at all.
const readContent = (file: string): MappingContent =>
  readYamlFile(file, mappingSchema, "a mapping", { schema: "failsafe" });

const anything = z.record(z.string(), z.unknown());

/** Whether a file says nothing of having been accepted; a word that no mapping has is told later. */
function isProposal(file: string): boolean {
  const words = Object.keys(readYamlFile(file, anything, "a mapping", { schema: "failsafe" }));
  return !words.includes("accepted") && words.every((word) => word in mappingSchema.shape);
}

/** Reads one mapping and holds it to the loader it names. @throws VsendError naming every fault. */
export function readMapping(
  file: string,
  contracts: readonly Contract[],
  called: Pick<Mapping, "isNamed" | "isMeant">,
): Mapping {
  const content = readContent(file);
  const mappable = contracts.filter(isMappable);
  const own = mappable.filter(({ name }) => name === content.loader);
  if (own.length === 0) throw noLoader(file, content.loader, mappable);
  const found = own.map((contract) => faults(content, contract));
  const fewest = found.sort((a, b) => a.length - b.length)[0]!;
  if (fewest.length > 0) throw notWhole(file, fewest);
  const text = readFileSync(file, "utf8");
  const isDate = (column: string) =>
    own.some(({ columns: { shape } }) => shape[column] && columnSql(shape[column]).type === "date");
  return {
    ...spreadOut(content, isDate),
    name: basename(file, extname(file)),
    file,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    ...called,
  };
}

/** Whether files of a loader may be mapped: its columns are known, and no statute sets their names. */
export const isMappable = ({ part, keepsRest, isFallback }: Contract): boolean =>
  !part && !keepsRest && !isFallback;

const absent = (path: string) =>
  callError({
    expected: "a mapping, or a folder of them",
    came: "a path where there is nothing",
    where: path,
    todo: "correct --mapping or VSEND_MAPPINGS; `vsend load --dry-run FILE --write-mapping MAPPING` proposes one",
  });

const notAccepted = (file: string) =>
  callError({
    expected: "a mapping that somebody accepted",
    came: "a proposal",
    where: file,
    todo: "check every line of it, add `accepted:` with by, on and note, and load again",
  });

const noLoader = (file: string, loader: string, contracts: readonly Contract[]) =>
  callError({
    expected: `loader to be one of ${[...new Set(contracts.map(({ name }) => name))].join(", ")}`,
    came: `"${loader}"`,
    where: `${file}, loader`,
    todo: "correct it; files of statutory returns and of sources without fixed columns are not mapped",
  });

const notWhole = (file: string, details: readonly string[]) =>
  callError({
    expected: "a mapping that says how the file gives what the loader must have",
    came: `${details.length} fault${details.length > 1 ? "s" : ""} in it`,
    where: file,
    details: details.slice(0, 20),
    todo: "correct them; `vsend load --help` lists the columns and codes; nothing was loaded",
  });
