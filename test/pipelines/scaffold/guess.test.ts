import { describe, expect, it } from "vitest";
import { guessCell } from "../../../pipelines/scaffold/guess-cell.ts";
import { guessKey } from "../../../pipelines/scaffold/guess-key.ts";
import { isNhsNumber, personal } from "../../../pipelines/scaffold/personal.ts";
import { guessSource } from "../../../pipelines/scaffold/source-guess.ts";

const many = (...values: string[]) => Array.from({ length: 20 }, () => values).flat();
const numbered = (text: (nth: number) => string) => Array.from({ length: 40 }, (_, i) => text(i));

const LONG =
  "text(/^[+-]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,15})([.][0-9]{1,17})?|[.][0-9]{1,17})([eE][+-]?[0-9]{1,3})?$/)";

const CELLS: [column: string, values: string[], cell: string][] = [
  ["weeks", many("0", "3", "17"), "integer({ min: 0, max: 20 })"],
  ["change", many("-3", "4"), "integer({ min: -5, max: 5 })"],
  ["year", many("2023", "2024"), "integer({ min: 1990, max: 2100 })"],
  ["cost", many("£1,200.50", "3"), "decimal({ min: 0, max: 2000 })"],
  ["share", many("12.5%", "3%"), "text(/^-?[0-9]{1,4}([.][0-9]{1,9})?%$/)"],
  ["score", many("0.12345", "1"), LONG],
  ["score", many("1.5E-05", "3e5", "2"), LONG],
  ["score", many("1,234.5678", "-.5", "+3"), LONG],
  ["seen", many("31/01/2025", "2025-02-28"), 'date({ min: "1990-01-01", max: "2100-12-31" })'],
  ["seen", many("2025-01-31 10:30:00"), 'date({ min: "1990-01-01", max: "2100-12-31" })'],
  ["seen", many("31-01-2025"), "dayFirst()"],
  ["seen", many("1/9/2025"), "text(/^[0-9]{1,2}[/][0-9]{1,2}[/][0-9]{4}$/)"],
  ["am_pickup", many("8:15", "08:40"), "text(/^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$/)"],
  ["priority", many("Red", "Amber"), 'code(["Amber","Red"])'],
  ["la", many("E10000015"), "authorityCode()"],
  ["school_urn", many("100001", "100002"), "urn()"],
  ["financial_year", many("2023-24"), "financialYear()"],
  ["route_no", numbered((i) => String(100 + i)), "identifier()"],
  ["team", many("007", "012"), 'code(["007","012"])'],
  ["school", many("Oakfield Academy", "Hill Top School"), "words()"],
  ["topic", numbered((i) => `Topic number ${i}`), "words()"],
];

describe("the narrowest cell that takes every value", () => {
  it.each(CELLS)("of a column %s", (name, values, source) => {
    const guess = guessCell(values, name)!;
    expect(guess.source).toBe(source);
    for (const value of values) expect(guess.cell.safeParse(value).success, value).toBe(true);
  });

  it.each(CELLS)(
    "of a column %s takes its invented values and refuses its spoilt one",
    (name, values) => {
      const { cell, good, bad } = guessCell(values, name)!;
      for (let i = 0; i < 700; i++) expect(cell.safeParse(good(i)).success, good(i)).toBe(true);
      if (bad !== null) expect(cell.safeParse(bad).success).toBe(false);
    },
  );

  it("is none for text over several lines", () => {
    expect(
      guessCell(
        numbered((i) => `line ${i}\nanother`),
        "x",
      ),
    ).toBeNull();
  });
});

describe("what looks personal", () => {
  const dates = numbered((i) => `20${String(8 + (i % 9)).padStart(2, "0")}-03-1${i % 9}`);
  it.each<[string, string[], string | undefined]>([
    ["pupil_ref", many("P1"), "pseudonym"],
    ["upn", many("x"), "pseudonym"],
    ["ref", numbered((i) => `A${80_000_000_000 + i}1`), "pseudonym"],
    ["hospital_id", many("4010232137", "9434765919"), "pseudonym"],
    ["dob", many("2012-01-31"), "month"],
    ["d2", dates, "month"],
    ["child_s_name", many("x"), "dropped"],
    ["home", numbered((i) => `LN${i % 9} 1AB`), "dropped"],
    ["x", numbered((i) => `${["Amelia", "Oliver"][i % 2]} Quill`), "dropped"],
    ["systmone_no", numbered((i) => String(4_400_100 + i)), "pseudonym"],
    ["seen", many("M. Lyle", "S Dean"), "dropped"],
    ["arranged_by", many("x"), "dropped"],
    ["key_worker", many("x"), "dropped"],
    ["reason", many("worried about school since the summer break, see file"), "dropped"],
    ["school_name", many("Oakfield Academy"), undefined],
    ["route_name", many("Skegness"), undefined],
    ["date_seen", many("2025-01-31", "2025-03-01"), undefined],
    ["number_of_pupils", many("3"), undefined],
    ["need", many("Speech and language", "Autism"), undefined],
    ["escort_required", many("Y", "N"), undefined],
    ["medical_needs", many("Y", "N"), "dropped"],
  ])("in a column %s is told", (name, values, as) => {
    expect(personal(name, values)?.as).toBe(as);
  });

  it("includes NHS numbers, by their last digit", () => {
    expect(isNhsNumber("943 476 5919")).toBe(true);
    expect(isNhsNumber("943 476 5918")).toBe(false);
  });
});

