import { z } from "zod";
import { nearestFive } from "../disclosure/protect.ts";
import { defineRelease } from "./release.ts";

const row = z.strictObject({
  load_id: z.number(),
  loader: z.string(),
  /** File name, for published data; extracts about children are not named. */
  file: z.string().nullable(),
  is_child_level: z.boolean(),
  rows_read: z.number(),
  rows_loaded: z.number(),
  rows_rejected: z.number(),
  rows_superseded: z.number(),
  rows_out_of_scope: z.number(),
  as_of: z.string().nullable(),
});

export type LoadLine = z.infer<typeof row>;

const CHILD_LEVEL = new Set(["assessments", "placements", "spend", "sen2"]);

/** What was loaded, how much of it was refused, and as of when. */
export const loads = defineRelease({
  name: "loads",
  grain: "one row per file loaded",
  row,
  disclosure: "Rows about children are counted to the nearest five, and such files are not named",
  rows: async (warehouse) => {
    const lines = await warehouse.rows(`
      select load_id, loader, file, rows_read, rows_loaded, rows_rejected, rows_superseded, rows_out_of_scope, as_of
      from loads order by load_id`);
    return {
      rows: lines.map((line) => {
        const isChildLevel = CHILD_LEVEL.has(String(line.loader));
        const shown = (n: unknown) => (isChildLevel ? nearestFive(Number(n)) : Number(n));
        return {
          ...(line as unknown as LoadLine),
          is_child_level: isChildLevel,
          // The latest day of an extract may be one child's.
          as_of: isChildLevel
            ? line.as_of
              ? String(line.as_of).slice(0, 7)
              : null
            : (line.as_of as string | null),
          file: isChildLevel ? null : String(line.file).split("/").slice(-2).join("/"),
          rows_read: shown(line.rows_read),
          rows_loaded: shown(line.rows_loaded),
          rows_rejected: shown(line.rows_rejected),
          rows_superseded: shown(line.rows_superseded),
          rows_out_of_scope: shown(line.rows_out_of_scope),
        };
      }),
    };
  },
});
