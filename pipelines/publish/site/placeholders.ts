import { createHash } from "node:crypto";
import { parse } from "node:path/posix";

/** What stands in a built page for a file of the release: its address in the site, and its size. */
export interface Attached {
  /** Such as `_file/data/changes.1a2b3c4d.arrow`. */
  path: string;
  bytes: number;
}

/** How Framework names an attachment, so that a file that differs has another address. */
export function attached(name: string, content: string | Uint8Array): Attached {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  const { name: stem, ext } = parse(name);
  return { path: `_file/data/${stem}.${hash}${ext}`, bytes: Buffer.byteLength(content) };
}

/** Names its file, and nothing else is equal to it. */
export const contentOf = (name: string) => `Here goes ${name} of a release of Valuing SEND.\n`;
