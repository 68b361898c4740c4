import { createServer } from "node:net";
import { join } from "node:path";
import { callError } from "../../warehouse/errors.ts";
import { type FrameworkMessage, frameworkEnds, startFramework } from "./framework.ts";
import { withoutEngine } from "./no-database.ts";

export interface PreviewOptions {
  /** The folder that holds `observablehq.config.ts` and `src`; Framework works in it. */
  root: string;
  /** The first port to try; the next free one is taken. */
  port?: number;
  print?: (line: string) => void;
}

export interface Preview {
  /** Ends with a slash. */
  url: string;
  /** Settles when the preview ends, by `stop` or by ctrl-C. */
  ended: Promise<void>;
  stop(): void;
}

/** The site with live reload, on this machine only, without a network. */
export async function previewSite(options: PreviewOptions): Promise<Preview> {
  const { root, port = 3000, print = console.log } = options;
  await withoutEngine(join(root, "src", ".observablehq", "cache"));
  const child = startFramework(root, ["preview", String(await freePort(port))]);
  let isStopping = false;
  const stop = () => {
    isStopping = true;
    child.kill("SIGTERM");
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  child.stderr?.pipe(process.stderr);

  let ready: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    ready = resolve;
  });
  const ended = frameworkEnds(child, ({ kind, text }: FrameworkMessage) => {
    if (kind === "ready") ready(text);
  })
    .catch((error: unknown) => {
      if (!isStopping) throw error;
    })
    .finally(() => process.off("SIGINT", stop).off("SIGTERM", stop));

  const address = await Promise.race([url, ended]);
  if (!address) throw new Error("the preview ended before it began");
  print(`The site is at ${address} (ctrl-C ends it)`);
  return { url: address, ended, stop };
}

async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 100; port++) if (await isFree(port)) return port;
  throw callError({
    expected: `a free port between ${first} and ${first + 99}`,
    came: "none",
    todo: "give another with --port",
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer()
      .once("error", () => answer(false))
      .listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
  });
}
