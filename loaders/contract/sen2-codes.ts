/** Needs of the SEN2 return by code (DfE SEN2 guide 2025, `sentype`; DS is the newest). */
export const SEN2_NEED_TITLES = {
  ASD: "Autistic spectrum disorder",
  SEMH: "Social, emotional and mental health",
  SLCN: "Speech, language and communication needs",
  MLD: "Moderate learning difficulty",
  SLD: "Severe learning difficulty",
  PMLD: "Profound and multiple learning difficulty",
  SPLD: "Specific learning difficulty",
  PD: "Physical disability",
  HI: "Hearing impairment",
  VI: "Vision impairment",
  MSI: "Multi-sensory impairment",
  OTH: "Other difficulty or disability",
  DS: "Down syndrome",
} as const;

type Need = keyof typeof SEN2_NEED_TITLES;
export const SEN2_NEEDS = Object.keys(SEN2_NEED_TITLES) as [Need, ...Need[]];

/** Codes of sex in the SEN2 return from specification 1.2. */
export const SEXES = ["F", "M"] as const;

/** Where a child is who is at no school or college with a number (`sensetting`). */
export const SEN2_SETTINGS = ["OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO"] as const;

/** Outcome of a request, and of an assessment: yes, no, awaited, withdrawn, historical. */
export const SEN2_OUTCOMES = ["Y", "N", "A", "W", "H"] as const;

/** Every spelling of yes and no seen in returns. */
export const SEN2_FLAGS = [
  "0",
  "1",
  "true",
  "false",
  "True",
  "False",
  "TRUE",
  "FALSE",
  "Y",
  "N",
] as const;

/** Elements of the XML return that public software spells otherwise than COLLECT does. */
export const SEN2_ALIASES: Readonly<Record<string, string>> = {
  planwpb: "planwbp",
  wpb: "wbp",
  lanumber: "lea",
  dateofbirth: "personbirthdate",
  uln: "uniquelearnernumber",
  activeplan: "activeplans",
};
