import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { SaxesParser } from "saxes";
import { dataError } from "../../warehouse/errors.ts";
import { rule } from "../../warehouse/rules.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { XmlStretch } from "../read/formats/xml-stretch.ts";
import type { ElementSink } from "./xml-elements.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * Tells the elements of any well-formed XML file.
 *
 * @returns the SHA-256 of the file.
 * @throws VsendError when the file is cut short, is not well formed, or declares a document type.
 */
export async function readWholeXml<Tag extends object>(
  file: Candidate,
  encoding: string,
  sink: ElementSink<Tag>,
): Promise<string> {
  const name = shortName(file);
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
    sink.openTag(sink.tag(tag.name));
  });
  parser.on("closetag", () => sink.closeTag());
  parser.on("text", (text) => sink.text(text));
  parser.on("cdata", (text) => sink.text(text));
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
