import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { load } from "../../../../pipelines/load/load.ts";
import { VsendError } from "../../../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { mappingsOf, shippedInstruments } from "../../../shipped.ts";
import { type Bench, makeBench } from "../bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  process.env.VSEND_MAPPINGS = bench.folder;
});
afterAll(() => {
  delete process.env.VSEND_MAPPINGS;
  bench.remove();
});
const written: string[] = [];
afterEach(async () => {
  for (const path of written.splice(0)) bench.write(path, "loader: spend\ncolumns: {}\n");
  for (const table of ["loads", "rejected_rows", "loaded_spend"])
    await bench.warehouse.run(`delete from ${table}`).catch(() => undefined);
});

const MAPPING = {
  loader: "spend",
  authority_code: "X10000001",
  file_name: "ours-*.csv",
  columns: {
    child_id: "Pupil Ref",
    financial_year: "Year",
    category: { from: "Cost  Type", values: { "Top-up (E3)": "top_up", "N/K": "other" } },
    amount_gbp: "£ paid",
  } as Record<string, unknown>,
  accepted: { by: "A. Analyst", on: "2026-11-24", note: "checked" },
};

const accept = (name: string, change: object = {}): string => {
  written.push(name);
  return bench.write(name, JSON.stringify({ ...MAPPING, ...change }));
};

const HEADER = "Pupil Ref,Forename,Year,cost type,£ paid";
const rows = (n: number) =>
  Array.from({ length: n }, (_, i) => `P${i},Jo,2024-25,Top-up (E3),1${i}.50`);
const file = (name: string, lines: readonly string[] = rows(30), header = HEADER): string =>
  bench.write(name, `${[header, ...lines].join("\n")}\n`);

const problem = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  return (error as VsendError).problem;
};

const loadWith = async (mapping: string, ...paths: string[]) =>
  load(bench.warehouse, paths, shippedInstruments(), silent, {
    mappings: mappingsOf(mapping),
  });

