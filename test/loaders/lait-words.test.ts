import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { laitIndicatorSql } from "../../loaders/lait.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shippedAuthorityDesigns } from "../shipped.ts";
import { havePublished, published } from "./published.ts";

const DICTIONARY = "indicators/lait_data_dictionary.csv.gz";
const FIGURES = projectFile("data/reference/council_figures.csv");

/** What the publisher's dictionary says of a measure, and the word that ours must then have. */
const SAID = [
  [/state funded/i, /state-funded/],
  [/Section 251 budget lines/, /section 251/],
  [/SEN Transport/, /SEN transport/],
  [/Direct Payments/, /direct payments/],
  [/SEN Admin/, /administration/],
  [/school census\)/, /January school census/],
  [/compulsory\s+school age/, /compulsory school age/],
  [/learning difficulty assessment/, /learning difficulty assessment/],
  [/at academic age 15/, /academic age 15/],
  [/at least two terms/, /at least two terms/],
  [/year 1 pupils/, /year 1/],
  [/on roll as at January/, /on the roll in its January/],
  [/placed in mainstream/, /placed in a mainstream/],
] as const;

interface Measure {
  indicator: string;
  said: string;
}

/** Measures that a page or a design shows, with all that is said of each there. */
async function shown(): Promise<Map<string, string>> {
  const reader = await openWarehouse(":memory:");
  const figures = await reader.rows<{ source_key: string; meaning: string }>(
    `select source_key, meaning from read_csv('${FIGURES}', all_varchar = true) where source_key like 'lait_%'`,
  );
  const designed = shippedAuthorityDesigns().flatMap(({ outcomes }) => outcomes);
  return new Map([
    ...figures.map((row) => [`page of a council: ${row.source_key}`, row.meaning] as const),
    ...designed
      .filter(({ scale }) => scale === "level")
      .map((row) => [`design: ${row.indicator}`, `${row.definition} ${row.leaves_out}`] as const),
  ]);
}

test.runIf(havePublished(DICTIONARY))(
  "what is said of each measure of the tool is what its publisher says of it",
  async () => {
    const source = await openWarehouse(":memory:");
    const measures = await source.rows<Measure>(`
      select ${laitIndicatorSql("Measure_short")} as indicator,
        concat_ws(' ', state_funded_flag, Description, Methodology) as said
      from read_csv('${published(DICTIONARY)}', all_varchar = true, quote = '"', escape = '"')`);
    const ours = await shown();
    const wanting = [...ours].flatMap(([where, words]) =>
      measures
        .filter(({ indicator }) => where.endsWith(`: ${indicator}`))
        .flatMap(({ said }) => SAID.filter(([publisher]) => publisher.test(said)))
        .filter(([, own]) => !own.test(words))
        .map(([, own]) => `${where} does not say ${own}`),
    );
    const found = SAID.filter(([publisher]) => measures.some(({ said }) => publisher.test(said)));
    expect(found).toHaveLength(SAID.length);
    expect(wanting).toEqual([]);
  },
);

test("placements are told by where a child is, since the release has no others", () => {
  const files = ["evaluations/three-counties.yaml", "reference/council_figures.csv"];
  for (const file of files) {
    expect(readFileSync(projectFile(`data/${file}`), "utf8")).not.toMatch(
      /\bplans (naming|that name)\b/i,
    );
  }
});
