import type { Command } from "commander";
import type { LoadOptions } from "../load/load.ts";
import { callError } from "../warehouse/errors.ts";

/** What the verbs that load take besides files. */
export interface LoadFlags {
  corrects?: string;
  by?: string;
  reason?: string;
  worseThanLast?: boolean;
}

export const withCorrection = (command: Command): Command =>
  command
    .option(
      "--corrects <load>",
      "the file is a corrected one: number of the load, or name of the file, that it corrects",
    )
    .option("--by <who>", "who corrected it (with --corrects)")
    .option("--reason <why>", "why it was wrong, naming no child (with --corrects)");

export const withHold = (command: Command): Command =>
  command.option(
    "--no-worse-than-last",
    "refuse a load with a larger share of refused rows than the last of its source and authority (most_refused_rise in data/reference/rules.csv says how much larger)",
  );

/** @throws VsendError when a correction does not say what, by whom and why. */
export function loadOptions({
  corrects,
  by,
  reason,
  worseThanLast,
}: LoadFlags): Omit<LoadOptions, "mappings"> {
  // Commander turns --no-worse-than-last into worseThanLast: false.
  const held = worseThanLast === false ? { isHeldToLast: true } : {};
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
