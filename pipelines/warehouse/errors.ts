import { plainLine } from "./plain-text.ts";

/** Exit codes of the command: the data failed (1), the call was wrong (2). */
export type ExitCode = 1 | 2;

export interface Problem {
  /** What was expected. */
  expected: string;
  /** What came instead. */
  came: string;
  /** File, sheet, row, column: as much as is known. */
  where?: string;
  /** What to do next, as an instruction. */
  todo: string;
  /** Every file or row concerned, where there are several. */
  details?: readonly string[];
  /** What else was found, in other files of the same call. */
  others?: readonly Problem[];
}

/** The one kind of error a user is meant to read; anything else is a fault of the program. */
export class VsendError extends Error {
  readonly exitCode: ExitCode;
  readonly problem: Problem;

  constructor(exitCode: ExitCode, problem: Problem, options?: { cause?: unknown }) {
    super(sentence(problem), options);
    this.name = "VsendError";
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

function sentence({ expected, came, where, todo, details }: Problem): string {
  const lines = [`expected ${expected}`, `     got ${came}`];
  if (where) lines.push(`      in ${where}`);
  for (const detail of details ?? []) lines.push(`         ${detail}`);
  lines.push(`   to do ${todo}`);
  return lines.map(plainLine).join("\n");
}

/** The data failed a check. */
export const dataError = (problem: Problem, cause?: unknown) =>
  new VsendError(1, problem, { cause });

/** The command was called wrongly. */
export const callError = (problem: Problem, cause?: unknown) =>
  new VsendError(2, problem, { cause });
