import type { Truth } from "./truth.ts";

const points = (value: number | null): string => (value === null ? "none" : value.toFixed(1));

/** What the folder holds, for whoever opens it without the program. */
export function readme({ seed, children, authorities, ...truth }: Truth): string {
  const instruments = [...new Set(authorities.map(({ instrument }) => instrument))];
  const { with: followed, without } = truth.follow_up;
  const effect = (domain: "se" | "sl" | "ca" | "cl" | "total") =>
    points(truth.effect[domain].child_weighted);
  return `# Invented extracts

Every child, authority, setting and pound here is invented: ${children} children in
${authorities.length} authorities that do not exist (codes with X belong to no one), from September
2023 to August 2026. Nothing was learnt from real records. Spend covers the financial years that
had closed by then.

Made by

    vsend sample --children ${children} --authorities ${authorities.length} --seed ${seed} --out <folder>

The same numbers always make the same bytes.

## What is planted

\`truth.json\` holds the exact figures; need is in points of 0 to 100, and less is better.

1. The trial lowers need by different amounts: social and emotional ${effect("se")}, speech and
   language ${effect("sl")}, autism ${effect("ca")}, learning ${effect("cl")}, nothing elsewhere,
   ${effect("total")} on the total. It grows over the first year of support. Each reading of a trial
   child is made twice with the same chance, with the support and without, so the effect is known.
2. Children are referred when their needs look worst, so needs also change by
   ${points(truth.regression_to_the_mean.mean_change)} in comparison authorities, where nothing was done.
3. Children who are not seen again differ: first need ${points(without.mean_first_need)} against
   ${points(followed.mean_first_need)}, and more of them in special and independent schools.
4. The last trial authority joins a year late; its children are assessed before that too.
5. Authorities use ${instruments.length === 1 ? "one instrument" : `${instruments.length} instruments`} (${instruments.join(", ")});
   in a checklist of strengths more ticks are less need, so raw points of its authorities move the
   other way.
6. ${truth.faults.length} rows must be refused, and ${truth.duplicates.length} are exact copies of others; those
   of spend, whose rows add up, are refused with the rows they copy.
7. Some areas are blank, some assessments too incomplete for a total, some readings too close or too
   far apart to compare, and some child identifiers mean different children in two authorities.
8. Requests take a known time from authority to authority, whether or not it ends by August 2026:
   the share within 20 weeks of those that are finished is not the true one.
9. Children apart from mainstream in September 2023 are tried there at a steady rate, more in trial
   authorities, and go back at another (\`placements-returns.csv\`); nobody assesses them.
10. Settings of trial authorities join from days of their own (\`enrolments.csv\`): among the children of
   the ${truth.setting_trial.settings} that can be compared total need falls by ${points(Math.abs(truth.setting_trial.effect ?? 0))} more than it would have.
11. What a year costs hangs on the kind of placement and on whether there is a plan, not on need
   (\`costs\`); how many returned to mainstream and stayed there is counted (\`sustained\`), and what
   settings can meet follows a rule, so that the gap below need is known (\`readiness\`).
12. ${authorities[0]?.authority_name ?? "One authority"} tells ethnicity, free school meals and care status (\`characteristics.csv\`); more children with
   free school meals begin with high need (\`access\`), and nothing else goes with any of them.
`;
}
