/** A planted row that must be refused, as truth.json lists it. */
export interface Fault {
  file: string;
  /** Data row of the file as written, from 1, the header not counted. */
  row: number;
  /** Blank where the row as a whole is at fault. */
  column: string;
  value: string | null;
  rule: string;
}

/** How a copy of a good row is spoilt. */
export interface Spoiling {
  column: string;
  value: string | null;
  rule: string;
  spoil: (cells: string[]) => string[];
}

const cell = (column: string, slot: number, value: string, rule: string): Spoiling => ({
  column,
  value: value === "" ? null : value,
  rule,
  spoil: (cells) => cells.with(slot, value),
});

const width = (rule: string, spoil: Spoiling["spoil"]): Spoiling => ({
  column: "",
  value: null,
  rule,
  spoil,
});

/** Every kind of fault of each file. */
export function spoilings(file: string, columns: readonly string[]): Spoiling[] {
  const at = (column: string, value: string, rule: string) =>
    cell(column, columns.indexOf(column), value, rule);
  switch (file) {
    case "assessments.csv":
      return [
        at("se_need", "3a", "a whole number from 0 to 5"),
        at("cl_need", "7", "a whole number from 0 to 5"),
        at("assessed_on", "2025-02-30", "a day that exists"),
        at("version", "2031.9", "a version of the instrument that is known"),
        at("child_id", "", "must not be blank"),
        at("sex", "X", "a SEN2 code of sex"),
        at("assessed_on", "2052-03-14", "not in the future"),
        width("as many cells as the header", (cells) => [...cells, "1"]),
        width("as many cells as the header", (cells) => cells.slice(0, -2)),
        at("primary_need", "AUT", "a SEN2 code of need"),
        at("plan", "EHCP", "a known status"),
        at("rated_by", "teacher", "a known rater"),
      ];
    case "placements.csv":
      return [
        at("setting_type", "boarding", "a known kind of setting"),
        at("ended_on", "2001-06-30", "not before started_on"),
        at("setting_type", "Special", "a known kind of setting"),
        at("ended_on", "2002-01-31", "not before started_on"),
      ];
    case "spend.csv":
      return [
        at("amount_gbp", "n/a", "an amount in pounds"),
        at("financial_year", "2024-26", "a financial year"),
        at("category", "fees", "a known category"),
        at("amount_gbp", "84O0.00", "an amount in pounds"),
      ];
    default:
      return [];
  }
}
