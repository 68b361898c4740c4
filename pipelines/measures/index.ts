import * as all from "./all.ts";
import type { Measure } from "./define/measure.ts";

const byName = (a: Measure, b: Measure): number =>
  Number(a.name > b.name) - Number(a.name < b.name);

/** Every table that leaves the building, in order of name. There are no others. */
export const releases: readonly Measure[] = Object.values(all).sort(byName);
