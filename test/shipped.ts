import { contracts } from "../loaders/index.ts";
import { readInstruments } from "../pipelines/instruments/read-instruments.ts";
import {
  type Mappings,
  NO_MAPPINGS,
  readMappings,
} from "../pipelines/load/recognise/read-mappings.ts";
import { readAuthorityDesigns } from "../pipelines/trials/designs/authority-design.ts";
import { readEvaluations } from "../pipelines/trials/designs/designs.ts";
import { projectFile } from "../pipelines/warehouse/installation.ts";

/** The needs instruments that the program is shipped with. */
export const shippedInstruments = () => readInstruments(projectFile("data/instruments"));

/** The trial designs that it is shipped with. */
export const shippedDesigns = () => readEvaluations(projectFile("data/evaluations"));

/** Those of them over authorities. */
export const shippedAuthorityDesigns = () => readAuthorityDesigns(projectFile("data/evaluations"));

/** Files are loaded as they are, whatever mappings lie about. */
export const UNMAPPED = { mappings: NO_MAPPINGS };

/** Some mappings, and those of the folder that VSEND_MAPPINGS names. */
export const mappingsOf = (...named: string[]): Mappings =>
  readMappings(
    {
      named,
      folder: process.env.VSEND_MAPPINGS ?? projectFile("data/mappings"),
      mayBeAbsent: true,
    },
    contracts(shippedInstruments()),
  );

/** What a release of warehouses that are built with the above is made with. */
export const shipped = () => ({ instruments: shippedInstruments(), designs: shippedDesigns() });
