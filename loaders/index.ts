import { assessments } from "./assessments.ts";
import { authorities } from "./authorities.ts";
import { spendLoaders } from "./authority-spend.ts";
import { characteristics } from "./characteristics.ts";
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

const made = new WeakMap<Instrument, Contract>();

/** The contract of an instrument's assessments, made once: what is worked out of it is kept by it. */
function assessmentsOf(instrument: Instrument): Contract {
  const contract = made.get(instrument) ?? assessments(instrument);
  made.set(instrument, contract);
  return contract;
}

/** Every loader, the assessments once for each instrument version. */
export const contracts = (instruments: readonly Instrument[]): Contract[] => [
  ...instruments.map(assessmentsOf),
  placements,
  spend,
  authorities,
  support,
  requests,
  enrolments,
  characteristics,
  ...dfeEhcPlans,
  ...sen2,
  ...laitLoaders,
  ...schoolLoaders,
  ...spendLoaders,
  ...neighbourLoaders,
  ...eesLoaders,
];
