import { findCases, runCase } from "./run-oracles.ts";

const folder = process.argv[2] ?? new URL("../../../shared/oracles", import.meta.url).pathname;
const counts = { pass: 0, FAIL: 0, missing: 0 };
for (const path of findCases(folder)) {
  const { method, name, status, matched, mismatches } = await runCase(folder, path);
  counts[status] += 1;
  console.log(
    `${status.padEnd(7)} ${method}/${name} ${status === "missing" ? "" : `${matched} values`}`,
  );
  for (const mismatch of mismatches.slice(0, 10)) console.log(`          ${mismatch}`);
  if (mismatches.length > 10) console.log(`          and ${mismatches.length - 10} more`);
}
console.log(`${counts.pass} passed, ${counts.FAIL} failed, ${counts.missing} missing in ${folder}`);
if (counts.FAIL > 0 || counts.pass + counts.missing === 0) process.exitCode = 1;
