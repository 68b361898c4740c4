import { counted, type Indicator } from "./contract/indicator.ts";
import { SEN2_NEED_TITLES } from "./contract/sen2-codes.ts";

interface Group {
  name: string;
  title: string;
  of: readonly string[];
  published?: string;
  meaning: string;
}

const PLACEMENT_GROUPS: readonly Group[] = [
  {
    name: "mainstream",
    title: "In a mainstream school",
    of: ["mainstream_total"],
    published: "mainstream_total_pc",
    meaning: "Mainstream schools, units and resourced provision included",
  },
  {
    name: "unit_or_resourced",
    title: "In a SEN unit or resourced provision",
    of: [
      "mainstream_la_maintained_resourced_provision",
      "mainstream_la_maintained_senunit",
      "mainstream_academy_resourced_provision",
      "mainstream_academy_senunit",
      "mainstream_free_school_resourced_provision",
      "mainstream_free_school_senunit",
    ],
    meaning:
      "SEN units and resourced provision added together, because authorities label them differently",
  },
  {
    name: "state_special",
    title: "In a state special school",
    of: ["special_la_maintained", "special_academy_free"],
    meaning: "Maintained, academy and free special schools",
  },
  {
    name: "independent_special",
    title: "In an independent or non-maintained special school",
    of: ["special_independent", "special_non_maintained"],
    meaning: "Independent special and non-maintained special schools",
  },
  {
    name: "special",
    title: "In any special school",
    of: ["special_total"],
    published: "special_total_pc",
    meaning: "State, independent and non-maintained special schools",
  },
  {
    name: "alternative_provision",
    title: "In alternative provision",
    of: ["ap_pru_total"],
    published: "ap_pru_total_pc",
    meaning: "Pupil referral units and alternative provision academies and free schools",
  },
  {
    name: "further_education",
    title: "In further education",
    of: ["fe_total"],
    published: "fe_total_pc",
    meaning: "Further education colleges, specialist post-16 institutions and other providers",
  },
  {
    name: "elsewhere",
    title: "Educated elsewhere or waiting",
    of: ["ed_elsewhere"],
    published: "ed_elsewhere_pc",
    meaning:
      "Home education, other arrangements, awaiting provision, not in education, permanently excluded and other settings",
  },
];

/** For each kind of placement the count, DfE's share of all plans, and the share of those that are recorded. */
export const PLACEMENT_INDICATORS: readonly Indicator[] = [
  ...PLACEMENT_GROUPS.flatMap((group) => [
    ...countOf(group),
    shareOfAll(group),
    shareOfRecorded(group),
  ]),
  {
    indicator: "placement_not_recorded_share",
    title: "Placement not recorded",
    unit: "per cent",
    polarity: "neither",
    definition:
      "Share of plans of which no placement is published: not recorded, or of a council that sent totals alone",
    recorded: "not recorded",
  },
];

function countOf({ name, title, of, meaning }: Group): Indicator[] {
  if (of.length !== 1) return [];
  const isElsewhere = name === "elsewhere";
  return [
    {
      indicator: `${name}_plans`,
      title: `${title}: plans`,
      unit: "plans",
      polarity: "neither",
      definition: isElsewhere ? `${meaning}, in every year` : meaning,
      ...(isElsewhere ? { recorded: "elsewhere" as const } : { column: of[0]! }),
    },
  ];
}

function shareOfAll({ name, title, of, published, meaning }: Group): Indicator {
  return {
    indicator: `${name}_share`,
    title: `${title}: of all plans`,
    unit: "per cent",
    polarity: "neither",
    definition:
      name === "elsewhere"
        ? "Share of all plans, as DfE gives it: until 2022 without those awaiting provision or permanently excluded, until 2023 without other settings"
        : `Share of all plans, those without a recorded placement too. ${meaning}`,
    ...(published ? { column: published } : { share: { of, over: "ehcplans" } }),
  };
}

function shareOfRecorded({ name, title, of, meaning }: Group): Indicator {
  return {
    indicator: `${name}_recorded_share`,
    title,
    unit: "per cent",
    polarity: "neither",
    definition: `Share of plans whose placement is recorded. ${meaning}`,
    recorded: { share: name === "elsewhere" ? "elsewhere" : of },
  };
}

const needIndicators = (prefix: string, whose: string): readonly Indicator[] =>
  Object.entries(SEN2_NEED_TITLES).flatMap(([need, title]) => {
    const code = need.toLowerCase();
    return [
      {
        indicator: `${prefix}_${code}_share`,
        title: `Primary need of ${whose}: ${title}`,
        unit: "per cent",
        polarity: "neither",
        definition: `Share of ${whose} whose primary need is ${code.toUpperCase()}, ${title.toLowerCase()}`,
        column: `${code}_pc`,
      },
      ...counted("plans", {
        [`number_${code}`]: [
          `${prefix}_${code}_plans`,
          `Primary need of ${whose}: ${title}, plans`,
        ],
      }),
    ];
  });

/** The share and the number of plans in place with each primary need. */
export const NEED_INDICATORS = needIndicators("need", "plans in place");

/** The share and the number of the year's new plans with each primary need. */
export const NEW_NEED_INDICATORS = needIndicators("new_plans_need", "new plans");
