import type { Authority } from "./authority.ts";
import { isoDay } from "./day.ts";

/** The design of the invented trial, as YAML in the shape of pipelines/evaluate/design.ts. */
export function designYaml(authorities: readonly Authority[]): string {
  const trial = authorities.flatMap(({ code, startsOn }) =>
    startsOn === null ? [] : [`  - { authority_code: ${code}, starts_on: ${isoDay(startsOn)} }`],
  );
  const codes = authorities.filter(({ isTrial }) => !isTrial).map(({ code }) => code);
  const half = Math.max(1, Math.floor(codes.length / 2));
  const list = (of: readonly string[]) => `[${of.join(", ")}]`;
  const placebo = [
    "placebo:",
    `  trial: ${list(codes.slice(0, half))}`,
    `  comparison: ${list(codes.slice(half))}`,
  ];
  const lines = [
    "evaluation: sample-trial",
    "title: Invented trial in the sample extracts",
    "registered_on: 2023-08-01",
    "primary_outcome: total",
    "minimum_important_difference: 3",
    "population: first_assessed_since_start",
    "trial:",
    ...trial,
    "comparisons:",
    `  - { name: named, title: The comparison authorities named before the trial, authorities: ${list(codes)} }`,
    "subgroups:",
    "  - { subgroup: girls, title: girls, sex: F }",
    "  - { subgroup: boys, title: boys, sex: M }",
    "  - { subgroup: under-11, title: children under 11, age_to: 10 }",
    "  - { subgroup: from-11, title: children of 11 and over, age_from: 11 }",
    "  - { subgroup: with-plan, title: children with an EHC plan, plan: ehc_plan }",
    ...(codes.length > 1 ? placebo : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The design of a trial of the settings that the extract of enrolments names. */
export function settingsDesignYaml(authorities: readonly Authority[]): string {
  const list = (isTrial: boolean) =>
    authorities.flatMap((one) => (one.isTrial === isTrial ? [one.code] : [])).join(", ");
  const lines = [
    "evaluation: sample-settings",
    "level: settings",
    "title: Invented trial of settings in the sample extracts",
    "registered_on: 2023-08-01",
    "primary_outcome: total",
    "minimum_important_difference: 3",
    "# Settings that the extract of enrolments names, each from its own day.",
    `enrolled: { programme: sample-trial, authorities: [${list(true)}] }`,
    "comparisons:",
    `  - { name: elsewhere, title: Settings of the comparison authorities, authorities: [${list(false)}] }`,
    "subgroups:",
    "  - { subgroup: girls, title: girls, sex: F }",
    "  - { subgroup: under-11, title: children under 11, age_to: 10 }",
  ];
  return `${lines.join("\n")}\n`;
}
