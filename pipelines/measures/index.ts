import { changeByAuthority } from "./change-by-authority/measure.ts";
import { changeBySettingRelease } from "./change-by-setting/measure.ts";
import { changeBySupportRelease } from "./change-by-support/measure.ts";
import { changeByWay } from "./change-by-way/measure.ts";
import { changeWeighted } from "./change-weighted/measure.ts";
import { costByPlacement } from "./cost-by-placement/measure.ts";
import type { Measure } from "./define/measure.ts";
import { evaluationAuthorities } from "./evaluation-authorities/measure.ts";
import { evaluationDesigns } from "./evaluation-designs/measure.ts";
import { evaluationExclusions } from "./evaluation-exclusions/measure.ts";
import { evaluationOutcomes } from "./evaluation-outcomes/measure.ts";
import { evaluationPanels } from "./evaluation-panels/measure.ts";
import { evaluationPeriods } from "./evaluation-periods/measure.ts";
import { extractPlacements } from "./extract-placements/measure.ts";
import { followUpByAuthority } from "./follow-up-by-authority/measure.ts";
import { headlines } from "./headlines/measure.ts";
import { improvedBySettingRelease } from "./improved-by-setting/measure.ts";
import { indicatorCatalogue } from "./indicator-catalogue/measure.ts";
import { instrumentsRelease } from "./instruments/measure.ts";
import { loads } from "./loads/measure.ts";
import { needByPeriodRelease } from "./need-by-period/measure.ts";
import { needEstimateAuthorities } from "./need-estimate-authorities/measure.ts";
import { needEstimates } from "./need-estimates/measure.ts";
import { neighbours } from "./neighbours/measure.ts";
import { placementShares } from "./placement-shares/measure.ts";
import { refusals } from "./refusals/measure.ts";
import { scoreTrust } from "./score-trust/measure.ts";
import { specifications } from "./specifications/measure.ts";
import { syntheticPeriods } from "./synthetic-periods/measure.ts";
import { trustStatements } from "./trust-statements/measure.ts";
import { verdictsByAuthority } from "./verdicts-by-authority/measure.ts";

/** Every table that leaves the building. There are no others. */
export const releases: readonly Measure[] = [
  headlines,
  changeByAuthority,
  verdictsByAuthority,
  changeWeighted,
  changeBySettingRelease,
  improvedBySettingRelease,
  changeBySupportRelease,
  changeByWay,
  needEstimates,
  needEstimateAuthorities,
  needByPeriodRelease,
  followUpByAuthority,
  placementShares,
  extractPlacements,
  costByPlacement,
  instrumentsRelease,
  loads,
  refusals,
  indicatorCatalogue,
  neighbours,
  evaluationDesigns,
  evaluationOutcomes,
  evaluationPeriods,
  evaluationAuthorities,
  syntheticPeriods,
  specifications,
  evaluationExclusions,
  evaluationPanels,
  scoreTrust,
  trustStatements,
];
