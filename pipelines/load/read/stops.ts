import { rmSync } from "node:fs";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Work that a signal may end. */
export interface Stops {
  /** From here on the work is done to its end, and only then is a signal heeded. */
  isTooLate(): void;
  /** To be called when the work is over, however it ended. */
  end(): void;
}

/**
 * Ends the program at Ctrl-C or a request to terminate: the working copies go, since identifiers
 * stand in them as they came, and it says that nothing was loaded, which is so until a transaction
 * is committed. The exit code is 128 and the number of the signal, as shells have it.
 *
 * @param workDir The folder of the copies.
 */
export function stopsWith(workDir: string): Stops {
  let isLate = false;
  let asked: NodeJS.Signals | null = null;
  const stop = (signal: NodeJS.Signals) => {
    if (isLate) {
      asked = signal;
      return;
    }
    rmSync(workDir, { recursive: true, force: true });
    if (process.stdout.isTTY) process.stdout.write(SHOW_CURSOR);
    process.stderr.write("stopped; nothing was loaded\n", () =>
      process.exit(128 + constants.signals[signal]),
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    isTooLate: () => {
      isLate = true;
    },
    end: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
      if (asked) process.kill(process.pid, asked);
    },
  };
}

const SHOW_CURSOR = "\u001b[?25h";
