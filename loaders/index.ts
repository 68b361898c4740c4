import { assessments } from "./assessments.ts";
import { authorities } from "./authorities.ts";
import { spendLoaders } from "./authority-spend.ts";
import type { Contract } from "./contract/define-loader.ts";
import type { Instrument } from "./contract/instrument.ts";
import { dfeEhcPlans } from "./dfe-ehc-plans.ts";
import { eesLoaders } from "./ees.ts";
import { enrolments } from "./enrolments.ts";
import { laitLoaders } from "./lait.ts";
import { placements } from "./placements.ts";
import { requests } from "./requests.ts";
import { schoolLoaders } from "./schools.ts";
import { sen2 } from "./sen2.ts";
import { spend } from "./spend.ts";
import { neighbourLoaders } from "./statistical-neighbours.ts";
import { support } from "./support.ts";

/** Every loader, the assessments once for each instrument version. */
export const contracts = (instruments: readonly Instrument[]): Contract[] => [
  ...instruments.map(assessments),
  placements,
  spend,
  authorities,
  support,
  requests,
  enrolments,
  ...dfeEhcPlans,
  ...sen2,
  ...laitLoaders,
  ...schoolLoaders,
  ...spendLoaders,
  ...neighbourLoaders,
  ...eesLoaders,
];
