import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { callError } from "./errors.ts";

/** A key or secret: what it is called, and what whoever has read it could do. */
export interface KeyWords {
  name: string;
  danger: string;
  /** The variable of the environment that says where it is. */
  variable: string;
}

/**
 * Refuses a key that others can read. Windows has no such modes; there the rights of the folder
 * decide.
 *
 * @throws VsendError saying how to close it, and that it may have been read.
 */
export function refuseOpenKey(file: string, { name, danger }: KeyWords): void {
  if (process.platform === "win32") return;
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw callError({
    expected: `${name} that its owner alone can read`,
    came: `one that others can read or write (mode ${mode.toString(8)})`,
    where: file,
    todo: `chmod 600 ${file}; and consider whether anyone has read it: whoever has it ${danger}`,
  });
}

/**
 * Refuses a key in a git checkout, from where it would be committed, copied and pushed.
 *
 * @throws VsendError saying where else to put it.
 */
export function refuseInCheckout(file: string, { name, variable }: KeyWords): void {
  const checkout = checkoutOf(file);
  if (!checkout) return;
  throw callError({
    expected: `${name} outside every git checkout`,
    came: `one in the checkout ${checkout}`,
    where: file,
    todo: `move it to a folder of your own, such as ~/.config/valuing-send, and point ${variable} at it; if it was ever committed, it is known to all who have the repository`,
  });
}

/** The checkout a path lies in, links followed as far as the path is there. */
function checkoutOf(file: string): string | null {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  const real = existsSync(file) ? dirname(realpathSync(file)) : realpathSync(folder);
  for (let at = real; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return null;
  }
}
