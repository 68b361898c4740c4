import { afterAll } from "vitest";

/**
 * Files of tests share a process, as reading the modules anew for each takes longer than the tests: what
 * one sets in the environment, such as a folder that it removes in the end, must not reach the next.
 */
const before = { ...process.env };

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