describe("the key", () => {
  const source = (rows: string[][], header = ["Team", "Month Of", "Place", "Cost"]) =>
    guessSource("x", { header, rows, knownTo: null }, { isChildLevel: false });

  it("is the smallest set of columns that names a row, amounts left aside", () => {
    const rows = numbered(String).map((i) => [
      ["North", "South"][Number(i) % 2]!,
      `2025-0${1 + (Math.floor(Number(i) / 2) % 5)}-01`,
      `place-${Math.floor(Number(i) / 10)}`,
      `${i}.50`,
    ]);
    expect(source(rows).key).toEqual(["team", "month_of", "place"]);
  });

  it("takes no notice of exact copies", () => {
    const rows = [...numbered((i) => `T${i}`), "T1"].map((id) => [
      id,
      "2025-01-01",
      "here",
      "1.00",
    ]);
    expect(guessKey(source(rows).columns, rows)).toEqual(["team"]);
  });

  it("has the column of authorities always, since local numbers repeat", () => {
    const rows = numbered((i) => `T${i}`).map((id) => ["E10000015", id]);
    expect(source(rows, ["ONS", "Team Ref"])).toMatchObject({
      key: ["authority_code", "team_ref"],
      authority: null,
    });
  });
});

it("of rows about children every number that nobody explains is hashed", () => {
  const header = ["Borrower", "Loan ID", "School Code"];
  const rows = numbered(String).map((i) => ["Amelia Quill", `L${i}`, `S${i}`]);
  const { columns, dropped, isChildLevel } = guessSource(
    "x",
    { header, rows, knownTo: null },
    { authority: "E10000015" },
  );
  expect(isChildLevel).toBe(true);
  expect(dropped).toEqual([{ header: "Borrower", why: "values like names of people" }]);
  expect(columns.map(({ name, privacy }) => [name, privacy])).toEqual([
    ["loan_id", "pseudonym"],
    ["school_code", null],
  ]);
});

it("of rows about children a code that is kept has no room for a name, and one that has is hashed", () => {
  const kept = (code: (i: number) => string) =>
    guessSource(
      "x",
      {
        header: ["Pupil Ref", "Route No"],
        rows: numbered(String).map((i) => [`P${i}`, code(Number(i))]),
        knownTo: null,
      },
      { authority: "E10000015" },
    ).columns.find(({ name }) => name === "route_no")!;
  const { cell, privacy } = kept((i) => `SEN${100 + i}`);
  expect(privacy).toBeNull();
  expect(cell.safeParse("SEN101").success).toBe(true);
  for (const typed of ["Kezia Ormsby", "KeziaOrmsby", "A801200001001", "9434765919", "LN1 7AB"]) {
    expect(cell.safeParse(typed).success).toBe(false);
  }
  expect(kept((i) => `Skerrydene-${i}`).privacy).toBe("pseudonym");
});

it("of rows about children no column that takes any words is kept, and the day is part of the key", () => {
  const header = ["Pupil Ref", "School", "Start Date", "Escort"];
  const rows = numbered(String).map((i) => [`P${i}`, `Oakfield ${i} Academy`, "2024-01-01", "Y"]);
  const { columns, dropped, key, past } = guessSource(
    "x",
    { header, rows, knownTo: null },
    { authority: "E10000015" },
  );
  expect(dropped).toEqual([{ header: "School", why: "any words, in rows about children" }]);
  expect(columns.map(({ name }) => name)).toEqual(["child_id", "start_date", "escort"]);
  expect({ key, past }).toEqual({ key: ["child_id", "start_date"], past: [] });
});

