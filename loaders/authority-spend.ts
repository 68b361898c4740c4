import { z } from "zod";
import { code, financialYear, text, words } from "./contract/cells.ts";
import { columnName, defineLoader } from "./contract/define-loader.ts";
import { statistic } from "./contract/figure.ts";
import type { NamedArea } from "./contract/named-area.ts";
import { type Sheet, type SheetColumn, sheetColumns } from "./contract/sheet.ts";
import type { SpendKind, SpendLine, SpendSource } from "./contract/spend-line.ts";

/** Pounds as published, or what stands where there are none. */
const pounds = statistic;

const areaCode = () => text(/^[0-9]{3}$/).describe("DfE's code of the authority");

const PHASES = ["early_years", "primary", "secondary", "special", "alternative_provision"] as const;
const SERVICES = {
  sen_services: "sen_support",
  alternative_provision_services: "alternative",
  hospital_services: "hospital",
  other_health_services: "therapies",
};

/** The lines of one side of the benchmarking sheet, in its order: name, words of the heading. */
const side = (kind: "budget" | "outturn"): Record<string, string> => {
  const words: Record<string, string> = {
    early_years: "early_years",
    primary: "primary",
    secondary: "secondary",
    special: "special_schools",
    alternative_provision: "prus_and_ap",
    post_school: "post_school",
    income: "income",
  };
  const group = (line: string, heading: string, parts: readonly string[]) => [
    [`${kind}_${line}`, heading],
    ...parts.map((part) => [`${kind}_${line}_${part}`, words[part]!]),
  ];
  const phases = [...PHASES, "post_school"];
  return Object.fromEntries([
    ...group("place_funding", "place_funding", phases),
    ...group("top_up_maintained", "top_up_funding", [...phases, "income"]),
    ...group("top_up_non_maintained", "top_up_funding", [...phases, "income"]),
    ...Object.entries(SERVICES).map(([line, heading]) => [`${kind}_${line}`, heading]),
  ]);
};

const BENCHMARKING = { ...side("budget"), ...side("outturn") };

const linesOf = (columns: readonly string[]): SpendLine[] =>
  columns.map((column) => {
    const [kind, ...line] = column.split("_");
    return { column, line: line.join("_"), kind: kind as SpendKind };
  });

const BENCHMARKING_SHEET: Sheet = {
  columns: sheetColumns({ la_code: "la_code", la_name: "la_name", ...BENCHMARKING }),
  isBody: ({ la_code }) => /^[0-9]{3}$/.test(la_code ?? ""),
  fromHeadings: { column: "financial_year", pattern: /\bYear (20[0-9]{2})-([0-9]{2})\b/ },
};

const benchmarking = {
  source: {
    table: "loaded_high_needs_benchmarking",
    title: "DfE: high needs benchmarking tool, section 251",
    lines: linesOf(Object.keys(BENCHMARKING)),
    year: "financial_year",
    area: "la_code",
  } satisfies SpendSource,
  grain: "one row per authority",
  key: ["la_code", "financial_year"],
  area: { name: "la_name", codes: ["la_code"] },
  sheet: BENCHMARKING_SHEET,
  columns: { la_code: areaCode(), la_name: words(), financial_year: financialYear() },
};

const grantYear = {
  column: "financial_year",
  pattern: /Dedicated schools grant: (20[0-9]{2}) to 20([0-9]{2})\b/,
};
const isGrantRow = ({ area }: Readonly<Record<string, string>>) =>
  /^([0-9]{3}|[A-Za-z][A-Za-z ]+)$/.test(area ?? "");
const grantArea = () =>
  text(/^([0-9]{3}|[A-Za-z][A-Za-z ]{1,60})$/).describe("Code, ENGLAND, or a region");
const GRANT = {
  year: "financial_year",
  area: "case area when 'ENGLAND' then '970' else area end",
};
const GRANT_SCOPE = "area = 'ENGLAND' or area between '200' and '999'";

const BLOCK = {
  allocation_import_export_adjustment: "import_export_adjustment",
  allocation_additional_high_needs: "additional_high_needs_allocation",
  allocation_high_needs_block_before_deductions: "total_high_needs_block_before_deductions",
};

/** A table of the grant for one year, a row an area, with a column a line. */
const grantTable = (table: string, title: string, headings: Readonly<Record<string, string>>) => ({
  source: {
    table,
    title: `DfE: dedicated schools grant, ${title}`,
    lines: linesOf(Object.keys(headings)),
    ...GRANT,
  } satisfies SpendSource,
  grain: "one row per area",
  key: ["area", "financial_year"],
  area: { name: "la_name", codes: ["area"] },
  inScope: GRANT_SCOPE,
  sheet: {
    columns: sheetColumns({ area: "dedicated_schools_grant", la_name: "", ...headings }),
    isBody: isGrantRow,
    fromHeadings: grantYear,
  } satisfies Sheet,
  columns: { area: grantArea(), la_name: words().nullable(), financial_year: financialYear() },
});

