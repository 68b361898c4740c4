import { group } from "d3";
import { isCountOfFew, rounded } from "../../disclosure/protect.ts";
import { funnel } from "../../statistics/funnel.ts";
import { type FunnelFlag, type FunnelLimits, funnelFlag } from "../../statistics/funnel-limits.ts";
import { weightedModel } from "../../statistics/weighted-model.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { STAGES } from "../identification/expected.ts";

type Stage = (typeof STAGES)[number];

interface School extends Record<Stage, number> {
  urn: string;
  name: string;
  authority_code: string;
  authority_name: string;
  phase: "primary" | "secondary";
  census_year: string | null;
  pupils: number;
  free_meals: number;
  /** Whether it is of a council whose extracts are loaded, or which a design sets beside others. */
  is_shown: boolean;
}

/** What a school has, and what is expected of it; in per cent of its pupils. */
interface Figures {
  free_meals: number;
  value: number;
  expected: number;
  lower_95: number;
  upper_95: number;
  lower_998: number;
  upper_998: number;
  position: FunnelFlag;
}

/** All figures are null where either share is of 1 to 4 pupils. */
export type SchoolIdentified = {
  authority_code: string;
  authority_name: string;
  urn: string;
  school_name: string;
  phase: "primary" | "secondary";
  stage: Stage;
  census_year: string | null;
  pupils: number;
  schools: number;
  symbol: string | null;
} & { [Name in keyof Figures]: Figures[Name] | null };

/**
 * Pupils identified in each state-funded mainstream school, in per cent, beside what all such schools
 * of England with as many pupils with free school meals have. Of schools of the councils alone whose
 * extracts are loaded or that a design over authorities is about, since a page cannot hold all.
 *
 * @param warehouse one whose `schools_identified` and `children` are built
 */
export async function schoolsIdentified(warehouse: Warehouse): Promise<SchoolIdentified[]> {
  const schools = await warehouse.rows<School>(`
    select *, authority_code in (select authority_code from children)
      or authority_code in (select authority_code from evaluation_authorities) as is_shown
    from schools_identified order by urn`);
  return [...group(schools, ({ phase }) => phase).values()].flatMap((alike) =>
    STAGES.flatMap((stage) => ofStage(alike, stage)),
  );
}

const percent = (count: number, pupils: number): number => rounded((100 * count) / pupils)!;

function ofStage(schools: readonly School[], stage: Stage): SchoolIdentified[] {
  const line = weightedModel(
    schools.map((school) => ({
      cluster: school.authority_code,
      weight: school.pupils,
      x: [1, school.free_meals / school.pupils],
      y: school[stage] / school.pupils,
    })),
  );
  if (line.reason !== null) return [];
  const [start, slope] = line.value.coefficients as [number, number];
  const expected = schools.map(({ pupils, free_meals }) => start * pupils + slope * free_meals);
  if (expected.some((count) => count <= 0)) return [];
  const found = funnel(
    schools.map((school, i) => ({
      unit: school.urn,
      numerator: school[stage],
      denominator: expected[i]!,
    })),
    "squareRoot",
  );
  if (found.reason !== null) return [];
  return schools.flatMap((school, i) =>
    school.is_shown
      ? [rowOf(stage, school, expected[i]!, found.value.points[i]!.limits, schools.length)]
      : [],
  );
}

/** Limits of observed over expected stand on the scale of their square roots. */
function rowOf(
  stage: Stage,
  school: School,
  expected: number,
  roots: FunnelLimits,
  schools: number,
): SchoolIdentified {
  const { authority_code, authority_name, urn, name } = school;
  const { phase, census_year, pupils, free_meals } = school;
  const limit = (root: number) => percent(expected * Math.max(0, root) ** 2, pupils);
  const limits = {
    ll998: limit(roots.ll998),
    ll95: limit(roots.ll95),
    ul95: limit(roots.ul95),
    ul998: limit(roots.ul998),
  };
  const value = percent(school[stage], pupils);
  const figures: Figures = {
    free_meals: percent(free_meals, pupils),
    value,
    expected: percent(expected, pupils),
    lower_95: limits.ll95,
    upper_95: limits.ul95,
    lower_998: limits.ll998,
    upper_998: limits.ul998,
    position: funnelFlag(value, limits),
  };
  // The publisher shows them; what is expected tells the free meals that it is worked out from.
  const isHidden = isCountOfFew(school[stage]) || isCountOfFew(free_meals);
  return {
    ...{ authority_code, authority_name, urn, school_name: name, phase, stage },
    ...{ census_year, pupils, schools },
    ...(isHidden ? NONE : figures),
    symbol: isHidden ? "c" : null,
  };
}

const NONE = {
  ...{ free_meals: null, value: null, expected: null, position: null },
  ...{ lower_95: null, upper_95: null, lower_998: null, upper_998: null },
};
