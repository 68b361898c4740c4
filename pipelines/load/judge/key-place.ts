import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { callError } from "../../warehouse/errors.ts";

/**
 * Refuses a key that others can read: with it and the warehouse, every child can be found by
 * number. Windows has no such modes; there the rights of the folder decide.
 *
 * @throws VsendError saying how to close it, and that it may have been read.
 */
export function refuseOpenKey(file: string): void {
  if (process.platform === "win32") return;
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw callError({
    expected: "a pseudonym key that its owner alone can read",
    came: `one that others can read or write (mode ${mode.toString(8)})`,
    where: file,
    todo: `chmod 600 ${file}; and consider whether anyone has read it: whoever has it and the warehouse can find any child by number`,
  });
}

/**
 * Refuses a key in a git checkout, from where it would be committed, copied and pushed.
 *
 * @throws VsendError saying where else to put it.
 */
export function refuseInCheckout(file: string): void {
  const checkout = checkoutOf(file);
  if (!checkout) return;
  throw callError({
    expected: "a pseudonym key outside every git checkout",
    came: `one in the checkout ${checkout}`,
    where: file,
    todo: "move the key to a folder of your own, such as ~/.config/valuing-send, and point VSEND_KEY_FILE at it; if it was ever committed, it is known to all who have the repository",
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
