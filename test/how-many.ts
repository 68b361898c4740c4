/**
 * How many cases a test tries: a few where a change waits for it, all of them at night, when the
 * project `nightly` runs the slow tests again.
 */
export const howMany = (few: number, all: number): number =>
  process.env.VSEND_TESTS === "all" ? all : few;
