import type { SampleInstrument } from "./reading.ts";

/** A file of the sample: comma-separated, no cell ever needs quotation marks. */
export interface Table {
  file: string;
  columns: readonly string[];
  rows: string[];
}

export const authorityTable = (): Table => ({
  file: "authorities.csv",
  columns: ["authority_code", "authority_name", "region"],
  rows: [],
});

export const assessmentTable = ({ file, columns }: SampleInstrument): Table => ({
  file,
  columns: [
    "authority_code",
    "child_id",
    "date_of_birth",
    "sex",
    "setting_id",
    "plan",
    "primary_need",
    "assessed_on",
    "instrument",
    "version",
    "rated_by",
    ...columns,
  ],
  rows: [],
});

export const placementTable = (): Table => ({
  file: "placements.csv",
  columns: [
    "authority_code",
    "child_id",
    "setting_id",
    "setting_type",
    "started_on",
    "ended_on",
    "end_reason",
  ],
  rows: [],
});

export const spendTable = (): Table => ({
  file: "spend.csv",
  columns: ["authority_code", "child_id", "financial_year", "category", "amount_gbp"],
  rows: [],
});