describe("an accepted mapping", () => {
  it("gives a file's columns, values and authority in the loader's terms, and the ledger says which it was", async () => {
    const mapping = accept("ours.yaml");
    const { loaded, untaken } = await bench.load(file("ours-1.csv"));
    expect(loaded).toMatchObject([
      {
        rows_loaded: 30,
        mapping: "ours",
        mapping_sha256: createHash("sha256").update(readFileSync(mapping)).digest("hex"),
      },
    ]);
    expect(Object.values(untaken)).toEqual([["Forename"]]);
    expect(
      await bench.warehouse.rows("select distinct authority_code, category from loaded_spend"),
    ).toEqual([{ authority_code: "X10000001", category: "top_up" }]);
    expect(
      await bench.warehouse.one(
        "select content = $$x$$ as kept, count(*) as n from mappings_used group by all",
      ),
    ).toEqual({ kept: false, n: 1 });
  });

  it("leaves refusals in the supplier's words: column, cell, and the value before it was translated", async () => {
    accept("ours.yaml", {
      columns: {
        ...MAPPING.columns,
        category: { from: "Cost Type", values: { "Top-up (E3)": "top_up", "7": "place" } },
      },
    });
    await bench.load(file("ours-2.csv", [...rows(30), "P99,Al,2024-25,S12-3,10"]));
    expect(
      await bench.warehouse.rows(
        'select "column", suppliers_column, cell, value, message from rejected_rows',
      ),
    ).toEqual([
      {
        column: "category",
        suppliers_column: "cost type",
        cell: "D32",
        value: "S12-3",
        message: expect.stringContaining("the mapping does not translate it"),
      },
    ]);
  });

  it("is part of what a file is: the same file by the same mapping changes nothing, by a changed one is loaded again", async () => {
    accept("ours.yaml");
    const path = file("ours-3.csv");
    await bench.load(path);
    expect((await bench.load(path)).alreadyLoaded).toHaveLength(1);
    accept("ours.yaml", {
      columns: {
        ...MAPPING.columns,
        category: { from: "Cost Type", values: { "Top-up (E3)": "place" } },
      },
    });
    const { loaded } = await bench.load(path);
    expect(loaded).toMatchObject([{ rows_loaded: 30 }]);
  });

  it("that is changed leaves no row of the earlier reading beside the new one", async () => {
    const path = file("ours-6.csv");
    const years = { from: "Year", values: { "2024-25": "2023-24" } };
    accept("ours.yaml", { columns: { ...MAPPING.columns, financial_year: years } });
    await bench.load(path);
    accept("ours.yaml");
    const { notes } = await bench.load(path);
    expect(Object.values(notes).flat().join(" ")).toContain("its mapping has changed");
    expect(
      await bench.warehouse.rows("select distinct financial_year as year from loaded_spend"),
    ).toEqual([{ year: "2024-25" }]);
    expect(
      await bench.warehouse.rows("select rows_loaded as n from loads order by load_id"),
    ).toEqual([{ n: 0 }, { n: 30 }]);
  });

  it("judges a file again where only sums_repeats is changed, to and fro", async () => {
    const lines = [...rows(60), "P0,Jo,2024-25,Top-up (E3),4.00"];
    const path = file("ours-7.csv", lines);
    const pounds = () =>
      bench.warehouse.one(
        "select sum(amount_gbp)::double as pounds from loaded_spend where child_id = (select child_id from loaded_spend group by child_id order by min(source_row) limit 1)",
      );
    accept("ours.yaml");
    expect((await bench.load(path)).loaded).toMatchObject([{ rows_loaded: 59, rows_rejected: 2 }]);
    accept("ours.yaml", { sums_repeats: "true" });
    expect((await bench.load(path)).loaded).toMatchObject([{ rows_loaded: 60, rows_rejected: 0 }]);
    expect(await pounds()).toEqual({ pounds: 14.5 });
    accept("ours.yaml");
    await bench.load(path);
    expect(await bench.warehouse.one("select count(*) as n from loaded_spend")).toEqual({ n: 59 });
  });

  it("that maps names to children stores no name, only pseudonyms", async () => {
    accept("ours.yaml", { columns: { ...MAPPING.columns, child_id: "Forename" } });
    const lines = rows(30).map((line, i) => line.replace("Jo", `Jonathan${i}`));
    await bench.load(file("ours-4.csv", lines));
    expect(JSON.stringify(await bench.state())).not.toContain("Jonathan");
  });

  it("that has the authority in its columns refuses rows of any other", async () => {
    accept("ours.yaml", { columns: { ...MAPPING.columns, authority_code: "LA" } });
    const lines = [
      ...rows(30).map((row) => `${row},X10000001`),
      "P99,Al,2024-25,other,10,X10000002",
    ];
    const { loaded } = await bench.load(file("ours-5.csv", lines, `${HEADER},LA`));
    expect(loaded).toMatchObject([{ rows_loaded: 30, rows_rejected: 1 }]);
    expect(await bench.warehouse.rows("select rule from rejected_rows")).toEqual([
      { rule: "of the mapping's authority" },
    ]);
  });
});

describe("a mapping is not applied", () => {
  it("until somebody accepted it, even where the call names it", async () => {
    const proposal = accept("ours.yaml", { accepted: undefined });
    const path = file("ours-6.csv");
    expect((await problem(bench.load(path))).came).toContain("columns that none of them knows");
    expect((await problem(loadWith(proposal, path))).came).toBe("a proposal");
  });

  it("to a file of another name, or one without a column that it names", async () => {
    accept("ours.yaml");
    await problem(bench.load(file("theirs-1.csv")));
    await problem(bench.load(file("ours-7.csv", rows(3), HEADER.replace("Year", "Yr"))));
  });

  it("without file_name where it states the authority, unless it and the file are both named", async () => {
    const mapping = accept("ours.yaml", { file_name: undefined });
    const path = file("any.csv");
    await problem(bench.load(path));
    expect((await loadWith(mapping, path)).loaded).toHaveLength(1);
  });

  it("where two fit: the load asks which, and takes the one it is told", async () => {
    accept("ours.yaml");
    const other = accept("also.yaml", { authority_code: "X10000002" });
    const path = file("ours-8.csv");
    const { came, details } = await problem(bench.load(path));
    expect(came).toBe("2 that fit its columns");
    expect(details).toHaveLength(2);
    await loadWith(other, path);
    expect(await bench.warehouse.rows("select distinct authority_code from loaded_spend")).toEqual([
      { authority_code: "X10000002" },
    ]);
  });

  it("where a column that it names stands twice", async () => {
    accept("ours.yaml");
    const lines = rows(3).map((row) => `${row},2023-24`);
    expect((await problem(bench.load(file("ours-9.csv", lines, `${HEADER},year`)))).came).toBe(
      "two, in columns C and F",
    );
  });

  it("to nothing at all where the call names it", async () => {
    const mapping = accept("ours.yaml");
    const spend = file(
      "spend.csv",
      ["X10000001,C1,2024-25,place,1"],
      "authority_code,child_id,financial_year,category,amount_gbp",
    );
    const { came, details } = await problem(loadWith(mapping, spend));
    expect(came).toMatch(/^none/);
    expect(details).toEqual([expect.stringContaining("ours-*.csv")]);
  });
});

