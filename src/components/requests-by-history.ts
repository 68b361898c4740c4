import type { RequestsByHistory } from "../../pipelines/measures/requests-by-history/measure.ts";
import { countsFigure } from "./counts-figure.js";

const ORDER = ["Never assessed before", "Assessed once before", "Assessed twice or more before"];

/** Whether needs had been assessed before anyone asked for a plan. */
export const requestsByHistory = (
  rows: readonly RequestsByHistory[],
  { width, definition }: { width: number; definition: string },
): HTMLElement =>
  countsFigure(rows, {
    width,
    title: "Was need assessed before the request?",
    order: ORDER,
    definition,
    file: "requests-by-history",
    counted: "children",
    count: (row) => row.child_count,
    bar: { title: "Authority", of: (row) => row.authority_name },
    part: { title: "Before the request", of: (row) => row.before },
  });
