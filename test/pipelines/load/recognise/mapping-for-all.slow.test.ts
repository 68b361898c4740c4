import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  conflictingForms,
  isoDayOfAny,
  isoDayOfAnySql,
} from "../../../../pipelines/load/recognise/date-format.ts";
import {
  translated,
  translationSql,
} from "../../../../pipelines/load/recognise/translate-cells.ts";
import { VsendError } from "../../../../pipelines/warehouse/errors.ts";
import { sql } from "../../../../pipelines/warehouse/sql.ts";
import { mappingsOf } from "../../../shipped.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
  process.env.VSEND_MAPPINGS = bench.folder;
});
afterEach(() => {
  delete process.env.VSEND_MAPPINGS;
  bench.remove();
});

const MAPPING = {
  loader: "placements",
  authority_code: "X10000001",
  file_name: "ours-*.csv",
  blanks: ["N/A", "-", "Not known"],
  date_formats: ["DD/MM/YYYY", "D MMM YYYY"],
  columns: {
    child_id: "Ref",
    setting_id: "School",
    setting_type: { from: "Kind", values: { Mainstream: "mainstream", Special: "state_special" } },
    started_on: "From",
    ended_on: "To",
    end_reason: "Why",
  } as Record<string, unknown>,
  accepted: { by: "A. Analyst", on: "2026-11-24", note: "checked" },
};
const accept = (change: object = {}) =>
  bench.write("ours.yaml", JSON.stringify({ ...MAPPING, ...change }));

const file = (...rows: string[]) => {
  const good = Array.from({ length: 30 }, (_, i) => `P${i},S1,MAINSTREAM,25/09/2023,n/a,-`);
  return bench.write(
    "ours-1.csv",
    `Ref,School,Kind,From,To,Why\n${[...good, ...rows].join("\n")}\n`,
  );
};

const failure = async (work: Promise<unknown>): Promise<VsendError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  return error as VsendError;
};

describe("what a mapping says once for the whole file", () => {
  it("are blanks and forms of days, and capitals do not matter", async () => {
    accept();
    const path = file(
      "Q1,not known,special,3 Oct 2023,4 JAN 2024,N/a",
      "Q2,S2,Special,2023-10-04,NOT KNOWN,-",
    );
    const { loaded } = await bench.load(path);
    expect(loaded).toMatchObject([{ rows_loaded: 32, rows_rejected: 0 }]);
    expect(
      await bench.warehouse.rows(
        "select setting_id, setting_type, started_on, ended_on, end_reason from loaded_placements where source_row > 30 order by source_row",
      ),
    ).toEqual([
      {
        setting_id: null,
        setting_type: "state_special",
        started_on: "2023-10-03",
        ended_on: "2024-01-04",
        end_reason: null,
      },
      {
        setting_id: "S2",
        setting_type: "state_special",
        started_on: "2023-10-04",
        ended_on: null,
        end_reason: null,
      },
    ]);
  });

  it("goes before nothing that a column says itself", async () => {
    accept({
      columns: {
        ...MAPPING.columns,
        started_on: { from: "From", date_format: "D MMM YYYY" },
        end_reason: { from: "Why", values: { "-": "other" } },
      },
    });
    const { loaded } = await bench.load(
      bench.write(
        "ours-2.csv",
        "Ref,School,Kind,From,To,Why\nA,S1,Special,3 Oct 2023,04/01/2024,-\n",
      ),
    );
    expect(loaded).toMatchObject([{ rows_loaded: 1 }]);
    expect(await bench.warehouse.rows("select end_reason from loaded_placements")).toEqual([
      { end_reason: "other" },
    ]);
  });

  it("are no two forms that read one text as two days", async () => {
    accept({ date_formats: ["DD/MM/YYYY", "M/D/YYYY"] });
    const { problem } = await failure(bench.load(file()));
    expect(problem.details!.join(" ")).toContain("read some texts as different days");
  });

  it("tells the supplier in its own words", async () => {
    accept();
    await bench.load(file("Q1,S2,Speshal,3 Oct 2023,,"));
    const [{ suggestion } = { suggestion: "" }] = await bench.warehouse.rows<{
      suggestion: string;
    }>("select suggestion from rejected_rows");
    expect(suggestion).toMatch(/^perhaps Special; it may be one of Mainstream, Special, /);
    expect(suggestion).not.toContain("state_special");
  });

  it("names the forms of days to whoever is to mend one", async () => {
    accept();
    await bench.load(file("Q1,S2,Special,the third,,"));
    expect(await bench.warehouse.rows("select value, suggestion from rejected_rows")).toMatchObject(
      [
        {
          value: "(text of 9 characters: aaa aaaaa)",
          suggestion: expect.stringContaining("a day written DD/MM/YYYY or D MMM YYYY"),
        },
      ],
    );
  });
});

