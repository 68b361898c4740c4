import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import {
  children,
  HERTFORDSHIRE_2025,
  itemXml,
  XML_END,
  xmlStart,
} from "../fixtures/sen2-return.ts";
import { type Measured, measure } from "./peak-memory.ts";

/**
 * Measures an XML return from file to checked, pseudonymised tables, and from file to the rows that
 * are then checked, against ElementTree and pandas making the same tables of it (where python3 has
 * pandas; see sen2-frame.py for what it does and leaves out). All are held to one core, and compared
 * by processor time, so that whatever else the machine does counts little.
 *
 * Usage: npx tsx test/bench/sen2.ts [PERSONS]
 */
const persons = Number(process.argv[2] ?? 100_000);
const folder = await mkdtemp(join(tmpdir(), "vsend-bench-"));
const env = { ...process.env, VSEND_KEY_FILE: join(folder, "pseudonym.key") };

function* text() {
  yield xmlStart(HERTFORDSHIRE_2025);
  let part = "";
  for (const person of children(persons)) {
    part += itemXml(person);
    if (part.length < 1 << 18) continue;
    yield part;
    part = "";
  }
  yield part + XML_END;
}

/** The first Python here that has pandas. */
const python =
  ["python3", "/usr/bin/python3"].find(
    (command) => spawnSync(command, ["-c", "import pandas"]).status === 0,
  ) ?? "python3";

const onOneCore = (command: string, ...args: string[]): Promise<Measured | null> =>
  measure("taskset", ["-c", "0", command, ...args], env).catch(() => null);

try {
  const file = join(folder, "return.xml");
  await pipeline(Readable.from(text()), createWriteStream(file));
  const megabytes = (await stat(file)).size / 1e6;
  console.log(`${persons.toLocaleString("en-GB")} persons, ${megabytes.toFixed(0)} MB of XML`);
  const frame = await onOneCore(python, projectFile("test/bench/sen2-frame.py"), file, folder);
  const read = await onOneCore(
    process.execPath,
    "--import",
    "tsx",
    projectFile("test/bench/sen2-read.ts"),
    file,
    folder,
  );
  const load = await onOneCore(
    process.execPath,
    projectFile("pipelines/vsend.js"),
    "load",
    file,
    "--json",
    "--warehouse",
    join(folder, "ours.duckdb"),
  );
  const cpu = ({ processorSeconds }: Measured) => processorSeconds;
  const line = (name: string, measured: Measured | null) => {
    if (!measured) return console.log(`${name.padEnd(32)} could not be run`);
    const used = cpu(measured);
    const cells = [
      `${used.toFixed(1).padStart(6)} s of processor`,
      `${measured.seconds.toFixed(1).padStart(6)} s by the clock`,
      `${(megabytes / used).toFixed(1).padStart(6)} MB/s`,
      ...(frame ? [`${(cpu(frame) / used).toFixed(2).padStart(6)} x baseline`] : []),
      `peak ${measured.peakMb?.toFixed(0) ?? "?"} MB`,
    ];
    console.log(name.padEnd(32), cells.join("  "));
  };
  console.log(
    "the baseline makes and writes the same tables, but checks nothing and keeps no ledger",
  );
  line("baseline: ElementTree and pandas", frame);
  line("XML to rows", read);
  line("vsend load", load);
} finally {
  await rm(folder, { recursive: true, force: true });
}
