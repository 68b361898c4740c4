import { randomOf } from "../../pipelines/sample/random.ts";
import { FAULTS } from "./faults.ts";
import { makeWorld } from "./world.ts";

/**
 * Brings faults about while extracts are loaded, and reports each after which the warehouse is
 * neither as it was before nor as it should be after.
 *
 * Usage: npm run faults -- [COUNT] [SEED]
 */
const CHILDREN = 3000;
const REPORTED_EVERY = 10;
const [count, seed] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 1)];

const world = await makeWorld(CHILDREN);
console.log(
  `a load takes ${world.loadTime.toFixed(0)} ms, a build ${world.buildTime.toFixed(0)} ms`,
);
const names = Object.keys(FAULTS);
const weights = names.map((name) => FAULTS[name]!.weight);
const came = new Map<string, number>();
let failed = 0;
try {
  for (let n = 0; n < count; n++) {
    const random = randomOf(seed, n);
    const name = names[random.weighted(weights)]!;
    let what: string;
    try {
      what = `${name}: ${await FAULTS[name]!.fault(world, random, `fault-${n}`)}`;
    } catch (error) {
      failed++;
      what = `${name}: FAILED`;
      console.log(`${name} (seed ${seed}, number ${n}): ${(error as Error).message}`);
    }
    came.set(what, (came.get(what) ?? 0) + 1);
    // A run that is cut off has still said how far it came.
    if ((n + 1) % REPORTED_EVERY === 0) console.log(`${n + 1} of ${count}: ${failed} wrong`);
  }
} finally {
  world.remove();
}
for (const [what, times] of [...came].sort()) console.log(`${String(times).padStart(6)}  ${what}`);
console.log(`${count} faults, ${failed} after which something was wrong`);
process.exitCode = failed > 0 ? 1 : 0;
