import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readInstrument } from "../../../pipelines/instruments/read-instruments.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { vsendHere } from "../vsend.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-new-instrument-"));
afterAll(() => rmSync(folder, { recursive: true }));
const shipped = (name: string) => projectFile(`data/instruments/${name}.yaml`);

describe("vsend new instrument", () => {
  test("writes a file that reads as it is, and does not write over one", async () => {
    const { code, out } = await vsendHere(
      "new",
      "instrument",
      "wellbeing",
      "--out",
      folder,
      "--json",
    );
    expect(code).toBe(0);
    const { file } = JSON.parse(out) as { file: string };
    expect(readInstrument(file)).toMatchObject({ instrument: "wellbeing", version: "1" });
    writeFileSync(file, `${readFileSync(file, "utf8")}# my edit\n`);
    const again = await vsendHere("new", "instrument", "wellbeing", "--out", folder);
    expect(again).toMatchObject({ code: 2 });
    expect(again.err).toContain("give another name or version");
    expect(readFileSync(file, "utf8")).toContain("# my edit");
  });

  test("refuses a name that could not be a column or a table", async () => {
    const { code, err } = await vsendHere("new", "instrument", "My Scale", "--out", folder);
    expect(code).toBe(2);
    expect(err).toContain("small letters, digits and hyphens");
  });
});

describe("vsend instrument check", () => {
  test("shows each area's answer, raw points, need and weight, the total, and what a gap does", async () => {
    const { code, out } = await vsendHere("instrument", "check", shipped("vsend-core-2026.1"));
    expect(code).toBe(0);
    expect(out).toMatch(/A higher answer is MORE need: .* total of 100, the lowest a total of 0\./);
    expect(out).toMatch(/Communication and autism +3 +Targeted plus +3 +0 to 5 +60 +1/);
    expect(out).toContain("Together: raw 18 of 0 to 40, a total of 45.");
    expect(out).toContain(
      "Highest area: Social, emotional and mental health, 100. Tier: specialist.",
    );
    expect(out).toContain("Complexity: 5 areas of 40 or more.");
    expect(out).toContain(
      "Without Cognition and learning: a total of 45.7, the mean of the other 7.",
    );
    expect(out).toContain("With 5 of 8 areas: no total, because 6 are needed.");
  });

  test("says in words that more ticks are less need, and what is not public", async () => {
    const { out } = await vsendHere(
      "instrument",
      "check",
      shipped("oxfordshire-indicators-2025.09"),
    );
    expect(out).toMatch(
      /MORE strength, so LESS need: .* a total of 0, the lowest a total of 100\./,
    );
    expect(out).toMatch(/Cognition and learning +1 1 1 1 0 +5 items +4 +0 to 5 +20/);
    expect(out).toContain("Not public: The statements");
  });

  test("names the file and the field of one that cannot be used", async () => {
    const file = join(folder, "wrong.yaml");
    const text = readFileSync(shipped("vsend-core-2026.1"), "utf8");
    writeFileSync(file, text.replace("fewest_areas: 6", "fewest_areas: 9"));
    const { code, err } = await vsendHere("instrument", "check", file);
    expect(code).toBe(2);
    expect(err).toContain("fewest_areas is 9, of only 8 areas");
    expect(err).toContain(file);
  });

  test("refuses a file that is not there, in words", async () => {
    const { code, err } = await vsendHere("instrument", "check", join(folder, "none.yaml"));
    expect(code).toBe(2);
    expect(err).toContain("none.yaml");
  });
});
