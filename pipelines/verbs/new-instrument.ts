import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInstrument } from "../instruments/read-instruments.ts";
import { callError } from "../warehouse/errors.ts";
import { projectFile } from "../warehouse/installation.ts";
import type { NewKind } from "./new-kind.ts";

/** Adds `vsend new instrument NAME`. */
export const newInstrument: NewKind = (parent) => {
  parent
    .command("instrument")
    .description("write the YAML file of a needs instrument, to be edited; no code is needed")
    .argument("<name>", "small letters, digits and hyphens, such as wemwbs")
    .option("--instrument-version <text>", "which version of it", "1")
    .option("--out <folder>", "where the file goes", projectFile("data/instruments"))
    .option("--json", "print the result as JSON, and nothing else", false)
    .action((name: string, options: { instrumentVersion: string; out: string; json: boolean }) => {
      const file = writeInstrument(name, options.instrumentVersion, options.out);
      const text = options.json
        ? JSON.stringify({ file }, null, 2)
        : [
            `Wrote ${file}`,
            "Put in its areas, items, levels and source. Then see a made-up child scored with it:",
            `  npx vsend instrument check ${file}`,
          ].join("\n");
      process.stdout.write(`${text}\n`);
    });
};

/** Writes the file and reads it back. @throws VsendError when it is there or its name cannot be. */
export function writeInstrument(name: string, version: string, folder: string): string {
  const isNamed = /^[a-z][a-z0-9-]*$/.test(name) && /^[A-Za-z0-9.]+$/.test(version);
  if (!isNamed) {
    throw callError({
      expected:
        "a name of small letters, digits and hyphens, and a version of letters, digits and dots",
      came: `${name} ${version}`,
      todo: "choose another, such as `vsend new instrument wemwbs --instrument-version 14`",
    });
  }
  const file = join(folder, `${name}-${version}.yaml`);
  if (existsSync(file)) {
    throw callError({
      expected: "an instrument version that has no file yet",
      came: "one that has",
      where: file,
      todo: "edit that file, or give another name or version",
    });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, template(name, version), { flag: "wx" });
  try {
    readInstrument(file);
  } catch (error) {
    rmSync(file);
    throw error;
  }
  return file;
}

const template = (
  name: string,
  version: string,
): string => `# One version of one needs instrument. Lines that begin with # explain; change or remove the rest.
# Scores are percentages of the most need that can be recorded: 0 to 100, more is more need.
instrument: ${name}
version: "${version}"
title: ${name} (what people call it)
source: Who published it, where and when
# higher_is_more_need, or higher_is_more_strength for a scale on which more is better.
polarity: higher_is_more_need
effective_from: ${new Date().toISOString().slice(0, 10)}
# effective_to: 2027-08-31
# The answers of every item, unless an area or an item has a scale of its own.
scale:
  - { level: 0, label: None }
  - { level: 1, label: Some }
  - { level: 2, label: Much }
areas:
  # An area without items is one judgement, in a column first_need (first_level for strengths).
  - id: first
    title: First area
    short: First
    # cognition_learning, communication, semh or sensory_physical
    broad_area: cognition_learning
    # SEN2 codes. Give an area the id that another instrument gives it (cl sl ca se pn hi vi ms)
    # only if it is the same kind of need: figures across instruments put the two together.
    sen2_needs: [MLD]
    weight: 1
  # An area with items: each is a column of that name.
  - id: second
    title: Second area
    short: Second
    broad_area: semh
    sen2_needs: [SEMH]
    items:
      - { id: second_1, title: First question }
      - { id: second_2, title: "A question where a higher answer says the opposite", reverse: true }
completeness:
  # Areas that must be answered for a total, and the share of an area's items for the area.
  fewest_areas: 2
  fewest_item_share: 0.75
# Cut-offs are on the scale of need, 0 to 100; leave out what the instrument does not have.
# bands: [{ from: 0, label: Low }, { from: 50, label: High }]
# tiers: [{ from: 0, tier: universal }, { from: 40, tier: targeted }, { from: 60, tier: targeted_plus }, { from: 80, tier: specialist }]
# complexity: { from: 40 }
readiness:
  setting: false
  family: false
rated_by: [professional, family, young_person]
# Of the total alone. Kinds: inter_rater (two raters, one child), retest (one rater, twice) and
# internal_consistency (alpha), which says nothing of how readings differ and gives no verdict.
# reliability: [{ kind: inter_rater, value: 0.8, children: 50, source: Where it was published }]
# not_public: [{ what: What its owner keeps to itself, instead: what stands here for it }]
`;
