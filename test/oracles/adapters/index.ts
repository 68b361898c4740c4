import type { Adapter } from "./adapter.ts";
import { agreementAdapter } from "./agreement.ts";
import { ancovaAdapter } from "./ancova.ts";
import { attritionIpwAdapter } from "./attrition_ipw.ts";
import { casemixExpectedAdapter } from "./casemix_expected.ts";
import { clusterRobustAdapter } from "./cluster_robust.ts";
import { competingRisksAdapter } from "./competing_risks.ts";
import { costEffectivenessAdapter } from "./cost_effectiveness.ts";
import { didEventStudyAdapter } from "./did_event_study.ts";
import { didStaggeredAdapter } from "./did_staggered.ts";
import { ebShrinkageAdapter } from "./eb_shrinkage.ts";
import { effectSizesAdapter } from "./effect_sizes.ts";
import { funnelAdapter } from "./funnel.ts";
import { highNeedsForecastAdapter } from "./high_needs_forecast.ts";
import { inflationDiscountAdapter } from "./inflation_discount.ts";
import { interruptedTimeSeriesAdapter } from "./interrupted_time_series.ts";
import { metaAnalysisAdapter } from "./meta_analysis.ts";
import { miPoolingAdapter } from "./mi_pooling.ts";
import { mixedGrowthAdapter } from "./mixed_growth.ts";
import { multiplicityAdapter } from "./multiplicity.ts";
import { ordinalRegressionAdapter } from "./ordinal_regression.ts";
import { pairedOrdinalAdapter } from "./paired_ordinal.ts";
import { powerMdeAdapter } from "./power_mde.ts";
import { proportionsAdapter } from "./proportions.ts";
import { randomisationInferenceAdapter } from "./randomisation_inference.ts";
import { rciAdapter } from "./rci.ts";
import { regressionToMeanAdapter } from "./regression_to_mean.ts";
import { reliabilityAdapter } from "./reliability.ts";
import { scoringAdapter } from "./scoring.ts";
import { sdcAuditAdapter } from "./sdc_audit.ts";
import { sdcDifferencingAdapter } from "./sdc_differencing.ts";
import { sdcMeansLeakAdapter } from "./sdc_means_leak.ts";
import { sdcOptimalAdapter } from "./sdc_optimal.ts";
import { sdcPrimaryAdapter } from "./sdc_primary.ts";
import { sdcRoundingAdapter } from "./sdc_rounding.ts";
import { spcXmrAdapter } from "./spc_xmr.ts";
import { standardisationAdapter } from "./standardisation.ts";
import { survivalKmAdapter } from "./survival_km.ts";
import { syntheticControlAdapter } from "./synthetic_control.ts";
import { timelinessAdapter } from "./timeliness_20wk.ts";
import { transitionsAdapter } from "./transitions.ts";
import { versionBridgeAdapter } from "./version_bridge.ts";

/** By the method's folder name in the oracles. */
export const adapters: Readonly<Record<string, Adapter>> = {
  agreement: agreementAdapter,
  ancova: ancovaAdapter,
  attrition_ipw: attritionIpwAdapter,
  casemix_expected: casemixExpectedAdapter,
  cluster_robust: clusterRobustAdapter,
  competing_risks: competingRisksAdapter,
  cost_effectiveness: costEffectivenessAdapter,
  did_event_study: didEventStudyAdapter,
  did_staggered: didStaggeredAdapter,
  eb_shrinkage: ebShrinkageAdapter,
  effect_sizes: effectSizesAdapter,
  funnel: funnelAdapter,
  high_needs_forecast: highNeedsForecastAdapter,
  inflation_discount: inflationDiscountAdapter,
  interrupted_time_series: interruptedTimeSeriesAdapter,
  meta_analysis: metaAnalysisAdapter,
  mi_pooling: miPoolingAdapter,
  mixed_growth: mixedGrowthAdapter,
  multiplicity: multiplicityAdapter,
  ordinal_regression: ordinalRegressionAdapter,
  paired_ordinal: pairedOrdinalAdapter,
  power_mde: powerMdeAdapter,
  proportions: proportionsAdapter,
  randomisation_inference: randomisationInferenceAdapter,
  rci: rciAdapter,
  regression_to_mean: regressionToMeanAdapter,
  reliability: reliabilityAdapter,
  scoring: scoringAdapter,
  sdc_audit: sdcAuditAdapter,
  sdc_differencing: sdcDifferencingAdapter,
  sdc_means_leak: sdcMeansLeakAdapter,
  sdc_optimal: sdcOptimalAdapter,
  sdc_primary: sdcPrimaryAdapter,
  sdc_rounding: sdcRoundingAdapter,
  spc_xmr: spcXmrAdapter,
  standardisation: standardisationAdapter,
  survival_km: survivalKmAdapter,
  synthetic_control: syntheticControlAdapter,
  timeliness_20wk: timelinessAdapter,
  transitions: transitionsAdapter,
  version_bridge: versionBridgeAdapter,
};