it("is to be had for a file that is nearly known: the error gives the command", async () => {
  const header = "authority_code,child_id,financial_year,category,Actual spend";
  const path = file("it's near.csv", ["X10000001,C1,2024-25,place,1"], header);
  const { todo } = await problem(bench.load(path));
  expect(todo).toContain(`vsend load --dry-run '${path.replace("'", "'\\''")}'`);
});

describe("a mapping file is refused, with every fault named,", () => {
  const faultsOf = async (change: object): Promise<string> => {
    const mapping = accept("wrong.yaml", change);
    const { came, details = [] } = await problem(loadWith(mapping, file("ours-10.csv")));
    return [came, ...details].join("\n");
  };
  const columns = (change: object) => ({ columns: { ...MAPPING.columns, ...change } });

  it.each([
    ["for a word misspelt", { acepted: MAPPING.accepted, accepted: undefined }, /acepted/],
    ["for a word misspelt in a column", columns({ category: { form: "Cost Type" } }), /form/],
    [
      "for a column that the loader does not have",
      columns({ childid: "Pupil Ref" }),
      /"childid" is not a column/,
    ],
    ["for a loader that there is not", { loader: "spends" }, /"spends"/],
    ["for the modules of a return", { loader: "sen2" }, /"sen2"/],
    [
      "for a code that the loader does not take",
      columns({ category: { from: "Cost Type", values: { A: "topup" } } }),
      /"A" to "topup"/,
    ],
    [
      "for one column taken for two",
      columns({ amount_gbp: "PUPIL ref" }),
      /"child_id" and "amount_gbp" are from one column/,
    ],
    [
      "for a required column left out",
      columns({ amount_gbp: undefined }),
      /nothing is said of "amount_gbp"/,
    ],
    [
      "for a blank turned into an answer",
      columns({ category: { from: "Cost Type", values: { "": "other" } } }),
      /a blank stays a blank/,
    ],
    [
      "for a child's identifier translated",
      columns({ child_id: { from: "Pupil Ref", values: { A: "B" } } }),
      /tell of one child/,
    ],
    [
      "for a constant child",
      { ...columns({ child_id: undefined }), constants: { child_id: "C1" } },
      /tells of one child/,
    ],
    [
      "for a date format of what is no date",
      columns({ category: { from: "Cost Type", date_format: "DD.MM.YYYY" } }),
      /is not a date/,
    ],
    ["for an authority that is not said", { authority_code: undefined }, /whose files they are/],
    ["for an authority that is no ONS code", { authority_code: "?" }, /not the ONS code/],
  ])("%s", async (_, change, said) => {
    expect(await faultsOf(change)).toMatch(said);
  });
});

it("reads values as they are written, 01 not as 1", () => {
  const path = bench.write(
    "text.yaml",
    `${JSON.stringify({ ...MAPPING, columns: { ...MAPPING.columns, category: "x" } }).replace('"category":"x"', '"category":{"from":"Cost Type","values":{01: top_up, true: place}}')}\n`,
  );
  written.push("text.yaml");
  const { accepted } = mappingsOf(path);
  const own = accepted.find(({ name }) => name === "text")!;
  expect(Object.keys(own.columns.category!.values!)).toEqual(["01", "true"]);
});

it("is shown in data/mappings as it is read", () => {
  const text = /```yaml\n([\s\S]*?)```/.exec(
    readFileSync(projectFile("data/mappings/README.md"), "utf8"),
  )![1]!;
  expect(parse(text).loader).toBe("placements");
  const path = bench.write("shown.yaml", text);
  written.push("shown.yaml");
  expect(mappingsOf(path).accepted.map(({ name }) => name)).toContain("shown");
});
