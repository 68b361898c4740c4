import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { PROJECT, projectFile } from "../warehouse/installation.ts";

/** The program's version and, in a git checkout, the commit (with + where files differ from it). */
export const codeVersion = (): string => {
  said ??= askVersion();
  return said;
};

/** A program that runs stays the one that it was. */
let said: string | undefined;

function askVersion(): string {
  const { version } = JSON.parse(readFileSync(projectFile("package.json"), "utf8")) as {
    version: string;
  };
  try {
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", PROJECT, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    const changed = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "+";
    return `${version} (${git("rev-parse", "--short=10", "HEAD")}${changed})`;
  } catch {
    return version;
  }
}
