import { describe, expect, it } from "vitest";
import { assessments } from "../../../loaders/assessments.ts";
import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { placements } from "../../../loaders/placements.ts";
import { requests } from "../../../loaders/requests.ts";
import { support } from "../../../loaders/support.ts";
import { matchColumns, onlyCode } from "../../../pipelines/preflight/match-columns.ts";
import { meaningOf } from "../../../pipelines/preflight/meaning.ts";
import type { ColumnProfile } from "../../../pipelines/preflight/profile.ts";
import { shippedInstruments } from "../../shipped.ts";

const contract = placements;

const profiles = (columns: Record<string, readonly string[]>): ColumnProfile[] =>
  Object.entries(columns).map(([name, values], position) => ({
    name: name.replace(/#.*/, ""),
    position,
    values: new Map(values.map((value) => [value, 20])),
  }));

const proposed = (columns: Record<string, readonly string[]>) => {
  const { matched, questions } = matchColumns(contract, profiles(columns));
  return {
    matched: Object.fromEntries(matched.map(({ column, from }) => [column, from.name])),
    asked: Object.fromEntries(
      questions.map(({ column, candidates }) => [
        column,
        candidates.map(({ from }) => from.name).sort(),
      ]),
    ),
  };
};

const DAYS = ["2024-09-01", "2025-01-06"];
const OTHER_DAYS = ["2025-07-20", "2025-08-31"];

describe("columns of an instrument", () => {
  const core = assessments(
    shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!,
  );
  const LEVELS = ["0", "1", "2", "3", "4"];
  const found = (contract: Contract, columns: Record<string, readonly string[]>) => {
    const { matched, questions } = matchColumns(contract, profiles(columns));
    return {
      matched: Object.fromEntries(matched.map(({ column, from }) => [column, from.name])),
      asked: questions.map(({ column }) => column),
    };
  };

  it("are found by the names that people give the areas", () => {
    const names = ["C&L", "SLCN", "Autism", "SEMH", "Physical", "Hearing", "Vision", "MSI"];
    expect(
      found(core, Object.fromEntries(names.map((name) => [name, LEVELS]))).matched,
    ).toMatchObject({
      cl_need: "C&L",
      sl_need: "SLCN",
      ca_need: "Autism",
      se_need: "SEMH",
      pn_need: "Physical",
      hi_need: "Hearing",
      vi_need: "Vision",
      ms_need: "MSI",
    });
  });

  it("are not all eight one column of small numbers", () => {
    const { matched, asked } = found(core, { Ward: LEVELS, Colour: ["red"] });
    expect([...Object.keys(matched), ...asked].filter((name) => name.endsWith("_need"))).toEqual(
      [],
    );
  });

  it("Provision and Service say what they say", () => {
    expect(found(placements, { Provision: ["Mainstream", "Special School"] }).matched).toEqual({
      setting_type: "Provision",
    });
    expect(found(support, { Service: ["mentoring", "tuition"] }).matched).toEqual({
      support: "Service",
    });
  });
});

describe("columns are matched", () => {
  it("by known names in any case and with any marks", () => {
    expect(
      proposed({ "PUPIL-REF": ["A1"], "start date": DAYS, LeavingDate: OTHER_DAYS }).matched,
    ).toEqual({ child_id: "PUPIL-REF", started_on: "start date", ended_on: "LeavingDate" });
  });

  it("by values alone, where few other columns have such values", () => {
    expect(
      proposed({ Kind: ["state_special", "sen_unit"], Colour: ["red"], Town: ["Ware"] }).matched,
    ).toEqual({
      setting_type: "Kind",
    });
  });

  it("and neither of two that are as good: both are asked about", () => {
    const { matched, asked } = proposed({ "Start date": DAYS, "Placement start": OTHER_DAYS });
    expect(matched).toEqual({});
    expect(asked).toEqual({ started_on: ["Placement start", "Start date"] });
  });

  it("not by a name whose values do not fit: that is asked about", () => {
    const { matched, asked } = proposed({ "Start date": ["Ann", "Bob"], Other: ["x y"] });
    expect(matched.started_on).toBeUndefined();
    expect(asked).toEqual({ started_on: ["Start date"] });
  });

  it("not by values that many columns have: days alone do not say of what", () => {
    expect(proposed({ A: DAYS, B: OTHER_DAYS, C: DAYS }).matched).toEqual({});
  });

  it("one to one, whatever the order of the columns", () => {
    const { matched } = proposed({
      End: OTHER_DAYS,
      Start: DAYS,
      URN: ["123456"],
      "Child ID": ["A1"],
    });
    expect(matched).toEqual({
      child_id: "Child ID",
      setting_id: "URN",
      started_on: "Start",
      ended_on: "End",
    });
  });

  it("from a heading that is a formula or endless as from any other", () => {
    const { matched } = proposed({
      '=HYPERLINK("x")': ["1"],
      ["n".repeat(5000)]: ["2"],
      URN: ["123456"],
    });
    expect(matched).toEqual({ setting_id: "URN" });
  });
});

describe("what a heading says of a column", () => {
  const found = (contract: Contract, columns: Record<string, readonly string[]>) =>
    Object.fromEntries(
      matchColumns(contract, profiles(columns)).matched.map(({ column, from }) => [
        column,
        from.name,
      ]),
    );

  it.each(["Hours per week", "Weekly hours", "Hrs/week each week", "Hours (per term)"])(
    "%s are not the hours of a whole episode",
    (name) => {
      expect(found(support, { [name]: ["2", "3.5"], Colour: ["red"] }).hours).toBeUndefined();
    },
  );

  it.each(["Time delivered", "Total hours", "Hrs", "Duration"])("%s are", (name) => {
    expect(found(support, { [name]: ["2", "1:30", "90 min"] }).hours).toBe(name);
  });

  it("readiness is none of need, nor the school's the family's", () => {
    const core = assessments(
      shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!,
    );
    const levels = ["0", "1", "4"];
    const names = ["SEMH need", "SEMH school ready", "SEMH home ready", "Vision home ready"];
    expect(found(core, Object.fromEntries(names.map((name) => [name, levels])))).toEqual({
      se_need: "SEMH need",
      se_setting_readiness: "SEMH school ready",
      se_family_readiness: "SEMH home ready",
      vi_family_readiness: "Vision home ready",
    });
  });

  it("requests are found by what people call their days and decisions", () => {
    expect(
      found(requests, {
        "Date request received": ["2024-01-05"],
        "Requested by": ["Parent", "School"],
        "Decision to assess": ["Yes", "No"],
        "Date of decision": ["2024-02-05"],
        "Plan issued?": ["Y", "N"],
      }),
    ).toEqual({
      requested_on: "Date request received",
      request_source: "Requested by",
      decision: "Decision to assess",
      decided_on: "Date of decision",
      plan_decision: "Plan issued?",
    });
  });
});

describe("a value that is no code", () => {
  const meaning = (column: string, contract: Contract, value: string) =>
    meaningOf(column, contract.columns.shape[column]!, value)?.meaning ?? null;

  it.each([
    ["SaLT block", "support", "speech_and_language_therapy", support],
    ["EP consultation", "support", "educational_psychology", support],
    ["Indep special (INMSS)", "setting_type", "independent_special", placements],
    ["Mainstream Secondary", "setting_type", "mainstream", placements],
    ["Special - maintained", "setting_type", "state_special", placements],
    ["Wave 2", "tier", "targeted", support],
    // No word of theirs, a letter alone, or words of two codes, say nothing.
    ["Lego club", "support", null, support],
    ["E", "support", null, support],
    ["Mainstream and alternative provision", "setting_type", null, placements],
  ] as const)("%s in %s is %s", (value, column, expected, contract) => {
    expect(meaning(column, contract, value)).toBe(expected);
  });
});

describe("the only code of a column", () => {
  it("is none where the loader has no such column, or one of another kind", () => {
    expect(onlyCode(contract, "a_column_of_another_loader")).toBeNull();
    expect(onlyCode(contract, "setting_type")).toBeNull();
    expect(onlyCode(contract, "started_on")).toBeNull();
  });
});
