import { tmpdir } from "node:os";
import { callError } from "../../warehouse/errors.ts";

const NO_SPACE =
  /ENOSPC|EFBIG|EDQUOT|no space left|file too large|quota exceeded|failed to offload|max_temp_directory_size/i;

/** What the disk was to hold, where it is, and what to do when it is full. */
export interface Room {
  holds: string;
  where: string;
  todo: string;
}

/** The room that work on a warehouse needs. @param again What to do once there is room. */
export const roomOfWarehouse = (
  warehouse: string,
  again = "load again; nothing was loaded",
): Room => ({
  holds: "the warehouse, and for copies meanwhile",
  where: `${warehouse} or ${tmpdir()}`,
  todo: `make room, or name another disk with --warehouse (or TMPDIR), and ${again}`,
});

/** What to throw for an error: where a disk was full, one that says so; any other as it is. */
export function orDiskFull(error: unknown, { holds, where, todo }: Room): unknown {
  if (!(error instanceof Error) || !NO_SPACE.test(error.message)) return error;
  return callError(
    {
      expected: `room on the disk for ${holds}`,
      came: /EFBIG|file too large/i.test(error.message)
        ? "a file that may not grow further here"
        : "a full disk",
      where,
      todo,
    },
    error,
  );
}
