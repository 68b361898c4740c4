import type { PlanTime } from "../../../pipelines/measures/plan-timeliness/measure.ts";
import { SERIES } from "../chart-style.js";
import { between, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { distinct } from "../rows.js";
import { sharesChart } from "../shares-chart.js";
import type { Column } from "../table.js";
import { month, percent, whole } from "../words.js";

interface Options {
  width: number;
  root: string;
}

const ALL_YEARS = "all years";

const TITLES: Record<string, string> = {
  "in time": "Within 20 weeks",
  late: "Over 20 weeks",
  "over a year": "Of them over 52 weeks",
  open: "Open, within 20 weeks",
  "open, late": "Open, over 20 weeks",
};
const ISSUED = ["in time", "late"];
const COLOURS = new Map(ISSUED.map((time, i) => [TITLES[time]!, SERIES[[0, 3][i]!]!]));

const COLUMNS: Column<PlanTime>[] = [
  text("Year", "period"),
  text("Exceptions", (row) =>
    row.clock === "with exceptions" || row.time.startsWith("open") ? "counted" : "left out",
  ),
  text("Time", (row) => TITLES[row.time] ?? row.time),
  number("Children", "child_count", whole),
  number("Share", "share", percent),
  between(
    "95% interval",
    ({ lower, upper }) => ({ lower, upper }),
    (end) => `${whole(end)}%`,
  ),
];

/** Plans issued each year by how long they took, lawful exceptions left out; the open stand in the table. */
export function planTimeliness(rows: readonly PlanTime[], { width, root }: Options): HTMLElement {
  const [first] = rows;
  const periods = distinct(rows.map((row) => row.period))
    .filter((period) => period !== ALL_YEARS)
    .sort();
  const drawn = rows.filter(
    (row) =>
      row.clock === "without exceptions" &&
      row.period !== ALL_YEARS &&
      ISSUED.includes(row.time) &&
      row.all_count !== null,
  );
  return figure(
    rows,
    drawn.length
      ? sharesChart(
          drawn.map((row) => ({ name: row.period, kind: TITLES[row.time]!, share: row.share })),
          { width, axis: "Per cent of plans issued", colours: COLOURS, names: periods },
        )
      : null,
    {
      title: first ? `Plans issued in time: ${first.authority_name}` : "Plans issued in time",
      summary: summaryOf(rows, periods),
      basis: `Requests and plans of the authority’s own records. A plan is in time within 20 weeks of the request, the last day included. Requests still open are no part of the share, so clearing a backlog makes it fall: see how many still wait.`,
      definition: `${root}/method/journey#twenty-weeks`,
      file: "plan-timeliness",
      columns: COLUMNS,
    },
  );
}

function summaryOf(rows: readonly PlanTime[], periods: readonly string[]): string {
  const inTime = (period: string, clock: PlanTime["clock"]) => {
    const row = rows.find(
      (one) => one.period === period && one.clock === clock && one.time === "in time",
    );
    return row && row.share !== null && row.lower !== null && row.upper !== null
      ? `${whole(row.share)} in 100 (95% interval ${whole(row.lower)} to ${whole(row.upper)})`
      : null;
  };
  const said = periods.flatMap((period) => {
    const share = inTime(period, "without exceptions");
    const until = rows.find((one) => one.period === period)?.as_of ?? "";
    return share
      ? [{ period: until.endsWith("-12") ? period : `${period}, up to ${month(until)}`, share }]
      : [];
  });
  const last = said.at(-1);
  if (!last) return "Too few plans were issued to say how many were in time.";
  const [own, both] = [
    inTime(ALL_YEARS, "without exceptions"),
    inTime(ALL_YEARS, "with exceptions"),
  ];
  return `Within 20 weeks in ${last.period}: ${last.share}.${own && both ? ` Over all years ${own}, and ${both} with exceptions counted.` : ""}`;
}
