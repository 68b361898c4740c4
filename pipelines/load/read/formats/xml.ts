import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { XmlStretch } from "./xml-stretch.ts";

/** What is called while XML is read; names come without their prefix. */
export interface XmlVisitor {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Thrown by a visitor that has seen enough. */
export const ENOUGH = Symbol("enough");

/**
 * Reads XML as it streams, so that a sheet of any length takes little memory. Entities that a
 * document declares are not expanded.
 *
 * @throws when it is not well formed.
 */
export async function readXml(stream: Readable, visitor: XmlVisitor): Promise<void> {
  const parser = new SaxesParser({ position: false });
  const stretch = new XmlStretch();
  const write = (text: string) => {
    parser.write(text);
    if (stretch.isTooLongAfter(text)) throw new Error("a cell or comment without end");
  };
  const local = (name: string) => name.slice(name.indexOf(":") + 1);
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    stretch.saw();
    visitor.open?.(local(name), attributes as Record<string, string>);
  });
  parser.on("text", (text) => visitor.text?.(text));
  parser.on("cdata", (text) => visitor.text?.(text));
  parser.on("closetag", ({ name }) => visitor.close?.(local(name)));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of stream) write(decoder.decode(chunk, { stream: true }));
    parser.write(decoder.decode());
    parser.close();
  } catch (error) {
    if (error !== ENOUGH) throw error;
  } finally {
    stream.destroy();
  }
}
