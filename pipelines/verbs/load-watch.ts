import { stat } from "node:fs/promises";
import { callError } from "../warehouse/errors.ts";
import { plainText } from "../warehouse/plain-text.ts";
import type { Common } from "./options.ts";
import { projectOf } from "./project-of.ts";

/**
 * `vsend load --watch`: tries files again and again until it is interrupted, which is no failure.
 *
 * @throws VsendError for a path that is no file.
 */
export async function loadWatch(paths: readonly string[], options: Common): Promise<void> {
  for (const path of paths) await refuseNoFile(path);
  const { json } = options;
  const { places } = projectOf(options);
  const { watchLoad } = await import("../preflight/watch/watch.ts");
  const { watchReport } = await import("../preflight/watch/watch-report.ts");
  const say = (text: string) => process.stdout.write(`${plainText(text)}\n`);
  if (!json)
    say("Nothing is loaded. Save the file or its contract to see it judged again; Ctrl-C ends.");
  await new Promise<void>((resolve) => {
    const watching = watchLoad(paths, places, (outcome) =>
      say(json ? JSON.stringify(outcome) : watchReport(outcome)),
    );
    const end = () => {
      watching.stop();
      resolve();
    };
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
  });
}

async function refuseNoFile(path: string) {
  const found = await stat(path).catch(() => null);
  if (found?.isFile()) return;
  throw callError({
    expected: "a file to watch",
    came: found ? "a folder" : "a path where there is nothing",
    where: path,
    todo: "name the file itself",
  });
}
