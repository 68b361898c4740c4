import type { Random } from "../../pipelines/sample/random.ts";
import type { Value } from "../../pipelines/warehouse/row.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { children, returnXml } from "../fixtures/sen2-return.ts";
import { declareEntities } from "./entities.ts";
import type { Made } from "./made.ts";
import { BYTE_MUTATIONS } from "./mutations.ts";

const CHILDREN = 25;

/** A SEN2 return in XML, as its supplier would send it. */
export const WHOLE = returnXml(children(CHILDREN, 7));

interface Spoilt {
  xml: string;
  /** At most how many fields were altered. */
  fields: number;
  mustRefuse?: boolean;
}

const tagsIn = (xml: string) => [...xml.matchAll(/<\/?[A-Za-z0-9]+>/g)];
const anyOf = <T>(list: readonly T[], random: Random): T => list[random.whole(0, list.length - 1)]!;
const cut = (xml: string, from: number, length: number, put = "") =>
  xml.slice(0, from) + put + xml.slice(from + length);

const XML_MUTATIONS: Record<string, (xml: string, random: Random) => Spoilt> = {
  "cut the end off": (xml, random) => ({
    xml: xml.slice(0, random.whole(0, xml.length - 12)),
    fields: 1,
    mustRefuse: true,
  }),
  "take a tag out": (xml, random) => {
    const { index, 0: tag } = anyOf(tagsIn(xml), random);
    return { xml: cut(xml, index, tag.length), fields: 0, mustRefuse: true };
  },
  "rename an element": (xml, random) => {
    const names = [...new Set(tagsIn(xml).map(([tag]) => tag.replace(/[</>]/g, "")))];
    const name = anyOf(names, random);
    const other = anyOf(
      [`${name}X`, name.toUpperCase(), `n:${name}`, anyOf(names, random)],
      random,
    );
    return {
      xml: xml.replace(new RegExp(`(</?)${name}>`, "g"), `$1${other}>`),
      fields: names.includes(other) ? Infinity : 0,
    };
  },
  "repeat a field": (xml, random) => {
    const fields = [...xml.matchAll(/<([A-Za-z0-9]+)>[^<>]*<\/\1>/g)];
    const { index, 0: field } = anyOf(fields, random);
    return { xml: cut(xml, index, 0, field), fields: 1 };
  },
  "put a field elsewhere": (xml, random) => {
    const fields = [...xml.matchAll(/<([A-Za-z0-9]+)>[^<>]*<\/\1>/g)];
    const [one, other] = [anyOf(fields, random), anyOf(fields, random)];
    return { xml: cut(xml, other.index, 0, one[0]), fields: 2 };
  },
  "alter a field": (xml, random) => {
    const fields = [...xml.matchAll(/>([^<>\s][^<>]*)</g)];
    const { index, 1: text } = anyOf(fields, random);
    const put = anyOf(
      [
        "",
        " ",
        "=1+1",
        "é",
        "&#0;",
        "&amp;",
        "<![CDATA[2024-01-01]]>",
        "x".repeat(600),
        "\n",
        "&no;",
      ],
      random,
    );
    return { xml: cut(xml, index + 1, text!.length, put), fields: 1 };
  },
  "declare entities": (xml, random) => ({
    xml: declareEntities(xml, random),
    fields: 0,
    mustRefuse: true,
  }),
  "nest without end": (xml, random) => {
    const depth = random.whole(1, 3000);
    const { index } = anyOf(tagsIn(xml), random);
    return { xml: cut(xml, index, 0, "<a>".repeat(depth) + "</a>".repeat(depth)), fields: 1 };
  },
  "declare another encoding": (xml, random) => ({
    xml: xml.replace("UTF-8", anyOf(["UTF-16", "windows-1252", "no-such", "UTF-7"], random)),
    fields: 0,
  }),
  "put a comment and an instruction in": (xml, random) => {
    const { index } = anyOf(tagsIn(xml), random);
    return { xml: cut(xml, index, 0, "<!-- <Person> --><?go <Person> ?>"), fields: 0 };
  },
};

/** Spoils a whole return. */
export function makeReturn(random: Random): Made {
  const made: Made = {
    bytes: Buffer.from(WHOLE),
    ending: ".xml",
    beside: {},
    history: ["xml"],
    altered: 0,
    grid: null,
    mustRefuse: false,
  };
  let xml = WHOLE;
  for (let steps = random.whole(0, 2); steps > 0; steps--) {
    const name = anyOf(Object.keys(XML_MUTATIONS), random);
    const spoilt = XML_MUTATIONS[name]!(xml, random);
    // A later change may undo what had to be refused, so the last alone is held to it.
    [xml, made.altered] = [spoilt.xml, made.altered + spoilt.fields];
    made.mustRefuse = spoilt.mustRefuse === true;
    made.history.push(name);
  }
  made.bytes = Buffer.from(xml);
  if (random.chance(0.25)) {
    const name = anyOf(Object.keys(BYTE_MUTATIONS), random);
    made.bytes = BYTE_MUTATIONS[name]!(made.bytes, random).bytes;
    [made.altered, made.mustRefuse] = [Infinity, false];
    made.history.push(name);
  }
  return made;
}

/** Text by which the children of the return can be told, none of which may be in the warehouse. */
const TELLING = /Zyxwvsmith|Qwertyjones|O&?'?Xample|Inventa|Fictor|ZZ[0-9]+ 9ZZ|Z1[0-9]{10}A/;

/** Values of each column of the tables of the return, and how many rows each table has. */
export interface ReturnState {
  values: Map<string, Set<Value>>;
  rows: number;
}

export async function returnState(warehouse: Warehouse): Promise<ReturnState> {
  const tables = await warehouse.rows<{ name: string }>(
    "select table_name as name from information_schema.tables where table_name like 'loaded_sen2_%'",
  );
  const state: ReturnState = { values: new Map(), rows: 0 };
  for (const { name } of tables) {
    const rows = await warehouse.rows(`select * exclude (load_id, source_row) from ${name}`);
    state.rows += rows.length;
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      // Numbers of records are counted anew in every return.
      if (column.endsWith("tableid")) continue;
      const at = `${name}.${column}`;
      state.values.set(at, (state.values.get(at) ?? new Set()).add(value));
    }
  }
  return state;
}

/** What a loaded return got wrong, compared with the whole one. */
export async function judgeReturn(
  warehouse: Warehouse,
  whole: ReturnState,
  { altered, history }: Made,
): Promise<string[]> {
  const wrong: string[] = [];
  const came = await returnState(warehouse);
  let differing = 0;
  for (const [at, values] of came.values) {
    for (const value of values) {
      if (value !== null && !whole.values.get(at)?.has(value)) differing++;
      if (TELLING.test(String(value))) wrong.push(`${at} holds ${value}`);
    }
  }
  const refusals = await warehouse.rows("select value, message, raw from rejected_rows");
  for (const refusal of refusals)
    if (TELLING.test(Object.values(refusal).join(" ")))
      wrong.push("a refusal tells who it is about");
  if (differing > altered)
    wrong.push(`${differing} values differ, at most ${altered} were altered`);
  if (history.length === 1 && came.rows !== whole.rows)
    wrong.push(`of a whole return ${came.rows} of ${whole.rows} rows are loaded`);
  return wrong;
}
