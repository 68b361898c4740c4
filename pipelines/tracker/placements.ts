/** Groups of placements that are special schools. */
export const SPECIALIST_GROUPS = ["state_special", "independent_special"] as const;

/** Groups among which children of one age may be placed either way. */
export const COMPARED_GROUPS = [
  "mainstream",
  "alternative_provision",
  ...SPECIALIST_GROUPS,
] as const;
