import { tableOf, titleOf, variableOf } from "./names.ts";

/** What a measure is begun from: a table, what its rows are counted by, and what is counted. */
export interface MeasurePlan {
  /** With hyphens: its folder, data file, component, method page and golden file. */
  name: string;
  of: string;
  /** The select of the rows that are counted, where no table has them as they are to be counted. */
  select: string | null;
  by: readonly ByColumn[];
  /** Why its rows tell of no child; null where children are counted. */
  notAudited: string | null;
  /** What is averaged over the children; without it they are counted. */
  mean?: AveragedColumn;
}

export interface AveragedColumn {
  /** Its name in the select. */
  name: string;
  /** By which its noise is drawn; see `meansOfChildren`. */
  statistic: string;
}

export interface ByColumn {
  name: string;
  /** A day may be one child's, so its month is published. */
  isDay: boolean;
}

/** The names that follow from that of the measure. */
export function namesOf({ name, by, notAudited }: MeasurePlan) {
  const variable = variableOf(name);
  const spoken = inWords(by.map((column) => wordsOf(column.name)));
  const counted = notAudited === null ? "children" : "rows";
  return {
    table: tableOf(name),
    variable,
    type: variable.charAt(0).toUpperCase() + variable.slice(1),
    title: titleOf(name),
    /** "authority and band". */
    spoken,
    counted,
    /** The view of what is counted. */
    view: `${tableOf(name)}_counted`,
    count: notAudited === null ? "child_count" : "row_count",
    isByAuthority: by.some((column) => column.name === "authority_code"),
  };
}

/** A column as people read it: "authority" for authority_code. */
export const wordsOf = (column: string): string =>
  column.replace(/_(code|id)$/, "").replaceAll("_", " ");

const inWords = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
