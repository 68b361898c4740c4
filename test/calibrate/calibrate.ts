import { writeFile } from "node:fs/promises";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { calibration, judged, promises } from "./calibration.ts";
import { noisyCoverage } from "./noise.ts";

/**
 * Measures by simulation what the methods claim about error, and writes the tables of the method page.
 * Exit 1 where a method that the pages offer does not keep its promise.
 *
 * Usage: npm run calibrate -- [SCALE]    (SCALE below 1 is quicker and coarser, and writes nothing)
 */
const scale = Number(process.argv[2] ?? 1);
const found = calibration(scale, (step) => process.stderr.write(`${step} ...\n`));
const noisy = judged(
  "with the noise of published means an interval holds the truth in at least 94%",
  noisyCoverage(scale, found.seed),
  ({ share, margin }) => 0.94 - share - margin,
  ({ what, children, share }) => `${share} of a ${what}, ${children} children`,
);
const kept = [...promises(found), noisy];
for (const { promise, isKept, worst } of kept) {
  console.log(`${isKept ? "kept  " : "BROKEN"} ${promise}: ${worst}`);
}
if (scale >= 1) {
  const file = projectFile("src/method/calibration.json");
  await writeFile(file, `${JSON.stringify(found, null, 1)}\n`);
  console.log(`written: ${file}`);
}
process.exitCode = kept.every(({ isKept }) => isKept) ? 0 : 1;
