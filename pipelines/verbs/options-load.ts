import type { Command } from "commander";
import type { RaisedLimit } from "../load/commit/raised-limits.ts";
import type { LoadOptions } from "../load/load.ts";
import { callError } from "../warehouse/errors.ts";

/** What the verbs that load take besides files. */
export interface LoadFlags {
  corrects?: string;
  by?: string;
  reason?: string;
  worseThanLast?: boolean;
  mostRefused?: string;
}

export const withCorrection = (command: Command): Command =>
  command
    .option(
      "--corrects <load>",
      "the file is a corrected one: number of the load, or name of the file, that it corrects",
    )
    .option(
      "--most-refused <share>",
      "for this load alone, how large a share of a file's rows may be refused, such as 0.2 (most_refused_share in data/reference/rules.csv says how large otherwise)",
    )
    .option(
      "--by <who>",
      "who corrected it, or takes so many refused rows (with --corrects or --most-refused)",
    )
    .option("--reason <why>", "why, naming no child (with --corrects or --most-refused)");

export const withHold = (command: Command): Command =>
  command.option(
    "--no-worse-than-last",
    "refuse a load with a larger share of refused rows than the last of its source and authority (most_refused_rise in data/reference/rules.csv says how much larger)",
  );

/** @throws VsendError when a correction does not say what, by whom and why. */
export function loadOptions(flags: LoadFlags): Omit<LoadOptions, "mappings"> {
  const { corrects, by, reason, worseThanLast, mostRefused } = flags;
  // Commander turns --no-worse-than-last into worseThanLast: false.
  const held = {
    ...(worseThanLast === false ? { isHeldToLast: true } : {}),
    ...(mostRefused === undefined ? {} : { raised: raisedLimit(mostRefused, by, reason) }),
  };
  if (mostRefused !== undefined && corrects === undefined) return held;
  const given = { "--corrects": corrects, "--by": by, "--reason": reason };
  if (Object.values(given).every((text) => text === undefined)) return held;
  const missing = Object.entries(given).flatMap(([name, text]) => (text?.trim() ? [] : [name]));
  if (missing.length > 0) {
    throw callError({
      expected: "a correction to say what it corrects, who corrected it and why",
      came: `no ${missing.join(" and no ")}`,
      todo: 'give all three: --corrects LOAD --by "who" --reason "why"',
    });
  }
  return {
    ...held,
    correction: { corrects: corrects!.trim(), by: by!.trim(), reason: reason!.trim() },
  };
}

/** @throws VsendError for a share that is none, and one that nobody signs for. */
function raisedLimit(share: string, by = "", reason = ""): RaisedLimit {
  const most = Number(share);
  if (!/^(0?[.][0-9]+|1([.]0+)?)$/.test(share) || most <= 0) {
    throw callError({
      expected: "a share above 0 and at most 1 after --most-refused, such as 0.2",
      came: `"${share}"`,
      todo: "give the share of a file's rows that may be refused",
    });
  }
  if (by.trim() && reason.trim()) return { most, by: by.trim(), reason: reason.trim() };
  throw callError({
    expected: "a raised limit to say who takes it and why",
    came: by.trim() ? "no --reason" : reason.trim() ? "no --by" : "no --by and no --reason",
    todo: 'give all three: --most-refused 0.2 --by "who" --reason "why"',
  });
}
