/** Ways in which a score could move although no child's need did. */
export const THREATS = [
  "heaping",
  "funding_change",
  "setting_change",
  "rater_view",
  "lateness",
  "floor_ceiling",
  "agreement",
] as const;
/** Why of a change of rater there is no figure, where next to nobody had one. */
export const FEW_ACROSS =
  "the first and last reading of fewer than five children came from two kinds of rater";

export type Threat = (typeof THREATS)[number];

/** Sides of a bound. */
export const BOUND_SIDES = ["above", "below", "either"] as const;
export type BoundSide = (typeof BOUND_SIDES)[number];

/** One row of `score_trust`: one figure about one authority's scores with one instrument version. */
export interface TrustRow {
  authority_code: string;
  instrument: string;
  version: string;
  threat: Threat;
  /** What of the threat: a cut-off, a day, which children. */
  part: string;
  /** Area of need or `total`, where the figure is about one. */
  domain: string | null;
  /** Share 0 to 1, points of need 0 to 100, or a measure of agreement up to 1. */
  unit: "share" | "points" | "agreement";
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  /** What the estimate would be without the threat, or the bound beyond which it is flagged. */
  expected: number | null;
  /** On which side of the bound it is flagged; null where it is not judged. */
  bound_side: BoundSide | null;
  /** Children or readings it rests on. */
  child_count: number;
  /** Of a share, those that are counted in it. */
  part_count: number | null;
  /** Of a difference, the smaller of the two groups. */
  least_count: number | null;
  is_flagged: boolean;
  /** Why there is no estimate, or no flag; null where there is nothing to say. */
  reason: string | null;
}

/** What a figure is about; no domain says that it is about the score as a whole. */
export type Key = Pick<TrustRow, "authority_code" | "threat" | "part"> & { domain?: string };

/** The one rule of a flag: the whole interval, and not the figure alone, lies beyond the bound. */
export const isBeyond = ({
  lower,
  upper,
  expected,
  bound_side,
}: Pick<TrustRow, "lower" | "upper" | "expected" | "bound_side">): boolean => {
  if (lower === null || upper === null || expected === null || bound_side === null) return false;
  return (
    (bound_side !== "below" && lower > expected) || (bound_side !== "above" && upper < expected)
  );
};

/** A row with its flag. */
export const judged = <T extends Omit<Finding, "is_flagged">>(
  row: T,
): T & { is_flagged: boolean } => ({
  ...row,
  is_flagged: isBeyond(row),
});

/** A row without a figure, and why. */
export const noFigure = (
  key: Key,
  unit: TrustRow["unit"],
  reason: string,
  child_count = 0,
): Omit<TrustRow, "instrument" | "version"> => ({
  domain: null,
  ...key,
  unit,
  estimate: null,
  lower: null,
  upper: null,
  expected: null,
  bound_side: null,
  child_count,
  part_count: null,
  least_count: null,
  is_flagged: false,
  reason,
});

/** A row before its instrument is known. */
export type Finding = Omit<TrustRow, "instrument" | "version">;
