import { describe, expect, it } from "vitest";
import { loads } from "../../../pipelines/measures/loads/measure.ts";
import { inventedSentence } from "../../../src/components/ledger.ts";
import { emptyWarehouse, havePublished, published } from "../../loaders/published.ts";

const FAKE = [
  "schools/gias_schema_60_fake_schools.csv",
  "spend/ebis_la_high_needs_schema_fake_las.csv",
];
const PUBLISHED = [
  "schools_identified",
  "high_needs_lines",
  "council_figures",
  "council_standings",
];

describe.runIf(havePublished(...FAKE))("files of invented places", () => {
  it("are counted on the page of the data, and no figure is made of them", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    await load(...FAKE.map(published));
    await build();
    const { rows } = await loads.rows(warehouse);
    const inFiles = rows.reduce((sum, { rows_loaded }) => sum + rows_loaded!, 0);
    expect(inFiles).toBeGreaterThan(90);
    expect(inventedSentence(rows)).toMatch(
      new RegExp(`^${inFiles} rows are of schools and councils`),
    );
    for (const table of PUBLISHED) {
      const { n } = await warehouse.one<{ n: number }>(
        `select count(*)::integer as n from ${table}`,
      );
      expect(n, table).toBe(0);
    }
  });

  it("are not spoken of where there are none", () => {
    const line = { loader: "dfe-gias", file: "fakenham_schools.csv", rows_loaded: 9 };
    expect(inventedSentence([line as never])).toBe("");
  });
});
