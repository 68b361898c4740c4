/**
 * Every form in which DuckDB may have written a pseudonym: as text with and without hyphens, and as
 * the 128-bit number that it makes of a UUID. That number has the top bit flipped, so that it sorts
 * as text does; columns hold it low byte first, and statistics of columns (their least and largest
 * values) as two LEB128 numbers, the upper half signed.
 *
 * @param uuid In lower case, with hyphens.
 */
export function formsOf(uuid: string): Buffer[] {
  const hex = uuid.replaceAll("-", "");
  const plain = Buffer.from(hex, "hex");
  const flipped = Buffer.from(plain);
  flipped[0]! ^= 0x80;
  return [
    Buffer.from(uuid),
    Buffer.from(hex),
    plain,
    flipped,
    Buffer.from(plain).reverse(),
    Buffer.from(flipped).reverse(),
    Buffer.concat([signedLeb128(flipped.readBigInt64BE(0)), leb128(flipped.readBigUInt64BE(8))]),
  ];
}

function leb128(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
    if (rest === 0n) return Buffer.from(bytes);
  }
}

function signedLeb128(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = rest === ((low & 0x40) === 0 ? 0n : -1n);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return Buffer.from(bytes);
  }
}