it("a day that may lie ahead is not held to the past, though the example's all lie there", () => {
  const header = ["Item", "Loaned Out", "Due Back"];
  const rows = numbered(String).map((i) => [`L${i}`, "2024-01-01", "2024-03-01"]);
  const { past, periods } = guessSource("x", { header, rows, knownTo: null }, {});
  expect({ past, periods }).toEqual({
    past: ["loaned_out"],
    periods: [["loaned_out", "due_back"]],
  });
});

it("rows about children are refused without an authority to hash their identifiers with", () => {
  const example = { header: ["Pupil Ref", "Weeks"], rows: [["1", "2"]], knownTo: null };
  expect(() => guessSource("x", example, {})).toThrow("--authority");
  expect(guessSource("x", example, { authority: "E10000015" }).authority).toBe("E10000015");
});

/** A source guessed from rows of text. */
const sourceOf = (
  header: string[],
  rows: string[][],
  said: Parameters<typeof guessSource>[2] = {},
) =>
  guessSource(
    "tried",
    { header, rows: rows.map((row) => row.map((cell) => cell || null)), knownTo: null },
    said,
  );

describe("files as they come", () => {
  const MONTHS = ["Apr-24", "May-24", "Jun-24", "Jul-24"];

  it.each([["NA"], ["n/a"], ["-"], ["Not recorded"]])(
    "a column of numbers with %s is of numbers, and the word is a blank",
    (word) => {
      const rows = numbered((i) => String(i)).map((n, i) => [`R${i}`, i % 5 ? n : word]);
      const { columns, words } = sourceOf(["Route No", "Miles"], rows, { isChildLevel: false });
      expect(columns.find(({ name }) => name === "miles")).toMatchObject({
        kind: "integer",
        isNullable: true,
      });
      expect(words).toEqual({ miles: { [word]: "" } });
    },
  );

  it("a word that is a code of its own stays one", () => {
    const rows = numbered((i) => ["Red", "Amber", "None"][i % 3]!).map((rag, i) => [`R${i}`, rag]);
    expect(sourceOf(["Route No", "Rating"], rows, { isChildLevel: false }).words).toEqual({});
  });

  it("one authority's name is whose children they are", () => {
    const rows = numbered((i) => `P${i}`).map((ref) => ["Hertfordshire", ref, "2024-05-01"]);
    const source = sourceOf(["Local Authority", "Pupil Ref", "Seen"], rows);
    expect(source.authority).toBe("E10000015");
    expect(source.columns.map(({ name }) => name)).toEqual(["child_id", "seen"]);
  });

  it("several authorities' names stand for their codes", () => {
    const rows = numbered((i) => ["Kent", "Surrey County Council"][i % 2]!).map((name, i) => [
      name,
      `P${i}`,
      "2024-05-01",
    ]);
    const { words, key } = sourceOf(["Council", "Pupil Ref", "Seen"], rows);
    expect(words).toEqual({
      authority_code: { Kent: "E10000016", "Surrey County Council": "E10000030" },
    });
    expect(key).toContain("authority_code");
  });

  it.each([
    ["Apr-24", "Dec-23"],
    ["April 2024", "May 2024"],
    ["2024-04", "2023-12"],
    ["04/2024", "12/2023"],
    ["March", "October"],
  ])("months such as %s take the next file's too", (one, next) => {
    const { cell, good, source } = guessCell(many(one), "month")!;
    expect(source).toMatch(/^text/);
    expect(cell.safeParse(next).success).toBe(true);
    for (let i = 0; i < 40; i++) expect(cell.safeParse(good(i)).success, good(i)).toBe(true);
  });

  it("measures are no part of what names a row", () => {
    const rows = ["A", "B", "C"].flatMap((team) =>
      MONTHS.flatMap((month, m) =>
        ["Under 5", "5 to 10"].map((age, a) => [
          team,
          month,
          age,
          String(100 * m + a),
          `${m}.${a}5`,
        ]),
      ),
    );
    const { key } = sourceOf(
      ["Team", "Month", "Age group", "Total referrals", "Mean weeks"],
      rows,
      {
        isChildLevel: false,
      },
    );
    expect([...key].sort()).toEqual(["age_group", "month", "team"]);
  });

  it("nor where the others do not tell rows apart by four", () => {
    const rows = numbered((i) => String(i)).map((n, i) => [
      ...[0, 1, 2, 3, 4, 5].map((bit) => ((i >> bit) & 1 ? "yes" : "no")),
      n,
    ]);
    const header = ["One", "Two", "Three", "Four", "Five", "Six", "Cases waiting"];
    expect(sourceOf(header, rows, { isChildLevel: false }).key).not.toContain("cases_waiting");
  });
});
