import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fuzz } from "./fuzz-run.ts";

/**
 * Loads spoilt files and reports those that crash the program, hang it, or put a value where it does
 * not belong.
 *
 * Usage: npx tsx test/fuzz/fuzz.ts [COUNT] [SEED]
 */
const [count, seed] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 1)];
const keep = mkdtempSync(join(tmpdir(), "vsend-fuzz-kept-"));
const started = performance.now();
const { files, loaded, refused, slowestMs, failures, errors } = await fuzz(count, seed, keep);
for (const [came, times] of [...errors].sort(([, a], [, b]) => b - a).slice(0, 40)) {
  console.log(`${String(times).padStart(6)}  ${came}`);
}
for (const { file, loader, history, wrong } of failures.slice(0, 20)) {
  console.log(
    `\n${file}\n  ${loader}: ${history.join(", then ")}\n  ${wrong.slice(0, 4).join("\n  ")}`,
  );
}
const seconds = (performance.now() - started) / 1000;
console.log(
  `\n${files} files in ${seconds.toFixed(0)} s: ${loaded} loaded, ${refused} refused, ${failures.length} failed; slowest ${slowestMs.toFixed(0)} ms`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
