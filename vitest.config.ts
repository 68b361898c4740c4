import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that take long: whatever loads many files or builds a warehouse, crashes, whole publishes. */
const SLOW = "test/**/*.slow.test.ts";

/**
 * Times, which need a quiet machine, long simulations, whole copies of the program, and what is
 * fetched: not what a change waits for. The slow tests and the browser's run at night too, with more cases.
 */
const NIGHTLY = "test/**/*.nightly.test.ts";

/** The longest first: one that begins last is waited for by a processor that has nothing left to do. */
const LONGEST = [
  "browser/pages.test",
  "attack-two-releases",
  "sen2.slow",
  "verbs/forget.slow",
  "disclosure/attacks.slow",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const BROWSER = "test/browser/**/*.test.ts";

/** Tests run side by side on all processors, and small tables are no quicker with several threads. */
const ONE_THREAD = { VSEND_THREADS: "1" };

const SAME_ENVIRONMENT = "test/same-environment.ts";

export default defineConfig({
  test: {
    // Left to itself vitest keeps one processor free, which of two is half of them.
    maxWorkers: "100%",
    globalSetup: "test/temporary-folder.ts",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", SLOW, NIGHTLY],
          // Reading the modules anew for each file takes longer than the tests.
          isolate: false,
          setupFiles: SAME_ENVIRONMENT,
          env: ONE_THREAD,
          testTimeout: 60_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "slow",
          include: [SLOW],
          isolate: false,
          setupFiles: SAME_ENVIRONMENT,
          env: ONE_THREAD,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "nightly",
          include: [NIGHTLY, SLOW, BROWSER],
          env: { VSEND_TESTS: "all" },
          testTimeout: 900_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "browser",
          include: [BROWSER],
          exclude: [NIGHTLY],
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
