import type { Random } from "../../pipelines/sample/random.ts";

const LAUGHS = Array.from(
  { length: 12 },
  (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
).join("");

const DECLARED = [
  `<!DOCTYPE r [<!ENTITY l0 "ha">${LAUGHS}<!ENTITY e "&l12;">]>`,
  `<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>`,
  `<!DOCTYPE r [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>`,
  `<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;<!ENTITY e "x">]>`,
  `<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd" [<!ENTITY e "x">]>`,
];

/** Puts a document type into XML, with an entity that swells or pulls in a file, and makes use of it. */
export function declareEntities(xml: string, random: Random): string {
  const declared = DECLARED[random.whole(0, DECLARED.length - 1)]!;
  const at = xml.startsWith("<?xml") ? xml.indexOf("?>") + 2 : 0;
  const texts = [...xml.matchAll(/>[^<>\s][^<>]*</g)].map(({ index }) => index + 1);
  const used = texts[random.whole(0, texts.length - 1)] ?? xml.length;
  return `${xml.slice(0, at)}${declared}${xml.slice(at, used)}&e;${xml.slice(used)}`;
}
