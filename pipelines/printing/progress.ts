import { Listr } from "listr2";
import { plainLine } from "../warehouse/plain-text.ts";
import type { Task } from "../warehouse/task.ts";

/**
 * Shows one piece of long work: a spinner with what is being done now on a terminal, plain lines
 * elsewhere, nothing at all when the output is for machines.
 */
export async function withProgress<T>(
  title: string,
  isSilent: boolean,
  work: (task: Task) => Promise<T>,
  summary: (result: T) => string,
): Promise<T> {
  let result: T | undefined;
  let failure: { error: unknown } | undefined;
  const started = performance.now();
  const list = new Listr(
    [
      {
        title,
        task: async (_, task) => {
          let said = "";
          const report = (message: string) => {
            // On a plain log a line per model would drown the rest, so only a terminal gets them.
            if (!process.stdout.isTTY || message === said) return;
            said = message;
            task.output = plainLine(message);
          };
          try {
            result = await work({ report });
          } catch (error) {
            failure = { error };
            throw new Error("stopped");
          }
          const seconds = ((performance.now() - started) / 1000).toFixed(1);
          task.title = plainLine(`${title}: ${summary(result)} (${seconds} s)`);
        },
      },
    ],
    {
      renderer: isSilent ? "silent" : "default",
      fallbackRenderer: "simple",
      fallbackRendererCondition: () => !isSilent && !process.stdout.isTTY,
      collectErrors: false,
      // Whoever does the work says what came of it (see stoppably), or nothing has to be said.
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  await list.run().catch((stopped: unknown) => {
    // The error itself is told once, by whoever called.
    throw failure ? failure.error : stopped;
  });
  return result as T;
}
