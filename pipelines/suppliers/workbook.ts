import type { Sheet } from "write-excel-file/node";
import { percent } from "./hold-to-last.ts";
import type { LoadOf, OpenFault } from "./open-faults.ts";
import { heading, numberCell, textCell } from "./text-cell.ts";

/** Rows of a sheet of Excel, less its header and room for a note. */
const MOST_LISTED = 1_000_000;

/** Everything one authority (null: nobody's rows) is to correct. */
export interface Pack {
  authority: string | null;
  faults: readonly OpenFault[];
  loads: readonly LoadOf[];
}

/** The sheets of the workbook that goes back to the supplier. */
export const sheetsOf = (pack: Pack): Sheet<Buffer>[] => [
  { sheet: "Faults", ...faultSheet(pack), stickyRowsCount: 1 },
  { sheet: "Summary", ...summarySheet(pack), stickyRowsCount: 1 },
  { sheet: "How to return it", ...howSheet(pack) },
];

function faultSheet({ faults }: Pack) {
  const titles = [
    "File",
    "Sheet",
    "Row",
    "Cell",
    "Column",
    "Value",
    "Rule",
    "Why it was refused",
    "What to put",
    "Load",
  ];
  const widths = [30, 12, 8, 10, 22, 22, 34, 46, 60, 7];
  return {
    columns: widths.map((width) => ({ width })),
    data: [
      titles.map(heading),
      ...faults
        .slice(0, MOST_LISTED)
        .map((fault) => [
          textCell(fault.file),
          textCell(fault.sheet ?? ""),
          numberCell(fault.row),
          textCell(fault.cell ?? ""),
          textCell(fault.column),
          textCell(fault.value ?? ""),
          textCell(fault.rule),
          textCell(fault.reason, { wrap: true }),
          textCell(fault.suggestion, { wrap: true }),
          numberCell(fault.load_id),
        ]),
    ],
  };
}

interface Line {
  fault: OpenFault;
  rows: Set<number>;
}

function summarySheet({ faults, loads }: Pack) {
  const lines = new Map<string, Line>();
  for (const fault of faults) {
    const name = JSON.stringify([fault.load_id, fault.column, fault.rule]);
    const line = lines.get(name) ?? { fault, rows: new Set() };
    lines.set(name, line.rows.add(fault.row) && line);
  }
  const readOf = new Map(loads.map((load) => [load.load_id, load]));
  const byFrequency = [...lines.values()].sort(
    (a, b) => a.fault.load_id - b.fault.load_id || b.rows.size - a.rows.size,
  );
  const titles = [
    "File",
    "Sheet",
    "Column",
    "Rule",
    "Rows refused",
    "Rows read",
    "Share",
    "Load",
    "Loaded on",
  ];
  const widths = [30, 12, 22, 60, 10, 10, 16, 7, 12];
  return {
    columns: widths.map((width) => ({ width })),
    data: [
      titles.map(heading),
      ...byFrequency.map(({ fault, rows }) => {
        const read = readOf.get(fault.load_id)?.rows_read ?? 0;
        return [
          textCell(fault.file),
          textCell(fault.sheet ?? ""),
          textCell(fault.column || "(the row)"),
          textCell(fault.rule, { wrap: true }),
          numberCell(rows.size),
          numberCell(read),
          textCell(fault.authority_code === null || read === 0 ? "" : percent(rows.size / read)),
          numberCell(fault.load_id),
          textCell(fault.loaded_on),
        ];
      }),
      ...notes(faults, loads).map((note) => [textCell(note)]),
    ],
  };
}

function notes(faults: readonly OpenFault[], loads: readonly LoadOf[]): string[] {
  const listed = new Map<number, Set<number>>();
  for (const { load_id, row } of faults) {
    listed.set(load_id, (listed.get(load_id) ?? new Set()).add(row));
  }
  return [
    ...(faults.length > MOST_LISTED
      ? [`${faults.length - MOST_LISTED} further faults did not fit on the sheet.`]
      : []),
    ...loads.flatMap(({ load_id, rows_refused, rows_not_returned }) => {
      const unlisted = listed.has(load_id) ? rows_refused - listed.get(load_id)!.size : 0;
      return [
        ...(unlisted > 0
          ? [`Of load ${load_id}, ${unlisted} further refused rows were not listed one by one.`]
          : []),
        ...(rows_not_returned > 0
          ? [`${rows_not_returned} rows refused in load ${load_id} were not in its correction.`]
          : []),
      ];
    }),
  ];
}

function howSheet({ authority, faults }: Pack) {
  const loads = [...new Map(faults.map(({ load_id, file }) => [load_id, file]))];
  const text = [
    [
      "What this is",
      `Rows of your files that could not be taken, ${authority ? `for ${authority}` : "whose authority could not be worked out"}. All other rows were taken. A refused row counts in no figure until it is corrected.`,
    ],
    [
      "Where a fault is",
      "Cell is where your file shows it, such as F212; 212:212 is a whole row. Row counts rows of data from the first below the header. Column is your own name for it.",
    ],
    [
      "What is shown",
      'Value is shown only where it cannot be about a child by itself. "(withheld)" and "(text of 9 characters)" stand for the rest: look in the cell of your own file. A row stands here once for each of its cells that is wrong.',
    ],
    [
      "What to do",
      "Correct the cells in your own file or system, not in this workbook. Keep the header and the other columns as they were. A row that stands more than once with different contents: keep the one that is right.",
    ],
    [
      "What to send",
      "The whole file with its corrections, or a file with the same header and only the corrected rows. Rows with the same key replace the earlier ones; to send a row again does no harm. If a row should not exist, leave it out and say so.",
    ],
    [
      "How to send it",
      "By the same secure way as the first file, never by ordinary e-mail. Say which load it corrects, who corrected it and why it was wrong; these are written down with it:",
    ],
    ...loads.map(([load, file]) => [`Load ${load}`, file]),
    [
      "Loading it",
      `vsend load FILE --corrects ${loads[0]?.[0] ?? "LOAD"} --by "who" --reason "why"`,
    ],
  ];
  return {
    columns: [{ width: 22 }, { width: 100 }],
    data: text.map(([title, words]) => [heading(title!), textCell(words!, { wrap: true })]),
  };
}
