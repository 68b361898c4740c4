import { open } from "node:fs/promises";

/** Whether a file's last byte is something other than the end of a line. */
export async function endsMidRow(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer[0] !== 0x0a && buffer[0] !== 0x0d;
  } finally {
    await handle.close();
  }
}
