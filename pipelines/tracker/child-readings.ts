import { IMPROVED, WORSENED } from "../instruments/scoring/pair-sql.ts";
import { quote } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { PROMPTS, type Prompt, type Prompted, promptsOf } from "./prompts.ts";

/** One reading of one area; need and readiness are 0 to 100. */
export interface Point {
  assessed_on: string;
  rated_by: string;
  domain: string;
  need: number;
  /** How far the setting can meet the need. */
  readiness: number | null;
}

/** What is said of an area between the first reading of the child and the last that counts. */
export interface AreaChange {
  domain: string;
  first_on: string;
  last_on: string;
  change: number;
  verdict: string | null;
  /** Change from which on it is more than error; null where agreement of raters is not known. */
  threshold: number | null;
}

export interface Area {
  domain: string;
  title: string;
}

/** Whether an area changed by more than error. */
export const isReliable = ({ verdict }: AreaChange): boolean =>
  verdict === IMPROVED || verdict === WORSENED;

/** Everything the tracker shows of one child, all of it of one version of one instrument. */
export interface ChildReadings {
  authority: string;
  instrument: string;
  version: string;
  title: string;
  areas: Area[];
  points: Point[];
  changes: AreaChange[];
  /** Other instruments and versions the child was assessed with; change never crosses to them. */
  others: string[];
  /** What people may want to talk over about the child. */
  prompts: Prompted[];
}

const ALL_PROMPTS = Object.keys(PROMPTS) as Prompt[];

/** Views shown; a moderator's reading is made to judge raters, not the child. */
const VIEWS = "('professional', 'family', 'young_person')";

/**
 * Reads the tracker of a child of an authority: the version of the last professional reading, with
 * every view of it, and what people may want to talk over.
 *
 * @param pseudonym What stands for the authority's number of the child.
 * @returns null where no reading of such a child is held.
 */
export async function childReadings(
  warehouse: Warehouse,
  authority: string,
  pseudonym: string,
): Promise<ChildReadings | null> {
  const child = quote(pseudonym);
  const versions = await warehouse.rows<{
    instrument: string;
    version: string;
    title: string;
    name: string;
  }>(`
    select instrument, version, instruments.title as title, any_value(authorities.name) as name
    from assessments join instruments using (instrument, version) left join authorities using (authority_code)
    where child_id = ${child} and assessments.rated_by in ${VIEWS}
    group by instrument, version, instruments.title
    order by max(assessed_on) filter (assessments.rated_by = 'professional') desc nulls last, max(assessed_on) desc, instrument, version`);
  const [latest, ...others] = versions;
  if (!latest) return null;
  const { instrument, version, title, name } = latest;
  const own = `instrument = ${quote(instrument)} and version = ${quote(version)}`;
  const areas = await warehouse.rows<Area & Record<string, never>>(`
    select domain, domain_title as title from domains where ${own} order by domain_order`);
  const points = await warehouse.rows<Point & Record<string, never>>(`
    with own as (
      select assessment_id, assessed_on, rated_by from assessments where child_id = ${child} and ${own} and rated_by in ${VIEWS}
    )
    select strftime(assessed_on, '%Y-%m-%d') as assessed_on, rated_by, domain, need, readiness
    from own join assessment_scores using (assessment_id)
    where need is not null order by rated_by, assessed_on, domain`);
  const changes = await warehouse.rows<AreaChange & Record<string, never>>(`
    select domain, strftime(first_on, '%Y-%m-%d') as first_on, strftime(last_on, '%Y-%m-%d') as last_on, change, verdict, threshold
    from changes left join reliable_change_limits using (instrument, version, domain)
    where child_id = ${child} and ${own} and rated_by = 'professional' and bridge is null`);
  return {
    authority: name ?? authority,
    instrument,
    version,
    title,
    areas,
    points,
    changes,
    others: others.map((other) => `${other.title} ${other.version}`),
    prompts: (await promptsOf(warehouse, authority, ALL_PROMPTS, [pseudonym])).prompted,
  };
}
