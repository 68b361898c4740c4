import { z } from "zod";
import { title } from "../../../loaders/contract/safe-cell.ts";
import { SEN2_NEEDS, SEXES } from "../../../loaders/contract/sen2-codes.ts";
import { trialSet } from "../../disclosure/sums-of-children.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";

/** Children whose comparison is given apart; fixed before anyone looked. */
export const subgroupSchema = z
  .strictObject({
    subgroup: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** As it stands in a sentence: "girls", "children under 11". */
    title: title(),
    sex: z.enum(SEXES).optional(),
    plan: z.enum(["ehc_plan", "sen_support", "none"]).optional(),
    primary_need: z.array(z.enum(SEN2_NEEDS)).min(1).optional(),
    /** Years at the first reading, both included. */
    age_from: z.int().min(0).optional(),
    age_to: z.int().min(0).optional(),
  })
  .refine(
    ({ subgroup, title, ...by }) => Object.keys(by).length > 0,
    "says by nothing which children it holds: give sex, plan, primary_need, age_from or age_to",
  );

export type Subgroup = z.infer<typeof subgroupSchema>;

/** SQL: whether a pair, with what was known on the day of its first reading, is of a child of the subgroup. */
export function subgroupSql({ sex, plan, primary_need, age_from, age_to }: Subgroup): string {
  const years = "date_diff('month', birth_month, assessed_on) // 12";
  const all = [
    sex && `sex = ${quote(sex)}`,
    plan && `plan = ${quote(plan)}`,
    primary_need && `primary_need in (${primary_need.map(quote).join(", ")})`,
    age_from !== undefined && `${years} >= ${age_from}`,
    age_to !== undefined && `${years} <= ${age_to}`,
  ].filter(Boolean);
  return all.join(" and ");
}

/** SQL: whether a pair is one that a design's figures are made of, for all of them and for each subgroup, by the name of the set. */
export const setsOfDesign = ({
  evaluation,
  subgroups = [],
}: {
  evaluation: string;
  subgroups?: readonly Subgroup[] | undefined;
}): { name: string; whom: string }[] => [
  { name: evaluation, whom: "true" },
  ...subgroups.map((one) => ({
    name: trialSet(evaluation, one.subgroup),
    whom: subgroupSql(one),
  })),
];

/** SQL: a number for the values of the rows of `pairs`, the same in whatever order they come. */
export const VALUE_OF_PAIRS =
  "(sum(md5_number_lower(pairs::varchar)::hugeint) % 9223372036854775807)::ubigint";

/** SQL: the children of whom it is known that they are not of the subgroup. */
export const othersSql = (subgroup: Subgroup): string => `not (${subgroupSql(subgroup)})`;

/** How many days after the first reading the second may lie; both ends within what counts as a change anywhere. */
export const windowSchema = z
  .strictObject({ fewest_days: z.int().positive(), most_days: z.int().positive() })
  .refine(
    ({ fewest_days, most_days }) => fewest_days < most_days,
    "ends before it begins: fewest_days must be below most_days",
  )
  .refine(
    ({ fewest_days, most_days }) =>
      fewest_days >= rule("pair_fewest_days") && most_days <= rule("pair_most_days"),
    `is wider than what counts as a change: fewest_days must be at least ${rule("pair_fewest_days")} and most_days at most ${rule("pair_most_days")} (data/reference/rules.csv)`,
  );

export type FollowUpWindow = z.infer<typeof windowSchema>;

/** The window that holds unless a design says otherwise. */
export const usualWindow = (): FollowUpWindow => ({
  fewest_days: rule("pair_fewest_days"),
  most_days: rule("pair_most_days"),
});
