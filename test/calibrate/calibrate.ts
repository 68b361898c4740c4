import { writeFile } from "node:fs/promises";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { calibration, promises } from "./calibration.ts";

/**
 * Measures by simulation what the methods claim about error, and writes the tables of the method page.
 * Exit 1 where a method that the pages offer does not keep its promise.
 *
 * Usage: npm run calibrate -- [SCALE]    (SCALE below 1 is quicker and coarser, and writes nothing)
 */
const scale = Number(process.argv[2] ?? 1);
const found = calibration(scale, (step) => process.stderr.write(`${step} ...\n`));
const kept = promises(found);
for (const { promise, isKept, worst } of kept) {
  console.log(`${isKept ? "kept  " : "BROKEN"} ${promise}: ${worst}`);
}
if (scale >= 1) {
  const file = projectFile("src/method/calibration.json");
  await writeFile(file, `${JSON.stringify(found, null, 1)}\n`);
  console.log(`written: ${file}`);
}
process.exitCode = kept.every(({ isKept }) => isKept) ? 0 : 1;
