import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { projectFile } from "../pipelines/warehouse/installation.ts";

interface Locked {
  version: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
}

/** Packages that come from a registry; the others are folders of this one, or lie inside another. */
const fetched = Object.entries(
  (
    JSON.parse(readFileSync(projectFile("package-lock.json"), "utf8")) as {
      packages: Record<string, Locked>;
    }
  ).packages,
).filter(([path, { link, inBundle }]) => path.includes("node_modules/") && !link && !inBundle);

it("every package that is fetched is held to a digest, those for other machines too", () => {
  expect(fetched.length).toBeGreaterThan(200);
  const open = fetched.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==/.test(integrity ?? ""));
  expect(open.map(([path, { version }]) => `${path}@${version}`)).toEqual([]);
});
