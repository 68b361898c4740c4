import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { LoadReport } from "../../pipelines/load/load.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { emptyWarehouse, havePublished, published, written } from "./published.ts";

const FOLDERS = ["geo", "reference", "schools", "sen2", "spend", "statistics"];
const NEIGHBOURS = "reference/statistical_neighbours_2025_wide.csv";

describe.runIf(havePublished(...FOLDERS))("folders as their publishers give them", () => {
  let warehouse: Warehouse;
  let report: LoadReport;
  beforeAll(async () => {
    const empty = await emptyWarehouse();
    warehouse = empty.warehouse;
    report = await empty.load(...FOLDERS.map(published));
    await empty.build();
  });

  it("are loaded in one call, but for what holds no figures", () => {
    const inFolders = (paths: readonly string[]) =>
      paths.map((path) => path.slice(published("").length).replace(/^\//, "")).sort();
    const passedOver = inFolders(report.passedOver);
    expect(passedOver.filter((path) => /^(schools|spend|sen2|geo)/.test(path))).toEqual([
      "geo/CTYUA_Dec2024_UK_BUC.topo.json",
      "schools/census_meta_2022.csv",
      "schools/school_information_meta_2022.csv",
      "sen2/sen2_blade_columns.csv",
    ]);
    const loaded = inFolders(report.loaded.map(({ file }) => file));
    expect(loaded.filter((path) => path.startsWith("reference"))).toEqual([NEIGHBOURS]);
    expect(loaded.filter((path) => path.startsWith("statistics"))).toEqual([]);
    expect(loaded.filter((path) => path.startsWith("spend"))).toHaveLength(7);
  });

  it("of which one row is refused, and shown", async () => {
    expect(
      await warehouse.rows(
        `select split_part(file, '/', -1) as file, "row" from rejected_rows join loads using (load_id)`,
      ),
    ).toEqual([{ file: "gias_4_rows_latin1.csv", row: 4 }]);
  });

  it("of the others it is said what they are, where that is known", () => {
    const said = Object.entries(report.passedOverAs)
      .map(([file, what]) => [file.split("/").at(-1), what])
      .sort();
    expect(said).toMatchObject(
      [
        ["census_meta_2022.csv", "a description of the columns of another file"],
        ["dfeR_lad_la_region.csv", expect.stringContaining("districts")],
        ["las.csv", expect.stringContaining("list of authorities")],
        ["mysociety_uk_local_authorities.csv", expect.stringContaining("successors")],
        ["region_la_hierarchy.csv", expect.stringContaining("regions")],
        ["school_information_meta_2022.csv", "a description of the columns of another file"],
        ["sen2_blade_columns.csv", expect.stringContaining("SEN2 return")],
      ].filter(([file]) => said.some(([other]) => other === file)),
    );
    expect(said.length).toBeGreaterThan(4);
  });

  it("the neighbours loaded are those kept by hand", async () => {
    expect(
      await warehouse.rows(`
        (select authority_code, rank, neighbour_code, closeness from statistical_neighbours
         except select authority_code, rank, neighbour_code, closeness from reference_statistical_neighbours)
        union all
        (select authority_code, rank, neighbour_code, closeness from reference_statistical_neighbours
         except select authority_code, rank, neighbour_code, closeness from statistical_neighbours)`),
    ).toEqual([]);
    expect(await warehouse.one("select count(*) as n from loaded_statistical_neighbours")).toEqual({
      n: 153,
    });
  });

  it("a later model of neighbours replaces theirs, packed or not, and leaves the others'", async () => {
    const { warehouse, load, build } = await emptyWarehouse();
    const [header, first] = readFileSync(published(NEIGHBOURS), "utf8").split(/\r?\n/);
    // Barking and Dagenham's nearest neighbour, and the next, change places.
    const swapped = first!.replace("308,Close ,821,Close ", "821,Close ,308,Close ");
    await load(await written("neighbours.csv.gz", gzipSync(`${header}\n${swapped}\n`)));
    await build("statistical_neighbours");
    const nearest = await warehouse.rows(
      "select rank, neighbour_code from statistical_neighbours where authority_code = 'E09000002' and rank < 3 order by rank",
    );
    expect(nearest).toEqual([
      { rank: 1, neighbour_code: "E06000032" },
      { rank: 2, neighbour_code: "E09000010" },
    ]);
    expect(await warehouse.one("select count(*) as n from statistical_neighbours")).toEqual({
      n: 1530,
    });
  });
});
