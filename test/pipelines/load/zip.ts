import { deflateRawSync } from "node:zlib";

const words = (...numbers: [value: number, bytes: 2 | 4][]): Buffer =>
  Buffer.concat(
    numbers.map(([value, bytes]) => {
      const word = Buffer.alloc(bytes);
      word.writeUIntLE(value, 0, bytes);
      return word;
    }),
  );

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** A zip archive of files. */
export function zip(files: Record<string, string | Buffer>): Buffer {
  const members: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    const packed = deflateRawSync(bytes);
    const about = words(
      [20, 2],
      [0x800, 2],
      [8, 2],
      [0, 4],
      [crc32(bytes), 4],
      [packed.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    );
    members.push(words([0x04034b50, 4]), about, name, packed);
    directory.push(
      words([0x02014b50, 4], [20, 2]),
      about,
      words([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    offset += 4 + about.length + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const count = Object.keys(files).length;
  return Buffer.concat([
    ...members,
    list,
    words([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [list.length, 4], [offset, 4], [0, 2]),
  ]);
}