const grantBlock = grantTable("loaded_dsg_high_needs_block", "high needs block", BLOCK);

const GROUPS: readonly [group: string, parts: readonly [part: string, words: string][]][] = [
  [
    "mainstream_academies",
    [
      ["places_6000", "sen_places_deduction"],
      ["places_10000", "sen_places_deduction"],
      ["post_16", "sen_places_deduction"],
      ["alternative_provision", "ap_places_deduction"],
    ],
  ],
  ...["special_academies", "special_free_schools", "alternative_provision_academies"].map(
    (group) =>
      [
        group,
        [
          ["pre_16", "sen_places_deduction"],
          ["post_16", "sen_places_deduction"],
          ["alternative_provision", "ap_places_deduction"],
        ],
      ] as [string, [string, string][]],
  ),
  ["hospital_academies", [["all", "total_hospital_education_deduction"]]],
  ["academies_16_19", [["post_16", "sen_places_deduction"]]],
  ["further_education", [["all", "total_fe_and_ilp_deduction"]]],
];

const DEDUCTIONS: Record<string, string> = {
  ...Object.fromEntries(
    GROUPS.flatMap(([group, parts]) =>
      parts.map(([part, heading]) => [`allocation_deduction_${group}_${part}`, heading]),
    ),
  ),
  allocation_deduction_total: "total_deduction_to_high_needs_block",
};

const grantDeductions = grantTable("loaded_dsg_deductions", "high needs deductions", DEDUCTIONS);

const upper = (phase: string) =>
  phase.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** Columns of DfE's benchmarking service, written Outturn…, Budget…, with the lines they give. */
const SERVICE_LINES: SpendLine[] = (["outturn", "budget"] as const).flatMap((kind) => {
  const named = (name: string, line: string) => ({
    column: columnName(`${upper(kind)}${name}`),
    line,
    kind,
  });
  const parts = [...PHASES, "post_school", "income"];
  return [
    named("TotalHighNeeds", "total_high_needs"),
    named("TotalPlaceFunding", "place_funding"),
    named("TotalTopUpFundingMaintained", "top_up_maintained"),
    named("TotalTopUpFundingNonMaintained", "top_up_non_maintained"),
    ...Object.keys(SERVICES).map((line) => named(`Total${upper(line)}`, line)),
    ...parts.map((part) =>
      named(`TopFundingMaintained${upper(part)}`, `top_up_maintained_${part}`),
    ),
    ...parts.map((part) =>
      named(`TopFundingNonMaintained${upper(part)}`, `top_up_non_maintained_${part}`),
    ),
    ...PHASES.slice(1).map((part) => named(`PlaceFunding${upper(part)}`, `place_funding_${part}`)),
  ];
});

const service = {
  source: {
    table: "loaded_benchmarking_service",
    title: "DfE: financial benchmarking and insights, high needs",
    lines: [
      ...SERVICE_LINES,
      { column: "dsghighneedsallocation", line: "high_needs_block", kind: "allocation" },
      { column: "outturndsgcarriedforward", line: "dsg_carried_forward", kind: "balance" },
    ],
    // A run is named after the year in which its financial year ends.
    year: "(runid::integer - 1)::varchar || '-' || right(runid, 2)",
    area: "lacode",
  } satisfies SpendSource,
  grain: "one row per authority and run",
  key: ["runtype", "runid", "lacode"],
  columns: { runtype: words(), runid: text(/^20[0-9]{2}$/), lacode: areaCode() },
};

const SPECIALIST = ["State", "Independent or non-maintained", "Total"] as const;
const specialist = {
  lines: [{ column: "total_spend", line: "specialist_top_up", kind: "outturn" as const }],
  year: "year",
  lineSql:
    "'specialist_top_up_' || case category when 'State' then 'state' when 'Total' then 'total' else 'independent' end",
  isAbsent: "coalesce(pop_est, '0') = '0'",
};
const specialistColumns = {
  category: code(SPECIALIST),
  year: financialYear(),
  pop_est: pounds(),
};

const specialistSpend = {
  source: {
    table: "loaded_specialist_spend",
    title: "DfE: special and alternative provision top-up",
    areaName: "la_name",
    ...specialist,
  } satisfies SpendSource,
  grain: "one row per authority, category and year",
  key: ["la_name", "category", "year"],
  columns: { la_name: words(), ...specialistColumns },
};

