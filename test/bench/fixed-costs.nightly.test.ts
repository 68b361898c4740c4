import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sampleFile } from "../pipelines/sample-file.ts";
import { fixedCosts } from "./fixed-costs.ts";

it("what the program costs whatever the data is within its bounds", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-costs-"));
  try {
    const costs = await fixedCosts(await sampleFile(), folder, 3);
    for (const { what, value, most } of costs)
      console.log(`${what}: ${value.toFixed(2)}, at most ${most}`);
    expect(costs.filter(({ value, most }) => value > most)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
