import { type ChildProcess, fork } from "node:child_process";
import { existsSync, type FSWatcher, statSync, watch as watchFolder } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Places } from "../../project/project.ts";
import { projectFile } from "../../warehouse/installation.ts";
import type { TrialReport } from "./trial.ts";

/** What one trial came to: a report, or why the contracts cannot be read. */
export type Outcome = { report: TrialReport; seconds: number } | { fault: string; seconds: number };

interface Watching {
  /** Stops, and ends the process that waits for the next trial. */
  stop(): void;
}

/** An editor saves in several steps; the last of them counts. */
const SETTLED_MILLISECONDS = 60;

/**
 * Tries files at once, and again whenever one of them, a contract, an instrument or a mapping is saved. Each
 * trial is in a fresh process, which waits with its packages read, so that it begins at once.
 */
export function watchLoad(
  paths: readonly string[],
  places: Places,
  tell: (outcome: Outcome) => void,
): Watching {
  let next: ChildProcess | undefined;
  let current: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    current?.removeAllListeners();
    current?.kill();
    const child = next ?? waiting();
    current = child;
    next = undefined;
    const started = performance.now();
    const end = (outcome: object) => {
      child.removeAllListeners();
      current = undefined;
      // Not before, so that the two do not share the processor.
      next ??= waiting();
      tell({ ...outcome, seconds: (performance.now() - started) / 1000 } as Outcome);
    };
    child.once("message", (message: object) => end(message));
    child.once("exit", (code) => end({ fault: `the trial ended with exit code ${code}` }));
    child.send({ paths: paths.map((path) => resolve(path)), places });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(run, SETTLED_MILLISECONDS);
  };
  // Editors put a new file in the place of the old one, so it is folders that are watched.
  const files = new Map<string, Set<string>>();
  const { named, folder } = places.mappings;
  const isFolder = (path: string) => statSync(path).isDirectory();
  const mappings = [...named, folder].filter((path) => existsSync(path));
  const folders = [
    ...["loaders", "loaders/contract"].map(projectFile),
    places.instruments,
    ...mappings.filter(isFolder),
  ];
  const single = mappings.filter((path) => !isFolder(path));
  for (const path of [...paths, ...single].map((one) => resolve(one))) {
    files.set(dirname(path), (files.get(dirname(path)) ?? new Set()).add(basename(path)));
  }
  const watchers: FSWatcher[] = [
    ...[...files].map(([folder, names]) =>
      watchFolder(folder, (_, name) => {
        if (name === null || names.has(name)) soon();
      }),
    ),
    ...folders.map((folder) =>
      watchFolder(folder, (_, name) => {
        if (name === null || /\.(ts|ya?ml)$/.test(name)) soon();
      }),
    ),
  ];
  run();
  return {
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      for (const child of [current, next]) {
        child?.removeAllListeners();
        child?.kill();
      }
    },
  };
}

const waiting = (): ChildProcess => fork(projectFile("pipelines/preflight/watch/trial-process.js"));
