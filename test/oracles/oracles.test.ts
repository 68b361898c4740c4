import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adapters } from "./adapters/index.ts";
import { findCases, runCase } from "./run-oracles.ts";

const folder = new URL("../../../shared/oracles", import.meta.url).pathname;
const present = existsSync(folder);
if (!present) console.log(`oracles skipped: no folder ${folder}`);

describe.skipIf(!present)("every implemented method agrees with its reference", () => {
  for (const path of findCases(folder)) {
    const method = path.slice(folder.length + 1).split("/")[0]!;
    it.skipIf(adapters[method] === undefined)(path.slice(folder.length + 1), async () => {
      const { status, mismatches } = await runCase(folder, path);
      expect(mismatches).toEqual([]);
      expect(status).toBe("pass");
    });
  }
});
