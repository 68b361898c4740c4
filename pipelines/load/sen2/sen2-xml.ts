import { mkdtemp, open, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { readPlainXml } from "./plain-xml.ts";
import { Sen2Records } from "./sen2-records.ts";
import { readWholeXml } from "./whole-xml.ts";
import { type TextDecoding, textDecoding } from "./xml-encoding.ts";

const HEAD_BYTES = 64 * 1024;

export const isXml = (file: Candidate): boolean => extname(file.path).toLowerCase() === ".xml";

/**
 * Turns an XML return into delimited files as COLLECT's export would hold them, in a new folder of
 * `workDir`, without what no loader takes. The file is read as a stream, so its size does not matter.
 *
 * @returns null when the file is not a SEN2 return.
 * @throws VsendError when the file is cut short, is not well formed, or declares entities.
 */
export async function readSen2Xml(file: Candidate, workDir: string): Promise<Candidate[] | null> {
  const decoding = await readHead(file);
  const hasDoctype = /<!(DOCTYPE|ENTITY)/i.test(decoding.head);
  if (!isSen2(decoding.head) && !(hasDoctype && file.isNamed)) return null;
  const name = shortName(file);
  const isUtf8 = /^utf-?8$/.test(decoding.encoding);
  const { sha256, files, untaken } =
    (isUtf8 ? await records(workDir, name, (sink) => readPlainXml(file.path, sink)) : null) ??
    (await records(workDir, name, (sink) => readWholeXml(file, decoding.encoding, sink)))!;
  return files.map(({ path, module, numbered }) => ({
    ...file,
    path,
    name: `${file.name}/${module}`,
    madeFrom: {
      sha256,
      within: { column: Sen2Records.WITHIN, title: "Person" },
      numbered,
      untaken,
    },
  }));
}

/** By the name of the collection, or failing that, by what only this return holds. */
const isSen2 = (head: string): boolean => {
  const [, collection] = /<(?:[\w.-]+:)?collection\s*>\s*([^<]*)</i.exec(head) ?? [];
  if (collection !== undefined) return /sen\s*2/i.test(collection);
  return /<(?:[\w.-]+:)?person[\s>]/i.test(head) && /<(?:[\w.-]+:)?requests[\s>]/i.test(head);
};

async function readHead(file: Candidate): Promise<TextDecoding> {
  const handle = await open(file.path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return textDecoding(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The records as a reader tells them, in files; null where the reader gives up. */
async function records(
  workDir: string,
  name: string,
  read: (sink: Sen2Records) => Promise<string | null>,
) {
  const folder = await mkdtemp(join(workDir, "xml-"));
  const sink = new Sen2Records(folder, name);
  try {
    const sha256 = await read(sink);
    if (sha256 !== null) return { sha256, ...sink.finish() };
    await rm(folder, { recursive: true });
    return null;
  } finally {
    sink.close();
  }
}
