import { readFile, writeFile } from "node:fs/promises";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import type { Calibration } from "../../src/components/calibration.ts";
import { measured, promises, SECTIONS, type SectionName, sectionNames } from "./calibration.ts";

/**
 * Measures by simulation what the methods claim about error, one section after another, and writes
 * each into the tables of the method page as it ends: a run that was stopped has kept what it finished.
 * Exit 1 where a method that the pages offer does not keep its promise.
 *
 * Usage: npm run calibrate -- [SECTION...] [SCALE]    (SCALE below 1 is quicker and coarser, and writes nothing)
 */
const FILE = projectFile("src/method/calibration.json");

const asked = process.argv.slice(2);
const numbers = asked.filter((one) => Number.isFinite(Number(one)));
const named = asked.filter((one) => !numbers.includes(one));
const strange = named.filter((one) => !sectionNames.includes(one as SectionName));
if (strange.length > 0 || numbers.length > 1) {
  console.error(
    `No section ${strange.join(", ") || numbers.join(" ")}: name some of ${sectionNames.join(", ")}, and one scale.`,
  );
  process.exit(2);
}
const scale = Number(numbers[0] ?? 1);
const sections = named.length > 0 ? (named as SectionName[]) : sectionNames;
const published = JSON.parse(await readFile(FILE, "utf8")) as Calibration;
let isKept = true;
for (const [i, section] of sections.entries()) {
  const began = Date.now();
  const { words } = SECTIONS[section];
  process.stderr.write(`${i + 1} of ${sections.length}, ${section}: ${words}\n`);
  const seconds = () => Math.round((Date.now() - began) / 1000);
  let cases = 0;
  Object.assign(
    published,
    measured(section, scale, () => {
      cases += 1;
      process.stderr.write(`  case ${cases}, ${seconds()} s\n`);
    }),
  );
  for (const found of promises(published).filter((one) => one.section === section)) {
    isKept &&= found.isKept;
    console.log(`${found.isKept ? "kept  " : "BROKEN"} ${found.promise}: ${found.worst}`);
  }
  if (scale >= 1) {
    await writeFile(FILE, `${JSON.stringify(published, null, 1)}\n`);
    console.log(`written: ${section} of ${FILE}`);
  }
}
process.exitCode = isKept ? 0 : 1;
