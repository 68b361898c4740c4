import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../pipelines/sample/random.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { bladeFiles } from "../fixtures/sen2-return.ts";
import { declareEntities } from "./entities.ts";
import { BYTE_MUTATIONS, type Grid, MUTATIONS } from "./mutations.ts";
import type { Planted } from "./planted.ts";
import {
  CONTAINERS,
  type Container,
  delimited,
  gzipped,
  ndjson,
  workbook,
  writeParquet,
  xlsx,
  zipped,
} from "./written.ts";

/** A file of the fuzzer's own making. */
export interface Made {
  bytes: Buffer;
  ending: string;
  /** Files that must stand beside it, by name. */
  beside: Record<string, Buffer>;
  history: string[];
  /** At most how many cells hold something else than was planted. */
  altered: number;
  /** The cells as a spreadsheet shows them, where no byte was touched. */
  grid: string[][] | null;
  /** Whether the file must be refused, whatever else it holds. */
  mustRefuse: boolean;
}

/** Spoils planted rows, in a container drawn at random. */
export async function make(
  warehouse: Warehouse,
  planted: Planted,
  random: Random,
  folder: string,
): Promise<Made> {
  const container = CONTAINERS[random.weighted([60, 25, 5, 10])]!;
  const grid: Grid = {
    rows: [[...planted.header], ...planted.rows.map((row) => [...row])],
    altered: 0,
    history: [container],
  };
  const names = Object.keys(MUTATIONS);
  const steps = [0, 1, 1, 2, 3][random.whole(0, 4)]!;
  for (let i = 0; i < steps; i++) {
    const name = names[random.whole(0, names.length - 1)]!;
    MUTATIONS[name]!(grid, random);
    grid.history.push(name);
  }
  const byteSteps = steps === 0 ? random.whole(0, 2) : random.chance(0.2) ? 1 : 0;
  const made = await contained(warehouse, container, grid, byteSteps, random, folder);
  Object.assign(made.beside, besideOf(planted));
  if (planted.contract.keepsRest && container === "csv" && random.chance(0.5)) {
    made.beside["extract.meta.csv"] = Buffer.from(
      "col_name,col_type,label,indicator_unit\nkind_of_need,Filter,Kind of need,\npupil_number,Indicator,Pupils,\n",
    );
  }
  return packed(made, random);
}

/** What stands beside a file: the header of its return. */
export const besideOf = ({ contract }: Planted): Record<string, Buffer> =>
  contract.part ? { "header.csv": Buffer.from(bladeFiles([]).sen2!) } : {};

const spoiler = (made: Made, random: Random) => (bytes: Buffer, steps: number) => {
  let spoilt = bytes;
  const names = Object.keys(BYTE_MUTATIONS);
  for (let i = 0; i < steps; i++) {
    const name = names[random.whole(0, names.length - 1)]!;
    const { bytes: next, cells } = BYTE_MUTATIONS[name]!(spoilt, random);
    [spoilt, made.grid, made.altered] = [next, null, made.altered + cells];
    made.history.push(name);
  }
  return spoilt;
};

const ENCODINGS = [
  { encoding: "utf8", hasMark: false },
  { encoding: "utf8", hasMark: true },
  { encoding: "utf16le", hasMark: true },
  { encoding: "utf16be", hasMark: true },
  { encoding: "windows-1252", hasMark: false },
] as const;

async function contained(
  warehouse: Warehouse,
  container: Container,
  { rows, altered, history }: Grid,
  byteSteps: number,
  random: Random,
  folder: string,
): Promise<Made> {
  const made: Made = {
    bytes: Buffer.alloc(0),
    ending: `.${container}`,
    beside: {},
    history,
    altered,
    grid: rows,
    mustRefuse: false,
  };
  const spoil = spoiler(made, random);
  switch (container) {
    case "csv": {
      const dialect = {
        delimiter: [",", ",", ";", "\t", "|"][random.whole(0, 4)]!,
        ...ENCODINGS[random.weighted([5, 2, 1, 1, 2])]!,
        lineEnd: random.chance(0.3) ? "\r\n" : "\n",
      };
      history[0] = `csv ${JSON.stringify(dialect)}`;
      // What windows-1252 cannot write is written as "?", which is an alteration as well.
      if (dialect.encoding === "windows-1252") made.grid = null;
      made.bytes = spoil(delimited(rows, dialect), byteSteps);
      break;
    }
    case "xlsx": {
      const parts: Record<string, string | Buffer> = workbook(rows);
      const names = Object.keys(parts);
      const name = names[random.weighted([1, 3, 3, 3, 1, 20])]!;
      if (random.chance(0.05)) {
        parts["xl/worksheets/sheet2.xml"] = declareEntities(
          String(parts["xl/worksheets/sheet2.xml"]),
          random,
        );
        [made.mustRefuse, made.grid] = [true, null];
        history.push("declare entities");
      }
      if (byteSteps && random.chance(0.7)) {
        parts[name] = spoil(Buffer.from(parts[name]!), byteSteps);
        made.bytes = xlsx(parts);
      } else made.bytes = spoil(xlsx(parts), byteSteps);
      break;
    }
    case "parquet": {
      const [csv, parquet] = [join(folder, "in.csv"), join(folder, "out.parquet")];
      writeFileSync(
        csv,
        delimited(rows, { delimiter: ",", encoding: "utf8", hasMark: false, lineEnd: "\n" }),
      );
      try {
        await writeParquet(warehouse, csv, parquet);
        made.bytes = spoil(await readFile(parquet), byteSteps);
      } catch {
        // A grid so spoilt cannot be written as Parquet.
        made.bytes = spoil(await readFile(csv), byteSteps);
      }
      made.altered = Infinity;
      break;
    }
    case "ndjson":
      made.bytes = spoil(ndjson(rows), byteSteps);
      // Rows above the header, and rows of their own length, mean something else there.
      if (history.length > 1) made.altered = Infinity;
  }
  return made;
}

/** Names that a member of a zip may have; none may be written where it says. */
const MEMBERS = ["in/extract", "extract", "../../extract", "/extract", "a/b/c/é extract"];

function packed(made: Made, random: Random): Made {
  const spoil = spoiler(made, random);
  const packing = random.weighted([80, 10, 10]);
  if (packing === 1) {
    made.bytes = spoil(gzipped(made.bytes), random.chance(0.3) ? 1 : 0);
    made.ending += ".gz";
  } else if (packing === 2) {
    const member = MEMBERS[random.weighted([60, 20, 5, 5, 10])]!;
    const folder = member.slice(0, member.lastIndexOf("/") + 1);
    const beside = Object.entries(made.beside).map(([name, bytes]) => [`${folder}${name}`, bytes]);
    made.bytes = spoil(
      zipped({ [`${member}${made.ending}`]: made.bytes, ...Object.fromEntries(beside) }),
      random.chance(0.3) ? 1 : 0,
    );
    [made.ending, made.beside] = [".zip", {}];
    // A zip whose members' names lead out of it may be refused.
    if (/^([.][.]|\/)/.test(member)) made.history.push(`a member named ${member}`);
  }
  return made;
}
