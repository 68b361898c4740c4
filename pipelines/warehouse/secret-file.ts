import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { callError } from "./errors.ts";
import { type KeyWords, refuseInCheckout, refuseOpenKey } from "./key-place.ts";

const BYTES = 32;

/** Where the pseudonym key is kept unless VSEND_KEY_FILE says otherwise. */
export const keyFile = (): string =>
  process.env.VSEND_KEY_FILE ?? join(homedir(), ".config", "valuing-send", "pseudonym.key");

/** Where the secret of the noise is kept unless VSEND_NOISE_FILE says otherwise: beside the key. */
export const noiseFile = (): string =>
  process.env.VSEND_NOISE_FILE ?? join(dirname(keyFile()), "noise.key");

/**
 * The 32 bytes of a key kept as 64 hexadecimal digits, made the first time. The file is readable by
 * its owner alone.
 *
 * @throws VsendError for one that others can read, that lies in a git checkout, or is no key.
 */
export function readSecret(file: string, words: KeyWords): Buffer {
  refuseInCheckout(file, words);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makeSecret(file);
  }
  refuseOpenKey(file, words);
  const hex = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw callError({
      expected: `${words.name} of 64 hexadecimal digits`,
      came: `${hex.length} characters that are not one`,
      where: file,
      todo: "restore the key from its backup; only if nothing is loaded yet, delete the file to have a new one made",
    });
  }
  return Buffer.from(hex, "hex");
}

/** Written aside and then named, so that a crash leaves no half key and of two programs one wins. */
function makeSecret(file: string) {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(BYTES).toString("hex")}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
}
