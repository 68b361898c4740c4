import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

export interface FrameworkMessage {
  kind: "line" | "warning" | "failed" | "ready";
  text: string;
}

/** Starts Observable Framework in `root`, without telemetry or network. */
export function startFramework(
  root: string,
  args: ["build", output: string, ...leftOut: string[]] | ["preview", port: string],
  signal?: AbortSignal,
): ChildProcess {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  return fork(fileURLToPath(new URL("./framework-process.ts", import.meta.url)), args, {
    cwd: root,
    execArgv: ["--import", tsx],
    env: { ...process.env, OBSERVABLE_TELEMETRY_DISABLE: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    ...(signal ? { signal } : {}),
  });
}

/** Waits for a `build` to end. @throws with Framework's own message when it fails. */
export function frameworkEnds(
  child: ChildProcess,
  onMessage: (message: FrameworkMessage) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure = "";
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-4000);
    });
    child.on("message", (message: FrameworkMessage) => {
      if (message.kind === "failed") failure = message.text;
      else onMessage(message);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(failure || stderr.trim() || `Framework ended by ${signal ?? code}`));
    });
  });
}
