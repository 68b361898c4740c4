import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { PROJECT, projectFile } from "../../pipelines/warehouse/installation.ts";

/** Files with a quotation mark before a value that is not SQL's, and whose it is. */
const NOT_SQL: Record<string, string> = {
  "loaders/contract/quote.ts": "makes the literal",
  "loaders/contract/safe-cell.ts": "a cell that a spreadsheet must not calculate",
  "pipelines/load/read/formats/candidate.ts": "a path as a shell takes it",
  "pipelines/notebook/client/answer-panel.ts": "a cell that a spreadsheet must not calculate",
  "pipelines/scaffold/loader-texts.ts": "a test that is written, of a table's name made of letters",
};

const BARE = "'$" + "{";

const files = ["loaders", "pipelines"].flatMap((folder) =>
  readdirSync(projectFile(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name))),
);

it("values go into SQL by sql`` or quote(), never between quotation marks of one's own", () => {
  const bare = files.filter((path) => readFileSync(projectFile(path), "utf8").includes(BARE));
  expect(bare.sort()).toEqual(Object.keys(NOT_SQL));
});
