import { describe, expect, it } from "vitest";
import { type CellError, transpileCell } from "../../../pipelines/notebook/page/transpile.ts";

describe("a cell becomes what Framework makes of it on a page", () => {
  it("of SQL, with inputs as parameters and its rows shown beside it", () => {
    const made = transpileCell("c1", {
      mode: "sql",
      source: `from changes where first_need >= \${least}`,
      info: "id=rows",
    });
    expect(made.code).toContain('inputs: ["answerOf","sql","least"], outputs: ["rows"]');
    expect(made.code).toContain(
      'const rows = await answerOf("c1", sql`from changes where first_need >= $' + "{least}`)",
    );
  });

  it("of TypeScript, and of words with values in them", () => {
    const typed = transpileCell("c2", { mode: "ts", source: "const a: number = 1;", info: "" });
    expect(typed.code).toContain('outputs: ["a"]');
    expect(typed.code).not.toContain("number");
    const words = transpileCell("c3", { mode: "md", source: `# At least \${least}`, info: "" });
    expect(words.html).toContain(`<!--:${words.ids[0]}:-->`);
    expect(words.code).toContain('mode: "inline", inputs: ["least","display"]');
  });

  it("with files and imports where the page will have them", () => {
    const made = transpileCell("c4", {
      mode: "js",
      source:
        'import * as d3 from "npm:d3@7"; import { rowsOf } from "../components/rows.js"; const t = FileAttachment("../data/loads.arrow").arrow();',
      info: "",
    });
    expect(made.files).toEqual(["../data/loads.arrow"]);
    expect(made.code).toContain("../assets/npm/d3.js");
    expect(made.code).toContain("../assets/components/rows.js");
  });

  it("or says where it cannot be read", () => {
    const at = (mode: "js" | "sql", source: string) => {
      try {
        transpileCell("c", { mode, source, info: "" });
      } catch (error) {
        return (error as CellError).at;
      }
      return "nothing wrong";
    };
    expect(at("js", "const a = ;")).toBe(10);
    expect(at("sql", `from t where a = \${b +}`)).toBeGreaterThan(15);
    expect(at("js", "1 + 1")).toBe("nothing wrong");
    expect(() => transpileCell("c", { mode: "sql", source: "from t", info: "id=1a" })).toThrow(
      /id=/,
    );
  });
});
