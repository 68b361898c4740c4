import { expect, it } from "vitest";
import { noisyCoverage } from "./noise.ts";

it("noise leaves intervals of means and of the headline as often right as they claim", () => {
  for (const found of noisyCoverage(0.1, 4)) {
    // Four simulation errors below 94 in 100; `npm run calibrate` looks closer.
    expect(found.share, JSON.stringify(found)).toBeGreaterThan(0.94 - 2 * found.margin);
    expect(found.share, JSON.stringify(found)).toBeLessThan(0.99);
  }
});