describe("forms of days", () => {
  it.each([
    [["DD/MM/YYYY", "MM/DD/YYYY"], true],
    [["D/M/YYYY", "M/D/YYYY"], true],
    [["DD/MM/20YY", "DD/MM/19YY"], true],
    [["DDMMYYYY", "YYYYMMDD"], true],
    [["DD/MM/YYYY", "D.M.YYYY", "D MMM YYYY", "YYYY-MM-DD"], false],
    [["DD/MM/YYYY", "D/M/YYYY"], false],
  ])("%j clash: %s", (formats, clash) => {
    expect(conflictingForms(formats) !== null).toBe(clash);
  });

  it("and words are the same in SQL", async () => {
    const forms = ["DD/MM/YYYY", "D MMM YYYY", "YYYYMMDD"];
    const texts = [
      "25/09/2023",
      "3 oct 2023",
      "20230901",
      "2023-09-01",
      "1/2/2023",
      "x",
      "31/02/2023 10:30",
    ];
    const days = await bench.warehouse.rows<{ text: string; day: string }>(
      sql`select text, ${sql.raw(isoDayOfAnySql(forms, "text"))} as day from (select unnest(${texts}) as text)`,
    );
    for (const { text, day } of days) expect(day, text).toBe(isoDayOfAny(forms, text));
    const column = { from: "x", values: { Yes: "Y", YES: "y", ß: "s" }, blanks: ["n/a", "É"] };
    const words = ["yes", "YES", "Yes", "N/A", "é", "É", "ß", "SS", "other"];
    const cells = await bench.warehouse.rows<{ text: string; made: string }>(
      sql`select text, ${sql.raw(translationSql(column, "text"))} as made from (select unnest(${words}) as text)`,
    );
    for (const { text, made } of cells) expect(made || null, text).toBe(translated(column, text));
  });
});

describe("a mapping with faults", () => {
  it("stops the files that it is for, by their name, and no other", async () => {
    bench.write("ours.yaml", JSON.stringify({ ...MAPPING, colums: {} }));
    const other = bench.write("spend.csv", spendCsv(spendRows(5)));
    const { loaded, notes } = await bench.load(other);
    expect(loaded).toMatchObject([{ rows_loaded: 5 }]);
    expect(Object.values(notes).flat().join(" ")).toContain("was not applied");
    const { problem } = await failure(bench.load(file()));
    expect(problem.where).toContain("ours.yaml");
  });

  it("or by their columns, where it names no file", async () => {
    const { file_name: _, ...rest } = MAPPING;
    bench.write("ours.yaml", JSON.stringify({ ...rest, loader: "nonsense" }));
    await bench.load(bench.write("spend.csv", spendCsv(spendRows(5))));
    expect((await failure(bench.load(file()))).message).toContain("nonsense");
  });

  it("that is no YAML stops the files named in a line of it", async () => {
    bench.write("ours.yaml", 'file_name: "ours-*.csv"\ncolumns: {{{\n');
    await bench.load(bench.write("spend.csv", spendCsv(spendRows(5))));
    expect((await failure(bench.load(file()))).message).toContain("ours.yaml");
  });

  it("stops the call where the call names it", async () => {
    const path = bench.write("aside/ours.yaml", "columns: {{{\n");
    const other = bench.write("spend.csv", spendCsv(spendRows(5)));
    await failure((async () => bench.loadWith({ mappings: mappingsOf(path) }, other))());
  });
});

describe("more refused rows than is usual", () => {
  const rows = [
    ...spendRows(8),
    ...spendRows(4, "X10000001").map(([a, , y]) => [a, "Z", y, "toys", "1"]),
  ];

  it("are taken where somebody signs for it, and who is kept", async () => {
    const path = bench.write("spend.csv", spendCsv(rows));
    await failure(bench.load(path));
    await failure(bench.loadWith({ raised: { most: 0.2, by: "A", reason: "b" } }, path));
    const raised = { most: 0.5, by: "A. Officer", reason: "the toys are another team's" };
    const { loaded } = await bench.loadWith({ raised }, path);
    expect(loaded).toMatchObject([{ rows_loaded: 8, rows_rejected: 4 }]);
    expect(
      await bench.warehouse.rows("select load_id, signed_by, reason from raised_limits"),
    ).toEqual([{ load_id: 1, signed_by: "A. Officer", reason: "the toys are another team's" }]);
  });

  it("are not signed for where the file has none", async () => {
    const path = bench.write("spend.csv", spendCsv(spendRows(5)));
    await bench.loadWith({ raised: { most: 0.5, by: "A", reason: "b" } }, path);
    expect(await bench.warehouse.rows("from raised_limits")).toEqual([]);
  });
});
