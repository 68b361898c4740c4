import { createReadStream } from "node:fs";

/**
 * Counts where any of many byte strings stands in a file. The file is read once, however many there
 * are, and its size does not matter.
 *
 * @param patterns Each of at least three bytes.
 */
export async function countBytes(path: string, patterns: readonly Buffer[]): Promise<number> {
  // Most places are told from the first two bytes alone.
  const mayBegin = new Uint8Array(1 << 16);
  const byPrefix = new Map<number, Buffer[]>();
  for (const pattern of patterns) {
    const prefix = pattern.readUIntBE(0, 3);
    mayBegin[prefix >> 8] = 1;
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), pattern]);
  }
  const longest = Math.max(0, ...patterns.map(({ length }) => length));
  let found = 0;
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([carried, chunk as Buffer]);
    // A match that began before the last chunk ended is whole only now; the rest is looked at once.
    for (let at = 0, end = bytes.length - 2; at < end; at++) {
      const two = (bytes[at]! << 8) | bytes[at + 1]!;
      if (mayBegin[two] === 0) continue;
      for (const pattern of byPrefix.get((two << 8) | bytes[at + 2]!) ?? []) {
        const isNew = at + pattern.length > carried.length;
        if (isNew && bytes.subarray(at, at + pattern.length).equals(pattern)) found++;
      }
    }
    carried = bytes.subarray(Math.max(0, bytes.length - longest + 1));
  }
  return found;
}
