import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one command took. */
export interface Measured {
  seconds: number;
  /** Time of all processors together, of the program and the system. */
  processorSeconds: number;
  /** Largest resident memory of the process, in MB; null where the system does not tell. */
  peakMb: number | null;
}

/** Runs a command to its end, watching its memory. @throws when it fails. */
export function measure(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<Measured> {
  const started = performance.now();
  const before = endedProcessorSeconds();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env, cwd });
  let peakMb: number | null = null;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb ?? 0, residentMb(child.pid) ?? 0) || peakMb;
  }, 50);
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("exit", (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1000;
      const processorSeconds = endedProcessorSeconds() - before;
      if (code === 0) resolve({ seconds, processorSeconds, peakMb });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
}

/** Processor time of every process that this one started and that has ended; not a number where untold. */
function endedProcessorSeconds(): number {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** High-water mark of a Linux process. */
function residentMb(pid: number | undefined): number | null {
  try {
    const [, kilobytes] =
      /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes ? Number(kilobytes) / 1024 : null;
  } catch {
    return null;
  }
}
