import { readSen2Xml } from "../../pipelines/load/sen2/sen2-xml.ts";

/** One reading of an XML return, for the bench: `sen2-read.ts FILE FOLDER`. */
const [file = "", folder = ""] = process.argv.slice(2);
await readSen2Xml({ path: file, name: file, isNamed: true }, folder);
