import { open } from "node:fs/promises";

/** What a file is, told by its first bytes and never by its name. */
export type Kind = "text" | "zip" | "gzip" | "parquet" | "old office" | "page" | "binary" | "empty";

const MAGIC: readonly [Kind, number[]][] = [
  ["zip", [0x50, 0x4b]],
  ["gzip", [0x1f, 0x8b]],
  ["parquet", [0x50, 0x41, 0x52, 0x31]],
  ["old office", [0xd0, 0xcf, 0x11, 0xe0]],
  ["binary", [0x25, 0x50, 0x44, 0x46]],
  ["binary", [0x89, 0x50, 0x4e, 0x47]],
  ["binary", [0xff, 0xd8, 0xff]],
];

export async function kindOf(path: string): Promise<Kind> {
  const bytes = await firstBytes(path, 512);
  if (bytes.length === 0) return "empty";
  for (const [kind, magic] of MAGIC) {
    if (magic.every((byte, i) => bytes[i] === byte)) return kind;
  }
  return /^\s*<(!doctype|html|[?]xml|table)/i.test(bytes.toString("latin1")) ? "page" : "text";
}

export async function firstBytes(path: string, most: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
