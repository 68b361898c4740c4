import { changeByAuthority } from "./change-by-authority.ts";
import { changeBySettingRelease } from "./change-by-setting.ts";
import { changeBySupportRelease } from "./change-by-support.ts";
import { changeByWay } from "./change-by-way.ts";
import { changeWeighted } from "./change-weighted.ts";
import { costByPlacement } from "./cost-by-placement.ts";
import { evaluationAuthorities } from "./evaluation-authorities.ts";
import { evaluationDesigns } from "./evaluation-designs.ts";
import { evaluationExclusions } from "./evaluation-exclusions.ts";
import { evaluationOutcomes } from "./evaluation-outcomes.ts";
import { evaluationPanels } from "./evaluation-panels.ts";
import { evaluationPeriods } from "./evaluation-periods.ts";
import { extractPlacements } from "./extract-placements.ts";
import { followUpByAuthority } from "./follow-up-by-authority.ts";
import { headlines } from "./headlines.ts";
import { improvedBySettingRelease } from "./improved-by-setting.ts";
import { indicatorCatalogue } from "./indicator-catalogue.ts";
import { instrumentsRelease } from "./instruments.ts";
import { loads } from "./loads.ts";
import { needByPeriodRelease } from "./need-by-period.ts";
import { needEstimateAuthorities } from "./need-estimate-authorities.ts";
import { needEstimates } from "./need-estimates.ts";
import { neighbours } from "./neighbours.ts";
import { placementShares } from "./placement-shares.ts";
import { refusals } from "./refusals.ts";
import type { Release } from "./release.ts";
import { scoreTrust } from "./score-trust.ts";
import { specifications } from "./specifications.ts";
import { syntheticPeriods } from "./synthetic-periods.ts";
import { trustStatements } from "./trust-statements.ts";
import { verdictsByAuthority } from "./verdicts-by-authority.ts";

/** Every table that leaves the building. There are no others. */
export const releases: readonly Release[] = [
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
