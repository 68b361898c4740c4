import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPlainXml } from "../../../../pipelines/load/sen2/plain-xml.ts";
import { readWholeXml } from "../../../../pipelines/load/sen2/whole-xml.ts";
import type { ElementSink } from "../../../../pipelines/load/sen2/xml-elements.ts";
import { VsendError } from "../../../../pipelines/warehouse/errors.ts";
import { children, returnXml } from "../../../fixtures/sen2-return.ts";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-plain-xml-"));
  file = join(folder, "a.xml");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes down all it is told, text only by what it comes to between two tags. */
class Told implements ElementSink<{ name: string }> {
  readonly wantsText = true;
  readonly lines: string[] = [];
  tag = (name: string) => ({ name });
  openTag = ({ name }: { name: string }) => this.lines.push(`<${name}>`);
  closeTag = () => this.lines.push("</>");
  text(text: string) {
    const last = this.lines.at(-1);
    if (last?.startsWith("=")) this.lines[this.lines.length - 1] = last + text;
    else this.lines.push(`=${text}`);
  }
}

type Outcome = { lines: string[]; sha256: string } | null;

async function plainly(chunkBytes?: number): Promise<Outcome> {
  const told = new Told();
  const sha256 = await readPlainXml(file, told, chunkBytes);
  return sha256 === null ? null : { lines: told.lines, sha256 };
}

/** What a whole parser makes of the file: null where it refuses it. */
async function wholly(): Promise<Outcome> {
  const told = new Told();
  try {
    const sha256 = await readWholeXml({ path: file, name: file, isNamed: true }, "utf-8", told);
    return { lines: withinRoot(told.lines), sha256 };
  } catch (error) {
    if (!(error instanceof VsendError)) throw error;
    return null;
  }
}

/** Text around the root is told by one and not by the other, and is blank. */
function withinRoot(lines: readonly string[]): string[] {
  let depth = 0;
  return lines.filter((line) => {
    if (line.startsWith("=")) return depth > 0;
    depth += line === "</>" ? -1 : 1;
    return true;
  });
}

const name = fc.constantFrom("Person", "UPN", "a", "a.b", "x:y", "_z", "Sex-1");
const space = fc.constantFrom("", " ", "\n", "\r\n", "\t");
const text = fc
  .array(
    fc.constantFrom(
      ..."a|9|é|日|😀|&amp;|&#39;|&#x1F600;|&#13;|\r|\r\n|\n| |]|]]|]]>|\"|'|,|\u007f|\u0085|\u00a0|\ufeff".split(
        "|",
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));
const oddAttributes = fc.constantFrom(
  ...[
    "",
    "",
    "",
    ' a="1"',
    " a='<'",
    ' a="1" b="2"',
    ' a="1" a="2"',
    ' xmlns:x="urn:x"',
    ' a="&amp;"',
    ' a="x>y"',
    " a",
    " a=1",
  ],
);
const attributes = fc.oneof({ weight: 9, arbitrary: fc.constant("") }, oddAttributes);
const { element } = fc.letrec<{ element: string; inner: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      attributes,
      space,
      fc.oneof({ depthSize: "small" }, text, tie("inner")),
      fc.boolean(),
    )
    .map(([tag, given, gap, inner, isShort]) =>
      isShort ? `<${tag}${given}${gap}/>` : `<${tag}${given}${gap}>${inner}</${tag}${gap}>`,
    ),
  inner: fc.array(fc.oneof(tie("element"), text), { maxLength: 4 }).map((parts) => parts.join("")),
}));
const oddStarts = ["\ufeff", "<?xml version='1.1'?>", " ", "<!-- a -->", "<!DOCTYPE a>"];
const before = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("", '<?xml version="1.0" encoding="UTF-8"?>\n') },
  fc.constantFrom(...oddStarts),
);
const after = fc.constantFrom("", "", "", "", "\n", " \r\n", "<!-- b -->", "x", "<b/>");
const document = fc.tuple(before, element, after).map((parts) => parts.join(""));
const PIECES = [
  "<",
  ">",
  "/",
  "&",
  ";",
  "]]>",
  "<!--",
  "-->",
  "<![CDATA[",
  '"',
  "=",
  "\u0000",
  "\u0001",
  "\ufffe",
  "\uffff",
  "é",
  "\r",
  " ",
  "<?p?>",
  "&#0;",
  "&#xD800;",
  "&#65;",
  "&lol;",
  "</a>",
  "<a>",
];
const someEdits = fc.array(fc.tuple(fc.nat(400), fc.nat(3), fc.constantFrom(...PIECES)), {
  maxLength: 2,
});
const edits = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, someEdits);

const edited = (xml: string, changes: readonly [number, number, string][]) =>
  changes.reduce((now, [at, cut, piece]) => {
    const from = at % (now.length + 1);
    return now.slice(0, from) + piece + now.slice(from + cut);
  }, xml);

describe("the reader of plain XML", () => {
  test("tells what a whole parser tells, or gives up, whatever the file", async () => {
    let [agreed, gaveUp] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        document,
        edits,
        fc.constantFrom(40, 200, 5000),
        async (xml, changes, chunk) => {
          await writeFile(file, edited(xml, changes));
          const plain = await plainly(chunk);
          if (plain === null) gaveUp++;
          else {
            expect(plain).toEqual(await wholly());
            agreed++;
          }
        },
      ),
      { numRuns: 1000, seed: 20261124 },
    );
    expect(agreed).toBeGreaterThan(200);
    expect(gaveUp).toBeGreaterThan(200);
  });

  test("gives up on bytes that are no UTF-8, wherever they stand", async () => {
    const bytes = Buffer.from("<a><b>xyz</b></a>");
    for (let at = 0; at < bytes.length; at++) {
      for (const byte of [0x80, 0xc3, 0xff]) {
        const spoilt = Buffer.from(bytes);
        spoilt[at] = byte;
        await writeFile(file, spoilt);
        expect(await plainly()).toBeNull();
      }
    }
  });

  test("does not give up on an ordinary return, however the file is cut into pieces", async () => {
    const xml = returnXml(children(40)).replace("<Message>", '<Message xmlns:xsi="urn:x" v="1">');
    await writeFile(file, xml.replace("Zyxwvsmith", "Zoë &amp; O&#39;Néill"));
    expect((await readFile(file)).length).toBeGreaterThan(20_000);
    const whole = await wholly();
    for (const chunk of [256, 1000, 4096, 1 << 20]) expect(await plainly(chunk)).toEqual(whole);
  });
});
