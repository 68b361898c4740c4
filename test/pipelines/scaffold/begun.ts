import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { newLoader } from "../../../pipelines/scaffold/new-loader.ts";
import { newMeasure } from "../../../pipelines/scaffold/new-measure.ts";
import { newNotebook } from "../../../pipelines/scaffold/new-notebook.ts";
import { waitingList } from "./example-rows.ts";
import { projectCopy } from "./project-copy.ts";

const run = promisify(execFile);

/** A copy of the program in which a loader, four measures and a notebook were begun. */
export async function begunCopy() {
  const copy = projectCopy();
  const at = (path: string) => join(copy.root, path);
  const example = at("waiting list.tmp");
  writeFileSync(example, waitingList());
  const options = { from: example, authority: "X10000001", root: copy.root };
  const loader = await newLoader("ep-waiting", options);
  const measure = await newMeasure("support-by-tier", {
    of: "support",
    by: ["authority_code", "tier"],
    root: copy.root,
  });
  const notebook = newNotebook("spring-term", { root: copy.root });
  const ofRows = await newMeasure("figures-by-indicator", {
    of: "indicators",
    by: ["indicator"],
    notAudited: "its rows are figures of whole authorities that DfE has published",
    root: copy.root,
  });
  const ofOne = await newMeasure("assessed-by-month", {
    of: "assessments",
    by: ["rated_by", "assessed_on"],
    root: copy.root,
  });
  writeFileSync(
    at("bands.tmp.sql"),
    `select child_id, authority_code, case when need < 50 then 'Under 50' else '50 and over' end as band
    from assessment_scores join assessments using (assessment_id)
    where domain = 'total' and rated_by = 'professional' and need is not null
    qualify row_number() over (partition by child_id order by assessed_on desc, assessment_id desc) = 1;\n`,
  );
  const ofSelect = await newMeasure("children-by-band", {
    of: at("bands.tmp.sql"),
    by: ["authority_code", "band"],
    root: copy.root,
  });
  const measures = [measure, ofRows, ofOne, ofSelect].flatMap(({ files }) => files);
  return {
    ...copy,
    at,
    example,
    read: (path: string) => readFileSync(at(path), "utf8"),
    /** Runs a program of the copy. */
    bin: (name: string, ...args: string[]) =>
      run(process.execPath, [at(`node_modules/${name}`), ...args], { cwd: copy.root }),
    written: [...new Set([...loader.files, ...measures, ...notebook.files])],
  };
}
