import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { authorityCode } from "../../../loaders/contract/cells.ts";
import { title } from "../../../loaders/contract/safe-cell.ts";
import { readYamlFile } from "../../instruments/read-instruments.ts";
import { MEASURED } from "./measured.ts";
import { withPublishedBreaks } from "./series-breaks.ts";

const code = authorityCode();

const outcome = z.strictObject({
  outcome: z.string().regex(/^[a-z][a-z0-9_]*$/),
  title: title(),
  /** Name of a row of the indicator catalogue. */
  indicator: z.string(),
  /** What the approach claims it moves towards; `neither` where it claims no direction. */
  better: z.enum(["lower", "higher", "neither"]),
  /** `log` compares growth: a difference is a per cent difference. */
  scale: z.enum(["level", "log"]).default("level"),
  unit: z.string(),
  /** Whom the publisher counts, where and when, in words. */
  definition: z.string(),
  /** What a reader might take it for and it is not. */
  leaves_out: z.string().optional(),
  /** When in a period the figure is of: the trial could show from the first period that lies after a start. */
  measured: z.enum(MEASURED),
  /** A single year before the start: the last year less that one, and no more than a description. */
  descriptive: z.boolean().default(false),
  /** Periods that cannot be compared with the rest, and why. */
  left_out: z.array(z.strictObject({ period: z.string(), why: z.string() })).default([]),
  /** Periods at which the series changes its meaning, beside those of data/reference/series_breaks.csv: drawn, and said. */
  breaks: z
    .array(
      z.strictObject({
        period: z.string(),
        kind: z.enum(["from here", "this year"]).default("from here"),
        why: z.string(),
      }),
    )
    .default([]),
  /** Smallest difference that would matter, in the outcome's unit (log: per cent). */
  minimum_important_difference: z.number().positive(),
  note: z.string().optional(),
});

/** A trial judged by published figures of authorities, as it was fixed. */
export const authorityDesignSchema = z.strictObject({
  evaluation: z.string().regex(/^[a-z][a-z0-9-]*$/),
  level: z.literal("authorities"),
  title: title(),
  registered_on: z.iso.date(),
  /** What had been seen when it was fixed: a reader must know. */
  registered_note: z.string(),
  trial: z
    .array(
      z
        .strictObject({
          authority_code: code,
          name: title(),
          starts_on: z.iso.date(),
          /** Where the day is from: a document that others can read. */
          source: z.string().optional(),
          /** Or that it is assumed, and why this day. */
          assumed: z.string().optional(),
        })
        .refine(
          ({ source, assumed }) => (source === undefined) !== (assumed === undefined),
          "says where its start is from by `source`, or by `assumed` why this day was taken: one of the two",
        ),
    )
    .min(1),
  comparisons: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          name: title(),
          title: title(),
          kind: z.literal("statistical_neighbours"),
        }),
        z.strictObject({ name: title(), title: title(), kind: z.literal("all_others") }),
        z.strictObject({
          name: title(),
          title: title(),
          kind: z.literal("matched_on_the_past"),
          /** How many authorities nearest to each trial authority in the years before. */
          nearest: z.int().positive(),
        }),
        z.strictObject({
          name: title(),
          title: title(),
          kind: z.literal("named"),
          authorities: z.array(code).min(1),
        }),
      ]),
    )
    .min(1),
  primary_outcome: z.string(),
  primary_comparison: z.string(),
  outcomes: z.array(outcome).min(1),
  departures: z.array(z.strictObject({ on: z.iso.date(), what: z.string() })).default([]),
});

export type AuthorityDesign = z.infer<typeof authorityDesignSchema>;
export type DesignedOutcome = AuthorityDesign["outcomes"][number];
export type DesignedComparison = AuthorityDesign["comparisons"][number];

/** The file of a design as it was read: its text, and the digest by which a reader knows it. */
export interface DesignFile {
  text: string;
  sha256: string;
}

/** A design with its file, so that a page can say which one was followed. */
export type RegisteredDesign = AuthorityDesign & DesignFile;

/** What a design compares: published figures of authorities, or children of settings or of authorities. */
type Level = "authorities" | "settings" | "children";

const levelOf = (file: string): Level =>
  (/^level:\s*(authorities|settings)\s*$/m.exec(readFileSync(file, "utf8"))?.[1] as Level) ??
  "children";

/** Every design over authorities of a folder. */
export function readAuthorityDesigns(folder: string): RegisteredDesign[] {
  return designFiles(folder, "authorities").map((file) => {
    const design = readYamlFile(file, authorityDesignSchema, "a trial design over authorities");
    return {
      ...design,
      outcomes: design.outcomes.map(withPublishedBreaks),
      ...fileOfDesign(file),
    };
  });
}

export function fileOfDesign(file: string): DesignFile {
  const bytes = readFileSync(file);
  return { text: bytes.toString("utf8"), sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** What a design fixes, without its file. */
export const withoutFile = <T extends Partial<DesignFile>>({
  text,
  sha256,
  ...design
}: T): Omit<T, keyof DesignFile> => design;

/** Files of the designs of one kind. */
export const designFiles = (folder: string, level: Level): string[] =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => levelOf(file) === level);
