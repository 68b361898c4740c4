import { z } from "zod";
import { authorityCode, code, date, integer, text } from "./contract/cells.ts";
import {
  type Contract,
  defineLoader,
  type Privacy,
  type RowRule,
} from "./contract/define-loader.ts";
import { endsAfterStart } from "./contract/row-rules.ts";
import {
  SEN2_FLAGS,
  SEN2_NEEDS,
  SEN2_OUTCOMES,
  SEN2_SETTINGS,
  SEXES,
} from "./contract/sen2-codes.ts";

const day = () => date({ min: "1990-01-01", max: "2100-12-31" }).nullable();
const flag = () => code(SEN2_FLAGS).nullable();
const outcome = () => code(SEN2_OUTCOMES).nullable();
/** A code of the return, or one of the words that systems write for it; no room for a name or number. */
const mark = () =>
  text(
    /^([A-Za-z0-9]{1,4}|[Tt]rue|TRUE|[Ff]alse|FALSE|[Mm]ale|[Ff]emale|[Aa]mend|[Cc]ease|[Mm]aintain|[Uu]nknown)$/,
    "a code of at most four letters and digits, or a word such as true, amend or unknown",
  ).nullable();
const rank = () => integer({ min: 1, max: 9 }).nullable();
const year = () => integer({ min: 2023, max: 2099 });
/** Numbers of records are stored as they came: a UPN or name would not be one. */
const record = () =>
  text(
    /^([0-9]{1,18}|[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})$/,
    "the number of a record: at most 18 digits, or a GUID",
  );
const number = () => record().describe("Number of the record in the return");
const parent = (module: string) => record().describe(`The ${module} record it belongs to`);

/** One file of the return: its own columns, and which record of which file a row belongs to. */
interface Module {
  module: string;
  title: string;
  grain: string;
  columns: Record<string, z.ZodType>;
  privacy?: Record<string, Privacy>;
  rowRules?: readonly RowRule[];
  asOf?: string;
}

const setting = {
  urn: text(/^[0-9]{6}$/, "a URN, which has six digits")
    .nullable()
    .describe("Number of the school"),
  ukprn: text(/^10[0-9]{6}$/, "a UKPRN, which has eight digits and begins with 10")
    .nullable()
    .describe("Number of the provider, where no URN is given"),
  sensetting: code(SEN2_SETTINGS)
    .nullable()
    .describe("Kind of arrangement, where there is neither"),
  placementrank: rank().describe("1 main, 2 second"),
  senunitindicator: flag().optional().describe("Place in a SEN unit"),
  resourcedprovisionindicator: flag().optional().describe("Place in resourced provision"),
};

