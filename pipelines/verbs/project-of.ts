import { type Project, readProject } from "../project/project.ts";
import { projectFile } from "../warehouse/installation.ts";
import { type Common, USUAL } from "./options.ts";

/** The settings of a call, what it does not name being where it is by default. */
export const projectOf = (options: Common): Project =>
  readProject({
    warehouse: options.warehouse,
    instruments: options.instruments,
    evaluations: options.evaluations ?? USUAL.evaluations,
    mappings: {
      named: options.mapping ?? [],
      folder: process.env.VSEND_MAPPINGS ?? projectFile("data/mappings"),
      mayBeAbsent: process.env.VSEND_MAPPINGS === undefined,
    },
  });
