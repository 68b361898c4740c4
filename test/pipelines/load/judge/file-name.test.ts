import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { assessments } from "../../../../loaders/assessments.ts";
import type { Contract } from "../../../../loaders/contract/define-loader.ts";
import { placements } from "../../../../loaders/placements.ts";
import { support } from "../../../../loaders/support.ts";
import { impersonal, ledgerName } from "../../../../pipelines/load/judge/file-name.ts";
import type { Candidate } from "../../../../pipelines/load/read/formats/candidate.ts";
import { shippedInstruments } from "../../../shipped.ts";

const NAMES: [given: string, kept: string][] = [
  ["placements.csv", "placements.csv"],
  ["Placements 2024-25 v2 (final).xlsx", "Placements 2024-25 v2 (final).xlsx"],
  ["placements_202503.csv", "placements_202503.csv"],
  ["placements_2025-03-12.csv", "placements_2025-03-##.csv"],
  ["Blade-Export_12-03-2025_person.csv", "Blade-Export_##-03-2025_person.csv"],
  ["Featherstonehaugh, Persephone - EHCP 29.11.2013.csv", "*, * - EHCP ##.11.2013.csv"],
  ["Jo Smith 20131129.csv", "* * 201311##.csv"],
  ["jo.smith@example.org.csv", "*.***.*.csv"],
  ["4857773456.csv", "#.csv"],
  ["A123456789012 placements.csv", "A# placements.csv"],
  ["14 Acacia Avenue AB1 2CD.csv", "14 * * *1 2*.csv"],
  ["O'Brien.csv", "*.csv"],
  ["Zoë Łukasz.csv", "* *.csv"],
  ["April May.csv", "* *.csv"],
  ["SEND needs autumn 2023.xlsx", "SEND needs autumn 2023.xlsx"],
  ["needs summer term FINAL v2.xlsx", "needs summer term FINAL v2.xlsx"],
  ["Placements list July24.xlsx", "Placements list July24.xlsx"],
  ["HNB spend outturn.xlsx", "HNB spend outturn.xlsx"],
  ["Provision log 2324.xlsx", "Provision log 2324.xlsx"],
  ["Summer May.xlsx", "* *.xlsx"],
  ["Autumn 4877.xlsx", "* #.xlsx"],
  ["April Terman.xlsx", "* *.xlsx"],
];

const core = assessments(
  shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!,
);
const inDes = assessments(
  shippedInstruments().find(({ instrument }) => instrument.includes("indes"))!,
);
const APART: [given: string, contract: Contract, kept: string][] = [
  ["moderation.csv", core, "moderation.csv"],
  ["sdq.csv", core, "sdq.csv"],
  ["moderation-checklist.csv", core, "moderation-*.csv"],
  ["indes baseline.csv", inDes, "indes baseline.csv"],
  ["norfolk 2025.csv", inDes, "norfolk 2025.csv"],
  ["therapist hours.xlsx", support, "* hours.xlsx"],
  ["cost_gbp per tier.csv", support, "cost_gbp * tier.csv"],
  ["Grace Tier.csv", support, "* Tier.csv"],
  ["Will Young support.csv", support, "* * support.csv"],
];

describe("words of the loader", () => {
  it.each(APART)("%s", (given, contract, kept) => {
    expect(ledgerName({ path: "x", name: given, isNamed: true }, contract)).toBe(kept);
  });

  it("never keep a forename, whatever the columns are called", () => {
    const columns = z.strictObject({
      grace_hope: z.string(),
      olivia: z.string(),
      april: z.string(),
    });
    const contract: Contract = { ...placements, columns };
    for (const name of ["grace", "hope", "Olivia", "April"])
      expect(impersonal(`${name}.csv`, contract)).toBe("*.csv");
  });
});

describe("the name of a file about children", () => {
  it.each(NAMES)("%s is kept as %s", (given, kept) => {
    expect(impersonal(given)).toBe(kept);
  });

  it("is without the folders it lay in, and keeps archive, member and sheet", () => {
    const named = (file: Partial<Candidate>) =>
      ledgerName({ path: "x", name: "x", isNamed: true, ...file }, placements);
    expect(named({ name: "/home/jsmith/Smith Jo/placements.csv" })).toBe("placements.csv");
    expect(named({ name: "C:\\Users\\jsmith\\placements.csv" })).toBe("placements.csv");
    expect(named({ name: "/data/Smith.zip/2025/placements.csv", archive: "/data/Smith.zip" })).toBe(
      "*.zip/2025/placements.csv",
    );
    expect(named({ name: "/data/book.xlsx", sheet: "Jo Smith" })).toBe("book.xlsx, sheet * *");
  });

  it("holds no number of more than six digits, and no whole day", () => {
    const digits = fc.stringMatching(/^[0-9]{1,14}([-_. ][0-9]{1,4}){0,3}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const kept = impersonal(text);
        expect(kept).not.toMatch(
          /(?<![0-9])(19|20)[0-9]{2}[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12][0-9]|3[01])(?![0-9])/,
        );
        expect(kept).not.toMatch(/[0-9]{9}/);
      }),
      { numRuns: 2000 },
    );
  });
});
