import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { instrumentSchema } from "../../../../loaders/contract/instrument.ts";
import { readInstruments } from "../../../../pipelines/instruments/read-instruments.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../../shipped.ts";
import { vsendHere } from "../../vsend.ts";

/** Fourteen statements of 1 to 5, more is better; the wording is its owners'. */
const WEMWBS = `
instrument: wemwbs
version: "14"
title: Warwick-Edinburgh Mental Wellbeing Scale
source: "Tennant and others 2007, Health and Quality of Life Outcomes 5:63"
polarity: higher_is_more_strength
effective_from: 2007-01-01
scale:
  - { level: 1, label: None of the time }
  - { level: 2, label: Rarely }
  - { level: 3, label: Some of the time }
  - { level: 4, label: Often }
  - { level: 5, label: All of the time }
areas:
  - id: wellbeing
    title: Mental wellbeing
    short: Wellbeing
    broad_area: semh
    sen2_needs: [SEMH]
    items:
${Array.from({ length: 14 }, (_, i) => `      - { id: wemwbs_${i + 1}, title: Statement ${i + 1} }`).join("\n")}
completeness:
  fewest_areas: 1
  fewest_item_share: 0.75
readiness: { setting: false, family: false }
rated_by: [young_person]
`;

const folder = mkdtempSync(join(tmpdir(), "vsend-wemwbs-"));
const file = (name: string) => join(folder, name);
const instruments = mkdtempSync(join(tmpdir(), "vsend-instruments-"));
const before = process.env.VSEND_KEY_FILE;
process.env.VSEND_KEY_FILE = file("pseudonym.key");

let warehouse: Warehouse;
beforeAll(async () => {
  writeFileSync(join(instruments, "wemwbs-14.yaml"), WEMWBS);
  const items = Array.from({ length: 14 }, (_, i) => `wemwbs_${i + 1}`);
  const row = (child: string, day: string, answers: (number | string)[]) =>
    ["X10000001", child, day, "wemwbs", "14", "young_person", ...answers].join(",");
  const all = (answer: number) => Array<number>(14).fill(answer);
  const rows = [
    row("A", "2025-01-10", all(2)),
    row("A", "2025-07-10", all(4)),
    row("B", "2025-01-10", [...all(3).slice(3), "", "", ""]),
    row("B", "2025-07-10", [...all(3).slice(4), "", "", "", ""]),
  ];
  const header = `authority_code,child_id,assessed_on,instrument,version,rated_by,${items.join(",")}`;
  writeFileSync(file("wellbeing.csv"), `${header}\n${rows.join("\n")}\n`);
  writeFileSync(
    file("authorities.csv"),
    "authority_code,authority_name,region\nX10000001,Northmere,\n",
  );
  const flags = ["--warehouse", file("w.duckdb"), "--instruments", instruments, "--json"];
  const loaded = await vsendHere("load", file("wellbeing.csv"), file("authorities.csv"), ...flags);
  expect(loaded, loaded.out).toMatchObject({ code: 0, err: "" });
  expect(await vsendHere("build", ...flags)).toMatchObject({ code: 0, err: "" });
  warehouse = await openWarehouse(file("w.duckdb"), { isReadOnly: true });
});
afterAll(() => {
  warehouse.close();
  if (before === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = before;
  rmSync(folder, { recursive: true });
  rmSync(instruments, { recursive: true });
});

describe("an instrument added as one file, without code", () => {
  test("is loaded and scored: more wellbeing is less need, three blanks of fourteen are filled in, four are not", async () => {
    const rows = await warehouse.rows(`
      select assessed_on, round(raw, 6) as raw, need, is_complete from assessment_scores join assessments using (assessment_id)
      where domain = 'total' order by assessment_id`);
    expect(rows).toEqual([
      { assessed_on: "2025-01-10", raw: 28, need: 75, is_complete: true },
      { assessed_on: "2025-07-10", raw: 56, need: 25, is_complete: true },
      { assessed_on: "2025-01-10", raw: 42, need: 50, is_complete: true },
      { assessed_on: "2025-07-10", raw: null, need: null, is_complete: false },
    ]);
  });

  test("gives change, and less need where wellbeing rose", async () => {
    const rows = await warehouse.rows(
      "select instrument, domain, days, change from changes order by domain",
    );
    expect(rows).toEqual([
      { instrument: "wemwbs", domain: "total", days: 181, change: -50 },
      { instrument: "wemwbs", domain: "wellbeing", days: 181, change: -50 },
    ]);
  });
});

describe("an instrument's file", () => {
  const core = () =>
    structuredClone(shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!);
  const wemwbs = () => parse(WEMWBS);
  const WRONG: [claim: string, content: () => unknown, says: RegExp][] = [
    [
      "two areas of one name",
      () => ({ ...core(), areas: [core().areas[0], core().areas[0]] }),
      /two areas are called "cl"/,
    ],
    [
      "an area called total",
      () => ({ ...core(), areas: [{ ...core().areas[0], id: "total" }] }),
      /"total" has another meaning/,
    ],
    [
      "more areas needed than there are",
      () => ({ ...core(), completeness: { fewest_areas: 9 } }),
      /of only 8 areas/,
    ],
    [
      "items without a rule for missing ones",
      () => ({ ...wemwbs(), completeness: { fewest_areas: 1 } }),
      /fewest_item_share/,
    ],
    [
      "tiers that leave low need out",
      () => ({ ...core(), tiers: [{ from: 40, tier: "targeted" }] }),
      /must be from 0/,
    ],
    [
      "bands that do not rise",
      () => ({
        ...core(),
        bands: [
          { from: 0, label: "a" },
          { from: 0, label: "b" },
        ],
      }),
      /bands must rise/,
    ],
    [
      "an end before its beginning",
      () => ({ ...core(), effective_to: "2020-01-01" }),
      /before effective_from/,
    ],
    [
      "a level given twice",
      () => ({ ...core(), scale: [core().scale[0], core().scale[0]] }),
      /given twice/,
    ],
    ["a word it does not know", () => ({ ...core(), polarty: "x" }), /polarty/],
  ];
  test.each(WRONG)("is refused for %s", (_, content, says) => {
    const read = instrumentSchema.safeParse(content());
    expect(z.prettifyError(read.error!)).toMatch(says);
  });

  test("in a folder with another of the same version is refused", () => {
    const twice = mkdtempSync(join(tmpdir(), "vsend-twice-"));
    for (const name of ["a.yaml", "b.yaml"]) writeFileSync(join(twice, name), WEMWBS);
    expect(() => readInstruments(twice)).toThrow(/two files of wemwbs 14/);
    rmSync(twice, { recursive: true });
  });

  test("that is shipped says where a scale or cut-off is not public, and marks what stands there instead", () => {
    const shipped = shippedInstruments();
    expect(shipped.map(({ instrument, areas }) => [instrument, areas.length])).toEqual([
      ["hertfordshire-descriptors", 8],
      ["norfolk-indes", 7],
      ["oxfordshire-indicators", 8],
      ["vsend-core", 8],
    ]);
    for (const { instrument, not_public, bands } of shipped) {
      expect(bands, instrument).toBeUndefined();
      if (instrument !== "vsend-core") expect(not_public.length, instrument).toBeGreaterThan(2);
    }
    expect(stringify(shipped.find(({ instrument }) => instrument === "norfolk-indes"))).toContain(
      "placeholder",
    );
  });
});
