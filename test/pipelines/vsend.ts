import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "../../pipelines/cli.ts";
import { PROJECT } from "../../pipelines/warehouse/installation.ts";

export interface Outcome {
  /** Exit code, or null where the program was killed. */
  code: number | null;
  out: string;
  err: string;
}

/** Starts the real command. `VSEND_KEY_FILE` must point away from the user's own key. */
export const start = (args: readonly string[]) => startIn(PROJECT, args);

/** The same of a copy of the program. */
export function startIn(
  root: string,
  args: readonly string[],
): { child: ChildProcess; ended: Promise<Outcome> } {
  if (!process.env.VSEND_KEY_FILE) throw new Error("expected a pseudonym key for tests");
  const child = spawn(process.execPath, [join(root, "pipelines/vsend.js"), ...args], {
    env: { ...process.env, NO_COLOR: "1" },
  });
  const outcome: Outcome = { code: null, out: "", err: "" };
  child.stdout.on("data", (text) => {
    outcome.out += text;
  });
  child.stderr.on("data", (text) => {
    outcome.err += text;
  });
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ...outcome, code }));
  });
  return { child, ended };
}

/** Calls the real command in a process of its own. */
export const vsend = (...args: string[]): Promise<Outcome> => start(args).ended;

/** Calls the same without a process of its own, which takes a second less. Not to be called at once with another. */
export async function vsendHere(...args: string[]): Promise<Outcome> {
  const outcome: Outcome = { code: 0, out: "", err: "" };
  const { stdout, stderr } = process;
  const [writeOut, writeErr, exitCode] = [stdout.write, stderr.write, process.exitCode];
  stdout.write = (text: string | Uint8Array) => {
    outcome.out += text;
    return true;
  };
  stderr.write = (text: string | Uint8Array) => {
    outcome.err += text;
    return true;
  };
  process.exitCode = 0;
  try {
    await main(["node", "vsend", ...args]);
    return { ...outcome, code: Number(process.exitCode) };
  } finally {
    stdout.write = writeOut;
    stderr.write = writeErr;
    process.exitCode = exitCode;
  }
}
