import { createHash, createHmac, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { callError } from "../../warehouse/errors.ts";
import { quote } from "../../warehouse/sql.ts";
import { refuseInCheckout, refuseOpenKey } from "./key-place.ts";

/**
 * The key that turns identifiers into pseudonyms. It lives outside the warehouse: whoever holds
 * only the warehouse cannot test whether a known child is in it.
 */
export interface PseudonymKey {
  bytes: Buffer;
  /** Names the key without giving it away; kept in the warehouse so that two keys never mix. */
  fingerprint: string;
}

const KEY_BYTES = 32;
const BLOCK_BYTES = 64;

/** Where the key is kept unless VSEND_KEY_FILE says otherwise. */
export const keyFile = (): string =>
  process.env.VSEND_KEY_FILE ?? join(homedir(), ".config", "valuing-send", "pseudonym.key");

/**
 * Reads the key, making one the first time. The file is readable by its owner alone.
 *
 * @throws VsendError for one that others can read, or that lies in a git checkout.
 */
export function readKey(file = keyFile()): PseudonymKey {
  refuseInCheckout(file);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makeKey(file);
  }
  refuseOpenKey(file);
  const hex = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw callError({
      expected: "a pseudonym key of 64 hexadecimal digits",
      came: `${hex.length} characters that are not one`,
      where: file,
      todo: "restore the key from its backup; only if nothing is loaded yet, delete the file to have a new one made",
    });
  }
  return keyFrom(Buffer.from(hex, "hex"));
}

/** Reads a key that must be there: a new one would know no child. @throws VsendError when it is not. */
export function heldKey(file = keyFile()): PseudonymKey {
  if (existsSync(file)) return readKey(file);
  throw callError({
    expected: "the pseudonym key that the warehouse was begun with",
    came: "no key",
    where: file,
    todo: "restore the key from its backup, or point VSEND_KEY_FILE at it: without it no child can be found by number",
  });
}

/** Written aside and then named, so that a crash leaves no half key and of two programs one wins. */
function makeKey(file: string) {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(KEY_BYTES).toString("hex")}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(aside);
  }
}

export const keyFrom = (bytes: Buffer): PseudonymKey => ({
  bytes,
  fingerprint: createHash("sha256")
    .update("valuing-send key")
    .update(bytes)
    .digest("hex")
    .slice(0, 16),
});

/**
 * Pseudonym of an identifier within its authority: HMAC-SHA256 (RFC 2104), first 128 bits as a
 * UUID. Local numbers repeat between authorities, so the authority is part of what is hashed.
 */
export function pseudonym(key: PseudonymKey, authority: string, id: string): string {
  const hex = createHmac("sha256", key.bytes).update(`${authority}|${id}`).digest("hex");
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The same as SQL over two text columns, so that identifiers are hashed as they are read. */
export const pseudonymSql = (key: PseudonymKey, authority: string, id: string): string =>
  `cast(left(${hmacSql(key.bytes, `${authority} || '|' || ${id}`)}, 32) as uuid)`;

/** HMAC-SHA256 (RFC 2104) of SQL's text, as 64 hexadecimal digits. */
export function hmacSql(bytes: Buffer, text: string): string {
  const padded = Buffer.concat([bytes], BLOCK_BYTES);
  const pad = (byte: number) =>
    `${quote([...padded].map((k) => `\\x${(k ^ byte).toString(16).padStart(2, "0")}`).join(""))}::blob`;
  const inner = `unhex(sha256(${pad(0x36)} || encode(${text})))`;
  return `sha256(${pad(0x5c)} || ${inner})`;
}
