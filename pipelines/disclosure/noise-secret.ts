import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { callError } from "../warehouse/errors.ts";
import type { KeyWords } from "../warehouse/key-place.ts";
import { noiseFile, readSecret } from "../warehouse/secret-file.ts";
import { sql } from "../warehouse/sql.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { type Noise, noiseFrom } from "./noise.ts";

const WORDS: KeyWords = {
  name: "a secret of the noise",
  danger: "can take the noise off what was published",
  variable: "VSEND_NOISE_FILE",
};

/**
 * The noise of published means, by the secret kept for it alone, which is made the first time.
 *
 * @throws VsendError for a secret that others can read, or that lies in a git checkout.
 */
export const readNoise = (): Noise => noiseFrom(readSecret(noiseFile(), WORDS));

const FACT = "noise secret";

/** Names the secret without giving it away; of one that is not made yet, says so. */
export const noiseFingerprint = (): string =>
  existsSync(noiseFile())
    ? createHash("sha256")
        .update("valuing-send noise")
        .update(readSecret(noiseFile(), WORDS))
        .digest("hex")
        .slice(0, 16)
    : "not made yet";

/**
 * Holds a warehouse to the secret that its first figures were made with: under another, the same
 * figure would be published with other noise, and the mean of both would have less.
 *
 * @throws VsendError when the secret is another.
 */
export async function holdToOneNoise(warehouse: Warehouse): Promise<void> {
  readNoise();
  const own = noiseFingerprint();
  const [held] = await warehouse.rows<{ value: string }>(
    sql`select value from warehouse_facts where fact = ${FACT}`,
  );
  if (!held) await warehouse.run(sql`insert into warehouse_facts values (${FACT}, ${own})`);
  else if (held.value !== own) {
    throw callError({
      expected: `the secret of the noise, ${held.value}, that this warehouse was begun with`,
      came: `another, ${own}`,
      where: noiseFile(),
      todo: "restore noise.key from its backup, or point VSEND_NOISE_FILE at it: under another secret published means would be drawn anew, and two releases would tell more than one",
    });
  }
}
