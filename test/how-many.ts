/** Whether all is tried: at night, when the project `nightly` runs the slow tests and the browser again. */
export const isNight = process.env.VSEND_TESTS === "all";

/** How many cases a test tries: a few where a change waits for it, all of them at night. */
export const howMany = (few: number, all: number): number => (isNight ? all : few);
