import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fuzz } from "./fuzz-run.ts";

/**
 * Loads spoilt, equal and mapped files, makes dry runs and new loaders of others, and reports those
 * that crash the program, hang it, put a value where it does not belong or are stored otherwise.
 * Batches of 1,000 each have a seed and a warehouse of their own.
 *
 * Usage: npx tsx test/fuzz/fuzz.ts [COUNT] [SEED] [FROM]; 1 401 64 is fuzz-401-64 alone.
 */
const BATCH = 1000;
const [count = 1000, seed = 1, first = 0] = process.argv.slice(2).map(Number);
const keep = mkdtempSync(join(tmpdir(), "vsend-fuzz-kept-"));
const errors = new Map<string, number>();
const kinds = new Map<string, number>();
const ms = new Map<string, number>();
let failed = 0;
for (let from = 0; from < count; from += BATCH) {
  const started = performance.now();
  const result = await fuzz(Math.min(BATCH, count - from), seed + from / BATCH, keep, first);
  for (const [came, times] of result.errors) errors.set(came, (errors.get(came) ?? 0) + times);
  for (const [kind, times] of result.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + times);
  for (const [kind, took] of result.ms) ms.set(kind, (ms.get(kind) ?? 0) + took);
  for (const { file, loader, history, wrong } of result.failures) {
    console.log(`\n${file}\n  ${loader}: ${history.join(", then ")}`);
    console.log(`  ${wrong.slice(0, 4).join("\n  ")}\n`);
  }
  failed += result.failures.length;
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `seed ${seed + from / BATCH}: ${result.files} files in ${seconds.toFixed(0)} s: ${result.loaded} loaded, ${result.refused} refused, ${result.failures.length} failed; slowest ${result.slowestMs.toFixed(0)} ms`,
  );
}
console.log(
  `\n${[...kinds].map(([kind, times]) => `${kind}: ${times} (${Math.round(ms.get(kind)! / times)} ms each)`).join(", ")}`,
);
console.log("\nWhat was said of refused files, most frequent first:");
for (const [came, times] of [...errors].sort(([, a], [, b]) => b - a).slice(0, 30)) {
  console.log(`${String(times).padStart(6)}  ${came}`);
}
process.exitCode = failed > 0 ? 1 : 0;
