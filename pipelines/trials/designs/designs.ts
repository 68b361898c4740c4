import { z } from "zod";
import { authorityCode } from "../../../loaders/contract/cells.ts";
import { title } from "../../../loaders/contract/safe-cell.ts";
import { readYamlFile } from "../../instruments/read-instruments.ts";
import { quote } from "../../warehouse/sql.ts";
import {
  type DesignFile,
  designFiles,
  fileOfDesign,
  type RegisteredDesign,
  readAuthorityDesigns,
} from "./authority-design.ts";
import { subgroupSchema, windowSchema } from "./children-of-design.ts";
import { readSettingsDesigns, type SettingsDesign } from "./settings-design.ts";

const code = authorityCode();

/** Which children count, by the same rule on both sides. */
export const POPULATIONS = ["first_assessed_since_start", "read_since_start"] as const;

/** What may be asked of children apart from mainstream: back for long, tried, and still there of those tried. */
export const RETURNS = ["lasting", "tried", "held_26", "held_52"] as const;

/** A trial as it was fixed before anyone looked: who, when, which outcome, which comparison. */
export const evaluationSchema = z.strictObject({
  evaluation: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: title(),
  registered_on: z.iso.date(),
  /** The domain whose change is the headline; the others are exploratory. */
  primary_outcome: z.string(),
  /** Smallest difference in change that would matter, in points of 0 to 100. */
  minimum_important_difference: z.number().positive(),
  /**
   * Children whose first complete assessment by a professional came on or after the day from which
   * their authority counts; or all children, beginning with their first reading since that day.
   */
  population: z.enum(POPULATIONS).default("first_assessed_since_start"),
  trial: z.array(z.strictObject({ authority_code: code, starts_on: z.iso.date() })).min(1),
  comparisons: z
    .array(z.strictObject({ name: title(), title: title(), authorities: z.array(code).min(1) }))
    .min(1),
  /** How far apart two readings may lie; as everywhere, unless it says so. */
  window: windowSchema.optional(),
  /** Which return to mainstream is the answer, and the smallest difference that would matter, in 100 children. */
  returns: z
    .strictObject({
      primary_outcome: z.enum(RETURNS),
      minimum_important_difference: z.number().positive(),
    })
    .optional(),
  /** Groups of children for whom the headline is given apart. */
  subgroups: z.array(subgroupSchema).optional(),
  /** Comparison authorities against each other, where no difference is expected. */
  placebo: z
    .strictObject({ trial: z.array(code).min(1), comparison: z.array(code).min(1) })
    .optional(),
});

export type Evaluation = z.infer<typeof evaluationSchema> & Partial<DesignFile>;

/** A design judged by children's change in need, of authorities or of settings, or by published figures. */
export type Design = Evaluation | RegisteredDesign | SettingsDesign;

export const isOfAuthorities = (design: Design): design is RegisteredDesign =>
  "level" in design && design.level === "authorities";

export const isOfSettings = (design: Design): design is SettingsDesign =>
  "level" in design && design.level === "settings";

/** Of children, with authorities as units. */
export const isOfChildren = (design: Design): design is Evaluation => !("level" in design);

/** Every trial design of a folder. */
export const readEvaluations = (folder: string): Design[] => [
  ...designFiles(folder, "children").map((file) => ({
    ...readYamlFile(file, evaluationSchema, "a trial design"),
    ...fileOfDesign(file),
  })),
  ...readAuthorityDesigns(folder),
  ...readSettingsDesigns(folder),
];

/** One comparison of a design: who is on each side, and from when readings count. */
export interface Arms {
  comparison: string;
  title: string;
  isPlacebo: boolean;
  trial: { authority_code: string; starts_on: string }[];
  /** Comparison authorities count from the earliest trial start. */
  comparisonAuthorities: { authority_code: string; starts_on: string }[];
}

/** The comparisons of a design, the placebo last. */
export function armsOf(design: Evaluation): Arms[] {
  const earliest = design.trial.map(({ starts_on }) => starts_on).sort()[0]!;
  const from = (codes: readonly string[]) =>
    codes.map((authority_code) => ({ authority_code, starts_on: earliest }));
  const arms: Arms[] = design.comparisons.map(({ name, title, authorities }) => ({
    comparison: name,
    title,
    isPlacebo: false,
    trial: design.trial,
    comparisonAuthorities: from(authorities),
  }));
  if (design.placebo) {
    arms.push({
      comparison: "placebo",
      title: "Placebo: comparison authorities against each other",
      isPlacebo: true,
      trial: from(design.placebo.trial),
      comparisonAuthorities: from(design.placebo.comparison),
    });
  }
  return arms;
}

/** Whether a design was written down before the first of its authorities began. */
export const isRegisteredBefore = ({ registered_on, trial }: Evaluation): boolean =>
  trial.every(({ starts_on }) => registered_on <= starts_on);

/** The authorities of a comparison with their sides. */
export const sidedOf = ({ trial, comparisonAuthorities }: Arms) => [
  ...trial.map((row) => ({ ...row, side: "trial" as const })),
  ...comparisonAuthorities.map((row) => ({ ...row, side: "comparison" as const })),
];

/** SQL: the authorities of a comparison, the day from which each counts and its side, as `sides`. */
export function sidesSql(arms: Arms): string {
  const values = sidedOf(arms).map(
    ({ authority_code, starts_on, side }) =>
      `(${quote(authority_code)}, date ${quote(starts_on)}, ${quote(side)})`,
  );
  return `(values ${values.join(", ")}) as sides(authority_code, starts_on, side)`;
}
