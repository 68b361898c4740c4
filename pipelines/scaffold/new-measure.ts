import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../build/build.ts";
import { models } from "../build/models.ts";
import { tablesRead } from "../build/tables-read.ts";
import { releases } from "../measures/index.ts";
import { callError } from "../warehouse/errors.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { sql } from "../warehouse/sql.ts";
import { silent } from "../warehouse/task.ts";
import { openWarehouse } from "../warehouse/warehouse.ts";
import {
  meanComponentTestText,
  meanComponentText,
  meanCountedText,
  meanMeasureTestText,
  meanMeasureText,
  meanMethodText,
  meanModelText,
} from "./mean-texts.ts";
import { type ByColumn, type MeasurePlan, namesOf } from "./measure-plan.ts";
import { componentTestText, measureTestText } from "./measure-test-texts.ts";
import { componentText, countedText, measureText, methodText, modelText } from "./measure-texts.ts";
import { checkedName } from "./names.ts";
import { ownInstruments } from "./own-instruments.ts";
import { indexWith, methodIndexWith } from "./register.ts";
import { format, writeFiles } from "./write-files.ts";

const INDEX = "pipelines/measures/all.ts";
const METHODS = "src/method/index.md";

/** Who writes the parts of a table of counts, and of one of means. */
const COUNTS = {
  counted: countedText,
  model: modelText,
  measure: measureText,
  component: componentText,
  method: methodText,
  measureTest: measureTestText,
  componentTest: componentTestText,
};
const MEANS: typeof COUNTS = {
  counted: meanCountedText,
  model: meanModelText,
  measure: meanMeasureText,
  component: meanComponentText,
  method: meanMethodText,
  measureTest: meanMeasureTestText,
  componentTest: meanComponentTestText,
};

export interface NewMeasureOptions {
  /** The table whose rows it counts, or a file of one select, and the columns it counts them by. */
  of: string;
  by: readonly string[];
  /** Why a table without children's pseudonyms tells of no child. */
  notAudited?: string;
  isForced?: boolean;
  root?: string;
}

/**
 * Begins a published table whole: it counts the children of a table, or its rows where it has none,
 * by some of its columns. Its folder with the model and the definition, its component, its method
 * page, its tests and its line in the index.
 *
 * @throws VsendError where the table or a column is not there or would tell of a child, or the name
 *   is taken or no measure's. Then nothing is written.
 */
export async function newMeasure(
  given: string,
  { of, by, notAudited, isForced = false, root = PROJECT }: NewMeasureOptions,
): Promise<{ name: string; table: string; files: string[] }> {
  const name = checkedName(given).replaceAll("_", "-");
  if (!name.includes("-by-")) throw noGrain(given);
  const select = of.endsWith(".sql") ? readSelect(of) : null;
  const columns = await columnsOf(of, select, by);
  const plan: MeasurePlan = {
    name,
    of,
    select,
    by: by.map((column) => byColumn(column, columns.get(column)!)),
    notAudited: reasonFor(of, columns.has("child_id"), notAudited),
  };
  return writeMeasure(plan, {}, { isForced, root });
}

/**
 * Writes a published table whole.
 *
 * @param more files to write with it, by path below the root.
 * @throws VsendError where its name is taken or no measure's, or a file is there. Then nothing is written.
 */
export function writeMeasure(
  plan: MeasurePlan,
  more: Readonly<Record<string, string>>,
  { isForced = false, root = PROJECT }: { isForced?: boolean; root?: string } = {},
): { name: string; table: string; files: string[] } {
  const { name } = plan;
  if (!name.includes("-by-")) throw noGrain(name);
  const { table, view, variable, title } = namesOf(plan);
  const isTaken =
    models(ownInstruments()).some((model) => model.name === table) ||
    releases.some((release) => release.name === name);
  if (isTaken && !isForced) throw taken(name);
  const index = indexWith(join(root, INDEX), name, variable);
  const methods = methodIndexWith(join(root, METHODS), name, title);
  const folder = `pipelines/measures/${name}`;
  const write = plan.mean === undefined ? COUNTS : MEANS;
  const files = writeFiles(
    root,
    {
      [`${folder}/${view}.sql`]: write.counted(plan),
      [`${folder}/${table}.sql`]: write.model(plan),
      [`${folder}/measure.ts`]: write.measure(plan),
      [`src/components/${name}.ts`]: write.component(plan),
      [`src/method/${name}.md`]: write.method(plan),
      [`test/${folder}/measure.test.ts`]: write.measureTest(plan),
      [`test/src/components/${name}.test.ts`]: write.componentTest(plan),
      ...more,
    },
    isForced,
  );
  writeFileSync(join(root, INDEX), index);
  writeFileSync(join(root, METHODS), methods);
  format(root, [...files, INDEX]);
  return { name, table, files: [...files, INDEX, METHODS] };
}

