import { z } from "zod";
import { dayFirst, text, urn, words } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";

const GIAS = "Get Information About Schools";

const threeDigits = () => text(/^[0-9]{3}$/).describe("DfE's code of the authority");
const count = () => text(/^([0-9]{1,7}|NA|SUPP|NE)$/).nullable();

/** The full extract of Get Information About Schools; the names of head teachers are not taken. */
const register = defineLoader({
  name: "dfe-gias",
  title: `${GIAS}: full extract`,
  grain: "one row per school",
  table: "loaded_gias_schools",
  isChildLevel: false,
  columns: z.strictObject({
    urn: urn(),
    la_code: threeDigits(),
    gsslacode_name: text(/^[A-Z][0-9]{8}$/)
      .nullable()
      .optional()
      .describe("ONS code of the authority"),
    establishmentname: words(),
    districtadministrative_name: words().nullable().optional(),
    typeofestablishment_name: words(),
    establishmentstatus_name: words(),
    opendate: dayFirst().nullable(),
    closedate: dayFirst().nullable(),
    phaseofeducation_name: words().nullable(),
    typeofresourcedprovision_name: words().nullable().optional(),
    resourcedprovisiononroll: count().optional(),
    resourcedprovisioncapacity: count().optional(),
    senunitonroll: count().optional(),
    senunitcapacity: count().optional(),
    section41approved_name: words().nullable().optional(),
  }),
  key: ["urn"],
});

/** Which school came before or after which. */
const links = defineLoader({
  name: "dfe-gias",
  title: `${GIAS}: links between schools`,
  grain: "one row per school, linked school and kind of link",
  table: "loaded_gias_links",
  isChildLevel: false,
  columns: z.strictObject({
    urn: urn(),
    linkurn: urn(),
    linktype: words(),
    linkestablisheddate: dayFirst().nullable(),
  }),
  key: ["urn", "linkurn", "linktype"],
});

/** The list of types of establishment; what setting each is stands in data/reference. */
const types = defineLoader({
  name: "dfe-gias",
  title: `${GIAS}: types of establishment`,
  grain: "one row per type and kind of further education",
  table: "loaded_gias_types",
  isChildLevel: false,
  columns: z.strictObject({
    type_of_establishment_code: text(/^[0-9]{1,2}$/),
    type_of_establishment_name: words(),
    establishment_type_group_name: words(),
    further_education_type_name_applicable: words().nullable(),
  }),
  key: ["type_of_establishment_code", "further_education_type_name_applicable"],
});

/** The list of schools of DfE's performance tables. */
const information = defineLoader({
  name: "dfe-school-information",
  title: "DfE performance tables: school information",
  grain: "one row per school",
  table: "loaded_school_information",
  isChildLevel: false,
  columns: z.strictObject({
    urn: urn(),
    la: threeDigits(),
    schname: words(),
    schstatus: words(),
    opendate: dayFirst().nullable(),
    closedate: dayFirst().nullable(),
    minorgroup: words(),
    schooltype: words(),
    isprimary: text(/^[01]$/),
    issecondary: text(/^[01]$/),
    ispost16: text(/^[01]$/),
  }),
  key: ["urn"],
});

/** Pupils with a plan and with SEN support, school by school. The file does not say its year. */
const census = defineLoader({
  name: "dfe-school-census",
  title: "DfE performance tables: school census",
  grain: "one row per school",
  table: "loaded_school_census",
  isChildLevel: false,
  isRagged: true,
  columns: z.strictObject({
    urn: text(/^([1-9][0-9]{5}|NAT)$/).describe("NAT in rows for England, which are out of scope"),
    schooltype: words(),
    nor: count().describe("Pupils on roll"),
    tsenelse: count().describe("Pupils with an EHC plan"),
    tsenelk: count().describe("Pupils with SEN support"),
    numfsm: count().optional().describe("Pupils eligible for free school meals"),
  }),
  key: ["urn"],
  inScope: "urn <> 'NAT'",
});

export const schoolLoaders = [register, links, types, information, census];