const MODULES: readonly Module[] = [
  {
    module: "sen2",
    title: "header",
    grain: "one row per return",
    columns: {
      sen2tableid: number(),
      collection: text(
        /^[A-Za-z0-9 _-]{1,40}$/,
        "the name of the collection, such as SEN2",
      ).describe("SEN2"),
      referencedate: day().describe("Census day"),
      sourcelevel: mark().describe("L for an authority"),
      lea: text(/^[0-9]{3}$/, "the three-digit code of an authority").describe(
        "DfE's three-digit code of the authority",
      ),
    },
    asOf: "referencedate",
  },
  {
    module: "person",
    title: "children and young people",
    grain: "one row per child of a return",
    columns: {
      persontableid: number(),
      personbirthdate: day().describe("Kept as a month"),
      gendercurrent: mark().optional().describe("Until specification 1.1"),
      sex: code(SEXES).nullable().optional().describe("From specification 1.2"),
      upn: text(/^[A-Z][0-9]{11}[0-9A-Z]$/, "a UPN: a letter, eleven digits, and a digit or letter")
        .nullable()
        .describe("Never stored as it is"),
      uniquelearnernumber: text(/^[0-9]{10}$/, "a ULN, which has ten digits")
        .nullable()
        .describe("Never stored as it is"),
      upnunknown: text(/^UN[0-9]{1,2}$/, "a reason such as UN1")
        .nullable()
        .describe("Why there is neither number"),
    },
    privacy: {
      personbirthdate: { monthAs: "birth_month" },
      upn: "pseudonym",
      uniquelearnernumber: "pseudonym",
    },
  },
  {
    module: "requests",
    title: "requests for an assessment",
    grain: "one row per request",
    columns: {
      requeststableid: number(),
      persontableid: parent("person"),
      receiveddate: day().describe("Day the request came in"),
      requestsource: mark().optional().describe("Who asked, from specification 1.3"),
      rya: flag().optional().describe("In a youth custody institution"),
      requestoutcomedate: day().describe("Day of the decision whether to assess"),
      requestoutcome: outcome().describe("Y assess, N not, A awaited, W withdrawn, H historical"),
      requestmediation: mark().optional().describe("Decision went to mediation"),
      requesttribunal: mark().optional().describe("Decision went to the Tribunal"),
      exported: mark().optional().describe("Moved away before it was completed"),
    },
    asOf: "receiveddate",
  },
  {
    module: "assessment",
    title: "assessments for a plan",
    grain: "one row per assessment",
    columns: {
      assessmenttableid: number(),
      requeststableid: parent("requests"),
      assessmentoutcome: outcome().describe("Y plan, N none, A awaited, W withdrawn, H historical"),
      assessmentoutcomedate: day().describe("Day the plan was issued, or refused"),
      assessmentmediation: mark().optional().describe("Decision went to mediation"),
      assessmenttribunal: mark().optional().describe("Decision went to the Tribunal"),
      othermediation: mark().optional().describe("Mediation about another matter"),
      othertribunal: mark().optional().describe("Tribunal about another matter"),
      week20: flag().describe("An exception to the 20 weeks applies"),
    },
    asOf: "assessmentoutcomedate",
  },
  {
    module: "namedplan",
    title: "plans issued",
    grain: "one row per plan issued in the year",
    columns: {
      namedplantableid: number(),
      assessmenttableid: parent("assessment"),
      startdate: day().describe("First day of the plan"),
      planres: mark().optional().describe("A 38 to 51 weeks, B 52 weeks"),
      planwbp: mark().optional().describe("Work-based learning"),
      pb: mark().optional().describe("Personal budget taken up"),
      oa: mark().optional().describe("Budget as organised arrangements"),
      dp: mark().optional().describe("Budget as direct payments"),
      ceasedate: day().describe("Day the plan ceased"),
      ceasereason: integer({ min: 1, max: 9 }).nullable().describe("Why it ceased"),
    },
    asOf: "startdate",
  },
  {
    module: "plandetail",
    title: "settings named in plans",
    grain: "one row per setting named in a plan issued",
    columns: { plandetailtableid: number(), namedplantableid: parent("namedplan"), ...setting },
  },
  {
    module: "activeplans",
    title: "plans in force",
    grain: "one row per plan in force",
    columns: {
      activeplanstableid: number(),
      requeststableid: parent("requests"),
      transferla: text(/^[0-9]{3}$/, "the three-digit code of an authority")
        .nullable()
        .describe("Authority it was transferred from"),
      res: mark().optional().describe("Residential, until specification 1.1"),
      wbp: mark().optional().describe("Work-based learning, until specification 1.1"),
      reviewmeeting: day().optional().describe("Day of the decision after the review"),
      reviewoutcome: mark().optional().describe("Keep, amend or cease"),
      reviewdraft: day().optional().describe("Day the amended draft was issued"),
      phasetransferduedate: day().optional().describe("Day the phase transfer plan was due"),
      phasetransferfinaldate: day().optional().describe("Day it was final"),
      lastreview: day().describe("Day of the last review meeting"),
    },
    asOf: "lastreview",
  },
  {
    module: "placementdetail",
    title: "placements of children with plans",
    grain: "one row per placement",
    columns: {
      placementdetailtableid: number(),
      activeplanstableid: parent("activeplans"),
      ...setting,
      entrydate: day().describe("First day of the placement"),
      leavingdate: day().describe("Last day; blank while it goes on"),
      attendancepattern: mark().optional().describe("Until specification 1.1"),
      res: mark().optional().describe("A 38 to 51 weeks, B 52 weeks; from specification 1.2"),
      wbp: mark().optional().describe("Work-based learning, from specification 1.2"),
    },
    rowRules: [endsAfterStart("entrydate", "leavingdate")],
    asOf: "entrydate",
  },
  {
    module: "senneed",
    title: "needs of children with plans",
    grain: "one row per need of a plan in force",
    columns: {
      senneedtableid: number(),
      activeplanstableid: parent("activeplans"),
      sentype: code(SEN2_NEEDS).describe("Kind of need"),
      sentyperank: rank().describe("1 primary, 2 secondary"),
    },
  },
];

/** The loaders of the SEN2 return, one per module of COLLECT's "Blade" export. */
export const sen2: readonly Contract[] = MODULES.map(({ module, columns, ...source }) =>
  defineLoader<z.ZodObject<Record<string, z.ZodType>, z.core.$strict>>({
    ...source,
    name: "sen2",
    title: `SEN2 return: ${source.title}`,
    table: `loaded_sen2_${module}`,
    isChildLevel: true,
    columns: z.strictObject<Record<string, z.ZodType>>({
      authority_code: authorityCode().optional().describe("Told by the header's lea"),
      year: (module === "sen2" ? year() : year().optional()).describe("Year of the January census"),
      ...columns,
    }),
    key: ["authority_code", "year", `${module}tableid`],
    part: { of: "sen2", module, isHeader: module === "sen2", given: ["authority_code", "year"] },
  }),
);