const nationalSpecialistSpend = {
  source: {
    table: "loaded_national_specialist_spend",
    title: "DfE: special and alternative provision top-up, England",
    area: "'970'",
    ...specialist,
  } satisfies SpendSource,
  grain: "one row per category and year",
  key: ["category", "year"],
  columns: specialistColumns,
  recognises: ({ header }: { header: readonly string[] }) =>
    !header.some((name) => columnName(name) === "la_name"),
};

interface Published {
  source: SpendSource;
  grain: string;
  key: readonly string[];
  columns: Record<string, z.ZodType>;
  sheet?: Sheet;
  inScope?: string;
  area?: NamedArea;
  recognises?: (head: { header: readonly string[] }) => boolean;
}

const PUBLISHED: readonly Published[] = [
  benchmarking,
  grantBlock,
  grantDeductions,
  service,
  specialistSpend,
  nationalSpecialistSpend,
];

/** Files of authorities' spend and the lines they give. */
export const SPEND_SOURCES: readonly SpendSource[] = PUBLISHED.map(({ source }) => source);

/** The latest year that every edition since has; later ones are taken where they stand. */
const LAST_TRIBUNAL_YEAR = 2024;
const YEARS = Array.from({ length: 17 }, (_, i) => 2014 + i);

/** Balances of the grant, a share of its income: a figure of the authority rather than of pounds. */
const balances = defineLoader({
  name: "dfe-dsg-balance",
  title: "DfE: balance of the dedicated schools grant",
  grain: "one row per area and year",
  table: "loaded_dsg_balance",
  isChildLevel: false,
  columns: z.strictObject({
    geographic_level: code(["National", "Regional", "Local authority"]),
    region_name: words(),
    la_name: words().nullable(),
    deficit: pounds().describe("Per cent of the grant's income; above zero is a deficit"),
    dsg_cumulative_balance_as_a_of_the_total_income: pounds().describe("Below zero is a deficit"),
    financial_year: financialYear(),
  }),
  key: ["geographic_level", "region_name", "la_name", "financial_year"],
});

const tribunalColumns: SheetColumn[] = YEARS.flatMap((year) => {
  const isSometimes = year > LAST_TRIBUNAL_YEAR;
  const appeals = `appeals_${year}`;
  return [
    { name: appeals, words: `${year}_appeals_registered`, isSometimes },
    { name: `decisions_${year}`, words: "total_appealable_decisions", onlyWith: appeals },
    { name: `rate_${year}`, words: "send_tribunal_appeal_rate", onlyWith: appeals },
  ];
});

/** What stands in the tribunal's table: - is none, ~ is suppressed, .. is not available. */
const tribunalFigure = () => text(/^(-|~|[.]{2}|[0-9,]{1,12}([.][0-9]{1,4})?%?)$/).nullable();

/** Appeals to the SEND Tribunal, the supporting file of DfE's release of plans. */
const tribunal = defineLoader({
  name: "send-tribunal",
  title: "HMCTS and DfE: appeals to the SEND Tribunal",
  grain: "one row per area",
  table: "loaded_send_tribunal",
  isChildLevel: false,
  columns: z.strictObject<Record<string, z.ZodType>>({
    la_name: words(),
    la_code: text(/^[0-9]{3}$/)
      .nullable()
      .describe("Blank for England"),
    ...Object.fromEntries(
      tribunalColumns.map(({ name }) => [
        name,
        Number(name.slice(-4)) > LAST_TRIBUNAL_YEAR
          ? tribunalFigure().optional()
          : tribunalFigure(),
      ]),
    ),
  }),
  sheet: {
    columns: [
      { name: "la_name", words: "local_authority" },
      { name: "la_code", words: "la_code" },
      ...tribunalColumns,
    ],
    isBody: ({ la_code, la_name }) =>
      /^[0-9]{3}$/.test(la_code ?? "") || /^England Total[0-9, ]*$/.test(la_name ?? ""),
  },
  key: ["la_code"],
  area: { name: "la_name", codes: ["la_code"] },
});

/** The years that the tribunal's table may hold. */
export const TRIBUNAL_YEARS = YEARS;

export const spendLoaders = [
  ...PUBLISHED.map(({ source, columns, ...rest }) =>
    defineLoader({
      name: "authority-spend",
      title: source.title,
      table: source.table,
      isChildLevel: false,
      columns: z.strictObject<Record<string, z.ZodType>>({
        ...columns,
        ...Object.fromEntries(source.lines.map(({ column }) => [column, pounds()])),
      }),
      ...rest,
    }),
  ),
  balances,
  tribunal,
];
