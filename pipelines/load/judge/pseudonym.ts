import { createHash, createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { callError } from "../../warehouse/errors.ts";
import type { KeyWords } from "../../warehouse/key-place.ts";
import { keyFile, readSecret } from "../../warehouse/secret-file.ts";
import { quote } from "../../warehouse/sql.ts";

/**
 * The key that turns identifiers into pseudonyms. It lives outside the warehouse: whoever holds
 * only the warehouse cannot test whether a known child is in it.
 */
export interface PseudonymKey {
  bytes: Buffer;
  /** Names the key without giving it away; kept in the warehouse so that two keys never mix. */
  fingerprint: string;
}

const BLOCK_BYTES = 64;

const WORDS: KeyWords = {
  name: "a pseudonym key",
  danger: "and the warehouse can find any child by number",
  variable: "VSEND_KEY_FILE",
};

/**
 * Reads the key, making one the first time. The file is readable by its owner alone.
 *
 * @throws VsendError for one that others can read, or that lies in a git checkout.
 */
export const readKey = (file = keyFile()): PseudonymKey => keyFrom(readSecret(file, WORDS));

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
