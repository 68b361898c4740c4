/** Need codes of the SEN2 return (DfE SEN2 guide 2025, `sentype`; DS is the newest). */
export const SEN2_NEEDS = [
  "SPLD",
  "MLD",
  "SLD",
  "PMLD",
  "SEMH",
  "SLCN",
  "HI",
  "VI",
  "MSI",
  "PD",
  "ASD",
  "OTH",
  "DS",
] as const;

/** Codes of sex in the SEN2 return from specification 1.2. */
export const SEXES = ["F", "M"] as const;
