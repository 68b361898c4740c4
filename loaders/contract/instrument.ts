import { z } from "zod";
import { problemsOf } from "./instrument-rules.ts";
import { title } from "./safe-cell.ts";

const id = z.string().regex(/^[a-z][a-z0-9_-]*$/);
/** Part of a column's name. */
const part = z.string().regex(/^[a-z][a-z0-9_]*$/);
/** A place on the scale of need, 0 to 100, whatever the levels of the instrument are. */
const need = z.number().min(0).max(100);
const weight = z.number().positive().default(1);
const scale = z.array(z.strictObject({ level: z.int(), label: z.string() })).min(2);

const itemSchema = z.strictObject({
  /** Also the name of its column in extracts. */
  id: part,
  title: title(),
  weight,
  /** Whether a higher answer says the opposite of the instrument's polarity. */
  reverse: z.boolean().default(false),
  /** Where its answers differ from the area's. */
  scale: scale.optional(),
});

const areaSchema = z.strictObject({
  /** The same id in two instruments says that the two areas are of the same kind of need. */
  id: part,
  title: title(),
  short: z.string(),
  broad_area: z.enum(["cognition_learning", "communication", "semh", "sensory_physical"]),
  /** SEN2 codes of the needs it covers. */
  sen2_needs: z.array(z.string()),
  weight,
  /** Where its levels differ from the instrument's. */
  scale: scale.optional(),
  /** Left out where the area is one judgement. */
  items: z.array(itemSchema).min(1).optional(),
});

/** DfE's layers of support, which the highest area of need is put into. */
export const TIERS = ["universal", "targeted", "targeted_plus", "specialist"] as const;

/** How scores of another version are put on this one's scale, from children scored with both. */
const bridgeSchema = z.strictObject({
  from: z.strictObject({ instrument: id, version: z.string() }),
  method: z.enum(["mean_sigma", "equipercentile"]),
  /** Most days between the two readings of a child: so few that need cannot have changed. */
  within_days: z.int().min(0).max(60),
});

/** A needs instrument, one version of it, as written in data/instruments. */
export const instrumentSchema = z
  .strictObject({
    instrument: id,
    version: z.string().regex(/^[A-Za-z0-9.]+$/),
    title: title(),
    source: z.string(),
    /** Whether a higher level says more need or more strength. */
    polarity: z.enum(["higher_is_more_need", "higher_is_more_strength"]),
    effective_from: z.iso.date(),
    effective_to: z.iso.date().optional(),
    scale,
    areas: z.array(areaSchema).min(1),
    completeness: z.strictObject({
      /** Fewest areas answered for a total to be given. */
      fewest_areas: z.int().positive(),
      /** Share of an area's items that must be answered; the others count as their mean. */
      fewest_item_share: z.number().gt(0).max(1).optional(),
    }),
    /** What a total is called from a need of so much, lowest first. */
    bands: z.array(z.strictObject({ from: need, label: z.string() })).optional(),
    /** The layer of support that the highest area points to, lowest first. */
    tiers: z.array(z.strictObject({ from: need, tier: z.enum(TIERS) })).optional(),
    /** Areas of at least this need are counted as complex. */
    complexity: z.strictObject({ from: need }).optional(),
    readiness: z.strictObject({
      setting: z.boolean(),
      family: z.boolean(),
    }),
    /** Levels of strength in each area, beside its need. */
    strengths: z.strictObject({ scale }).optional(),
    rated_by: z.array(z.enum(["professional", "family", "young_person"])).min(1),
    /** Published figures of reliability; none is assumed. */
    reliability: z
      .array(
        z.strictObject({
          kind: z.enum(["inter_rater", "retest", "internal_consistency"]),
          value: z.number().gt(0).lt(1),
          /** Children it rests on. */
          children: z.int().positive(),
          source: z.string(),
        }),
      )
      .default([]),
    /** Earlier versions, or other instruments, that children were scored with at about the same time. */
    bridges: z.array(bridgeSchema).default([]),
    /** What its owner has not published, and what stands here instead. */
    not_public: z.array(z.strictObject({ what: z.string(), instead: z.string() })).default([]),
  })
  .superRefine((instrument, context) => {
    for (const message of problemsOf(instrument)) context.addIssue({ code: "custom", message });
  });

export type Instrument = z.infer<typeof instrumentSchema>;
export type Area = Instrument["areas"][number];
export type Scale = Instrument["scale"];

/** Lowest and highest level of the scale of an instrument, an area or an item. */
export const scaleRange = ({ scale }: { scale: Scale }): { min: number; max: number } => {
  const levels = scale.map(({ level }) => level);
  return { min: Math.min(...levels), max: Math.max(...levels) };
};

/** Lowest and highest level in an area, where its own differ from the instrument's. */
export const areaRange = (instrument: Pick<Instrument, "scale">, area: Pick<Area, "scale">) =>
  scaleRange({ scale: area.scale ?? instrument.scale });

/** Table that holds the loaded assessments of one instrument version. */
export const assessmentTable = ({ instrument, version }: Instrument): string =>
  `loaded_assessments_${instrument}_${version}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");
