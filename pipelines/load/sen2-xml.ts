import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open } from "node:fs/promises";
import { extname, join } from "node:path";
import { SaxesParser } from "saxes";
import { dataError } from "../errors.ts";
import { rule } from "../rules.ts";
import { type Candidate, shortName } from "./files.ts";
import { Sen2Records } from "./sen2-records.ts";
import { type TextDecoding, textDecoding } from "./xml-encoding.ts";
import { XmlStretch } from "./xml-stretch.ts";

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 1 << 20;

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
  const folder = await mkdtemp(join(workDir, "xml-"));
  const records = new Sen2Records(folder, name);
  try {
    const sha256 = await parse(file, name, decoding, records);
    const { paths, untaken } = records.finish();
    return paths.map(({ path, module }) => ({
      ...file,
      path,
      name: `${file.name}/${module}`,
      madeFrom: {
        sha256,
        within: { column: Sen2Records.WITHIN, title: "Person" },
        untaken,
      },
    }));
  } finally {
    records.close();
  }
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

async function parse(
  file: Candidate,
  name: string,
  { encoding }: TextDecoding,
  records: Sen2Records,
): Promise<string> {
  const parser = new SaxesParser({ xmlns: false, fileName: "" });
  parser.on("doctype", () => {
    throw dataError({
      expected: "XML without a document type, as COLLECT's schema has it",
      came: "one that declares a document type, through which a file can pull in others or swell without end",
      where: name,
      todo: "export the return again from the system that holds it; nothing was loaded",
    });
  });
  const stretch = new XmlStretch();
  parser.on("opentag", (tag) => {
    stretch.saw();
    records.open(tag.name);
  });
  parser.on("closetag", () => records.closeTag());
  parser.on("text", (text) => records.text(text));
  parser.on("cdata", (text) => records.text(text));
  parser.on("error", (cause) => {
    throw notWellFormed(name, cause);
  });
  const decoder = decoderOf(encoding, name);
  const decode = (bytes?: Buffer): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (cause) {
      throw notText(name, encoding, cause);
    }
  };
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) {
    hash.update(chunk);
    const text = decode(chunk);
    parser.write(text);
    if (stretch.isTooLongAfter(text)) throw endless(name);
  }
  parser.write(decode());
  parser.close();
  return hash.digest("hex");
}

function decoderOf(encoding: string, name: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw notText(name, encoding, cause);
  }
}

const endless = (name: string) =>
  dataError({
    expected: `elements of at most ${rule("longest_line_mb")} MB`,
    came: "one without end",
    where: name,
    todo: "check that it is a return; if it is, export it again; nothing was loaded",
  });

const notText = (name: string, encoding: string, cause: unknown) =>
  dataError(
    {
      expected: `text in the encoding the file declares, ${encoding}`,
      came: "bytes that are not, or an encoding that is not known",
      where: name,
      todo: "save the file as UTF-8, and load it again; nothing was loaded",
    },
    cause,
  );

function notWellFormed(name: string, cause: Error) {
  const [, line, column, fault = cause.message] =
    /^(?:undefined:|:)?([0-9]+):([0-9]+): (.*)$/s.exec(cause.message) ?? [];
  const isCutShort = /unclosed tag|unexpected end|must contain a root/i.test(fault);
  return dataError(
    {
      expected: isCutShort ? "a whole XML file" : "well-formed XML",
      came: isCutShort ? `one that stops before its end (${fault})` : fault.slice(0, 120),
      where: line ? `${name}, line ${line}, character ${column}` : name,
      todo: isCutShort
        ? "export or copy the file again, and load it again; nothing was loaded"
        : "correct that place, or export the return again; nothing was loaded",
    },
    cause,
  );
}
