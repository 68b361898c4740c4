/** How an XML file's bytes become text. */
export interface TextDecoding {
  /** Label for `TextDecoder`. */
  encoding: string;
  /** The beginning of the text, as far as it can be read. */
  head: string;
}

/** The encoding of XML by its byte-order mark, else by its declaration, else UTF-8 (XML 1.0, appendix F). */
export function textDecoding(bytes: Buffer): TextDecoding {
  const encoding = marked(bytes) ?? declared(bytes) ?? "utf-8";
  return { encoding, head: decoded(bytes, encoding) };
}

function marked(bytes: Buffer): string | null {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0x3c && b === 0) return "utf-16le";
  if (a === 0 && b === 0x3c) return "utf-16be";
  return a === 0xef && b === 0xbb ? "utf-8" : null;
}

function declared(bytes: Buffer): string | null {
  const start = bytes.subarray(0, 200).toString("latin1");
  const label = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
  // Bytes that could be read this far are not UTF-16, whatever they declare.
  return label && !/^utf-?16/i.test(label) ? label.toLowerCase() : null;
}

function decoded(bytes: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
