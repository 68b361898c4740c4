import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one command took. */
export interface Measured {
  seconds: number;
  /** Processor time, which other programs on the machine lengthen less; null where the system does not tell. */
  cpuSeconds: number | null;
  /** Largest resident memory of the process, in MB; null where the system does not tell. */
  peakMb: number | null;
}

/** Runs a command to its end, watching its memory. @throws when it fails. */
export function measure(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"], env });
  let peakMb: number | null = null;
  let cpuSeconds: number | null = null;
  const watch = setInterval(() => {
    cpuSeconds = processorSeconds(child.pid) ?? cpuSeconds;
    peakMb = Math.max(peakMb ?? 0, residentMb(child.pid) ?? 0) || peakMb;
  }, 50);
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("exit", (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, cpuSeconds, peakMb });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
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

/** Of a Linux process and its threads, in user and system; its clock ticks a hundred times a second. */
function processorSeconds(pid: number | undefined): number | null {
  try {
    const [, after = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
    const [user, system] = after.split(" ").slice(11, 13).map(Number);
    return (user! + system!) / 100 || null;
  } catch {
    return null;
  }
}
