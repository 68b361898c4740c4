import { z } from "zod";

const id = z.string().regex(/^[a-z][a-z0-9_-]*$/);

/** A needs instrument, one version of it, as written in data/instruments. */
export const instrumentSchema = z.strictObject({
  instrument: id,
  version: z.string().regex(/^[A-Za-z0-9.]+$/),
  title: z.string(),
  source: z.string(),
  /** Whether a higher level says more need or more strength. */
  polarity: z.enum(["higher_is_more_need", "higher_is_more_strength"]),
  effective_from: z.iso.date(),
  scale: z.array(z.strictObject({ level: z.int(), label: z.string() })).min(2),
  areas: z
    .array(
      z.strictObject({
        id,
        title: z.string(),
        short: z.string(),
        broad_area: z.enum(["cognition_learning", "communication", "semh", "sensory_physical"]),
        sen2_needs: z.array(z.string()),
        weight: z.number().positive().default(1),
      }),
    )
    .min(1),
  completeness: z.strictObject({
    /** Fewest areas answered for a total to be given. */
    fewest_areas: z.int().positive(),
  }),
  readiness: z.strictObject({
    setting: z.boolean(),
    family: z.boolean(),
  }),
  rated_by: z.array(z.enum(["professional", "family", "young_person"])).min(1),
});

export type Instrument = z.infer<typeof instrumentSchema>;

/** Lowest and highest level of the scale. */
export const scaleRange = ({ scale }: Instrument): { min: number; max: number } => {
  const levels = scale.map(({ level }) => level);
  return { min: Math.min(...levels), max: Math.max(...levels) };
};

/** Table that holds the loaded assessments of one instrument version. */
export const assessmentTable = ({ instrument, version }: Instrument): string =>
  `loaded_assessments_${instrument}_${version}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");
