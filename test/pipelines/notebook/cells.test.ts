import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, readNotebook, written } from "../../../pipelines/notebook/page/cells.ts";

const PAGE = `---
title: Spring term
---

# Who changed?

\`\`\`js
const least = view(Inputs.range([0, 60]));
\`\`\`

\`\`\`sql id=rows display
from changes where first_need >= \${least}
\`\`\`
Words at once after.

\`\`\`\`python
\`\`\`sql
not ours
\`\`\`
\`\`\`\`
`;

const shape = (cells: readonly Cell[]) =>
  cells.map(({ mode, source, info }) => ({ mode, source, info }));

describe("a page cut into cells", () => {
  it("has a cell for each block of code that runs, and for the words between", () => {
    const { front, cells } = readNotebook(PAGE);
    expect(front).toBe("---\ntitle: Spring term\n---\n\n");
    expect(shape(cells)).toEqual([
      { mode: "md", source: "# Who changed?", info: "" },
      { mode: "js", source: "const least = view(Inputs.range([0, 60]));", info: "" },
      {
        mode: "sql",
        source: `from changes where first_need >= \${least}`,
        info: "id=rows display",
      },
      {
        mode: "md",
        source: "Words at once after.\n\n````python\n```sql\nnot ours\n```\n````",
        info: "",
      },
    ]);
  });

  const line = fc.constantFrom(
    ...[
      "",
      "words",
      "```sql",
      "```js id=a",
      "```",
      "````",
      "~~~",
      "~~~ts",
      "select 1",
      "  ```",
      "---",
      "\r",
      "# a",
      "```python",
      "\t",
    ],
  );

  it("is the same page when put together again, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), (lines, hasEnd) => {
        const text = lines.join("\n") + (hasEnd ? "\n" : "");
        expect(written(readNotebook(text))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  const code = fc
    .array(fc.constantFrom("a", "```", "````", "~~~", "x ```"))
    .map((parts) => parts.join("\n"));
  const cell = fc
    .record({ mode: fc.constantFrom("sql" as const, "js" as const, "ts" as const), source: code })
    .map((one): Cell => ({ ...one, info: "", around: { before: "", after: "\n" } }));

  it("with new cells of any code, has those cells and that code when read again", () => {
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        const again = readNotebook(written({ front: "", cells })).cells;
        expect(shape(again)).toEqual(shape(cells));
      }),
    );
  });

  it("with a cell appended to a page that does not end its last line, is whole", () => {
    const { front, cells } = readNotebook("# a\n\n```sql\nselect 1\n```");
    cells.push({ mode: "js", source: "1", info: "", around: { before: "", after: "" } });
    expect(shape(readNotebook(written({ front, cells })).cells)).toEqual(shape(cells));
  });
});
