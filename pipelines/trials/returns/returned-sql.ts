import { rule } from "../../warehouse/rules.ts";
import { type Arms, type RETURNS, sidesSql } from "../designs/designs.ts";

/** What is asked of children apart from mainstream, or tried there, since their authority began. */
export interface ReturnOutcome {
  outcome: (typeof RETURNS)[number];
  title: string;
  /** Whose children these are: those apart from mainstream, or those tried there. */
  stage: "tried" | "held";
  /** Weeks after which it is asked. */
  week: number;
  /** The cause whose share it is; 0 is that nothing has happened. */
  cause: 0 | 1;
  begins: string;
  whom: string;
}

/** The first is the answer where a design names none: of all who could return, so that it cannot hang on who was tried. */
export const RETURN_OUTCOMES: readonly ReturnOutcome[] = [
  {
    ...{ outcome: "lasting", stage: "tried", week: 52, cause: 1 },
    title: "Back in mainstream for 26 weeks, within a year",
    begins: "Within a year",
    whom: "children apart from mainstream were back there for 26 weeks",
  },
  {
    ...{ outcome: "tried", stage: "tried", week: 52, cause: 1 },
    title: "Tried in mainstream within a year",
    begins: "Within a year",
    whom: "children apart from mainstream were tried there",
  },
  {
    ...{ outcome: "held_26", stage: "held", week: 26, cause: 0 },
    title: "Of those tried, still there after 26 weeks",
    begins: "After 26 weeks",
    whom: "children tried in mainstream were still there",
  },
  {
    ...{ outcome: "held_52", stage: "held", week: 52, cause: 0 },
    title: "Of those tried, still there after a year",
    begins: "After a year",
    whom: "children tried in mainstream were still there",
  },
];

/**
 * SQL: a row per child of the sides and stage who counts: apart from mainstream on the day on which its
 * authority began or since, with the clock from then; or tried there since. `days` and `cause` are of
 * the stage; `lasting_days` and `lasting_cause` ask in one whether it was tried and that lasted;
 * `due_days` is how long it could have been followed.
 */
export const returnedSql = (arms: Arms): string => `
  with counted as (
    select stages.* exclude (days), side, until_on - greatest(from_on, starts_on) as days
    from reintegration_times as stages join ${sidesSql(arms)} using (authority_code)
    where (stage = 'tried' and until_on > starts_on) or (stage = 'held' and from_on >= starts_on)
  )
  select counted.child_id, counted.authority_code, counted.stage, side, counted.from_on, counted.until_on, counted.cause,
    counted.days::integer as days,
    case
      when counted.cause <> 1 or later.child_id is null then counted.days
      else counted.days + least(later.days, ${rule("sustained_days")})
    end::integer as lasting_days,
    case
      when counted.cause <> 1 then counted.cause
      when later.child_id is null then 0
      when later.days >= ${rule("sustained_days")} then 1
      when later.cause = 0 then 0
      else 2
    end as lasting_cause,
    date_diff('day', counted.until_on - counted.days::integer, max(counted.as_of) over (partition by counted.authority_code))::integer as due_days,
    counted.as_of
  from counted left join reintegration_times as later
    on later.child_id = counted.child_id and later.stage = 'held' and later.from_on = counted.until_on`;