/** The one select of a file, without what ends it. */
function readSelect(file: string): string {
  if (!existsSync(file)) throw badSelect(file, "no such file");
  return readFileSync(file, "utf8").trim().replace(/;$/, "");
}

/** The columns of what is counted, with their types: asked of an empty warehouse in which it is built. */
async function columnsOf(
  of: string,
  select: string | null,
  by: readonly string[],
): Promise<Map<string, string>> {
  const refuse = (cause: unknown): never => {
    throw badSelect(of, String((cause as Error).message).split("\n")[0]!);
  };
  const warehouse = await openWarehouse(":memory:");
  try {
    const known = models(ownInstruments()).map(({ name }) => name);
    const reads = select === null ? [of] : await tablesRead(warehouse, select).catch(refuse);
    const missing = reads.find((table) => !known.includes(table));
    if (missing !== undefined) throw unknown("a table", missing, known.toSorted(), "--of");
    await build(warehouse, ownInstruments(), [], silent, { only: reads });
    const rows = await warehouse
      .rows<{ column_name: string; column_type: string }>(
        `describe ${select === null ? sql`from ${sql.id(of)}` : select}`,
      )
      .catch(refuse);
    const columns = new Map(rows.map((row) => [row.column_name, row.column_type]));
    for (const column of by) {
      if (!columns.has(column)) {
        throw unknown(`a column of ${of}`, column, [...columns.keys()], "--by");
      }
    }
    return columns;
  } finally {
    warehouse.close();
  }
}

/** A column of so few values that rows can be counted by it, and that names no one. */
function byColumn(name: string, type: string): ByColumn {
  const isDay = /^(DATE|TIMESTAMP)/.test(type);
  const isRecord = /(^|_)(child|assessment|plan|request|enrolment)_id$/.test(name);
  const isAmount = /^(DOUBLE|FLOAT|DECIMAL)/.test(type);
  const isNested = /\[|^(STRUCT|MAP|UNION)/.test(type);
  if (isRecord || name === "birth_month" || isAmount || isNested) throw notToCountBy(name, type);
  return { name, isDay };
}

/** What the audit is told where nobody is counted. */
function reasonFor(of: string, hasChildren: boolean, given: string | undefined): string | null {
  if (hasChildren && given === undefined) return null;
  if (hasChildren) throw childrenThere(of);
  if (given === undefined || given.trim().length <= 20) throw noReason(of);
  return given.trim();
}

const noGrain = (name: string) =>
  callError({
    expected: "a name that says what is measured and by what, such as support-by-authority",
    came: name,
    todo: "name it <measure>-by-<grain>",
  });

const taken = (name: string) =>
  callError({
    expected: "a name that no table of the warehouse has",
    came: name,
    todo: "choose another name, or add --force to write over it; nothing was written",
  });

const unknown = (what: string, came: string, known: readonly string[], option: string) =>
  callError({
    expected: `${what}: one of ${known.join(", ")}`,
    came,
    todo: `name one of them with ${option}; nothing was written`,
  });

const badSelect = (file: string, came: string) =>
  callError({
    expected: "a file of one select of tables of the warehouse, such as vsend query takes",
    came,
    where: file,
    todo: "try it with `vsend query --file`; nothing was written",
  });

const notToCountBy = (column: string, type: string) =>
  callError({
    expected: "columns of few values that children share, such as authority_code or tier",
    came: `${column} (${type}), which tells children or records apart, or is an amount`,
    todo: "count by other columns, or make bands of it in an entity first; nothing was written",
  });

const childrenThere = (of: string) =>
  callError({
    expected: "a table without children, where a reason is given for keeping it out of the audit",
    came: `${of}, which has child_id`,
    todo: "leave out --not-about-children: its children are counted, protected and audited",
  });

const noReason = (of: string) =>
  callError({
    expected: "a table of children, with child_id, or a reason why its rows tell of no child",
    came: `${of}, which has no child_id`,
    todo: 'say why with --not-about-children "each row is a figure of a whole authority that DfE has published", or count a table that names children; nothing was written',
  });
