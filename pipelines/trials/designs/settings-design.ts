import { z } from "zod";
import { authorityCode } from "../../../loaders/contract/cells.ts";
import { title } from "../../../loaders/contract/safe-cell.ts";
import { settingId } from "../../../loaders/contract/setting-id.ts";
import { readYamlFile } from "../../instruments/read-instruments.ts";
import { type DesignFile, designFiles, fileOfDesign } from "./authority-design.ts";
import { subgroupSchema, windowSchema } from "./children-of-design.ts";

const code = authorityCode();
const setting = z.strictObject({ authority_code: code, setting_id: settingId() });

/** A trial of settings, as it was fixed before anyone looked: the unit on both sides is the setting. */
export const settingsDesignSchema = z
  .strictObject({
    evaluation: z.string().regex(/^[a-z][a-z0-9-]*$/),
    level: z.literal("settings"),
    title: title(),
    registered_on: z.iso.date(),
    /** The domain whose change is compared. */
    primary_outcome: z.string().default("total"),
    /** Smallest difference in change that would matter, in points of 0 to 100. */
    minimum_important_difference: z.number().positive(),
    /** How far apart two readings may lie; as everywhere, unless it says so. */
    window: windowSchema.optional(),
    /** Settings named one by one, each with its own first day. */
    trial: z
      .array(setting.extend({ starts_on: z.iso.date() }))
      .min(1)
      .optional(),
    /** Or those that the extract of enrolments names under a programme, in some authorities, with its days. */
    enrolled: z
      .strictObject({ programme: z.string(), authorities: z.array(code).min(1) })
      .optional(),
    comparisons: z
      .array(
        z
          .strictObject({
            name: title(),
            title: title(),
            settings: z.array(setting).min(1).optional(),
            /** All their settings that take no part. */
            authorities: z.array(code).min(1).optional(),
          })
          .refine(
            ({ settings, authorities }) => (settings === undefined) !== (authorities === undefined),
            "names by nothing with which settings it compares, or by both: give settings, or authorities whose settings take no part",
          ),
      )
      .min(1),
    subgroups: z.array(subgroupSchema).optional(),
  })
  .refine(
    ({ trial, enrolled }) => (trial === undefined) !== (enrolled === undefined),
    "says by nothing which settings take part, or by both: give trial, each setting with its starts_on, or enrolled, the programme of the extract of enrolments",
  )
  .refine(
    ({ trial = [], comparisons }) =>
      !comparisons.some(({ settings = [] }) =>
        settings.some((one) => trial.some((own) => keyOf(own) === keyOf(one))),
      ),
    "compares a setting of the trial with itself: take it out of trial or out of the comparison",
  );

export type SettingsDesign = z.infer<typeof settingsDesignSchema> & Partial<DesignFile>;

/** A setting as the warehouse names it. */
export const keyOf = ({ authority_code, setting_id }: z.infer<typeof setting>): string =>
  `${authority_code}|${setting_id}`;

/** Every design over settings of a folder. */
export const readSettingsDesigns = (folder: string): SettingsDesign[] =>
  designFiles(folder, "settings").map((file) => ({
    ...readYamlFile(file, settingsDesignSchema, "a trial design over settings"),
    ...fileOfDesign(file),
  }));
