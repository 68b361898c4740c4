import { codeVersion } from "../warehouse/code-version.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A file that stands in the warehouse, by its number in the ledger. */
export interface LoadHeld {
  load_id: number;
  loader: string;
  rows_loaded: number;
  as_of: string | null;
}

/** What a release depends on besides the children: the files loaded, the rules and the program. */
export interface State {
  code_version: string;
  rules: Readonly<Record<string, number>>;
  loads: readonly LoadHeld[];
  authorities: readonly string[];
}

/** What a release made now would depend on. */
export async function stateNow(warehouse: Warehouse): Promise<State> {
  const rules = await warehouse.rows<{ rule: string; value: number }>(
    "select rule, value::double as value from reference_rules order by rule",
  );
  const loads = await warehouse.rows<{
    load_id: number;
    loader: string;
    rows_loaded: number;
    as_of: string | null;
  }>(
    "select load_id, loader, rows_loaded, strftime(as_of, '%Y-%m-%d') as as_of from loads where rows_loaded > 0 order by load_id",
  );
  const authorities = await warehouse.rows<{ authority_code: string }>(
    "select distinct authority_code from children where authority_code is not null order by 1",
  );
  return {
    code_version: codeVersion(),
    rules: Object.fromEntries(rules.map(({ rule, value }) => [rule, value])),
    loads,
    authorities: authorities.map(({ authority_code }) => authority_code),
  };
}

/** Whether two releases are made by one program under the same rules. */
export const isSameProgram = (one: State, other: State): boolean =>
  one.code_version === other.code_version &&
  Object.keys({ ...one.rules, ...other.rules }).every(
    (name) => one.rules[name] === other.rules[name],
  );

/** Why two releases differ. `kind` and `subject` may be told to anyone; `detail` is the analyst's. */
export interface Reason {
  kind:
    | "new file"
    | "late file"
    | "corrected file"
    | "rows replaced"
    | "rule"
    | "program"
    | "authority joined"
    | "authority left";
  subject: string;
  detail: string;
}

/** What of the two states differs, by kind. */
export function reasonsBetween(
  before: State,
  after: State,
  corrections: ReadonlySet<number>,
): Reason[] {
  const held = new Map(before.loads.map((load) => [load.load_id, load]));
  const latest = new Map<string, string>();
  for (const { loader, as_of } of before.loads) {
    if (as_of && as_of > (latest.get(loader) ?? "")) latest.set(loader, as_of);
  }
  const files = after.loads.flatMap((load): Reason[] => {
    const was = held.get(load.load_id);
    const subject = load.loader;
    if (was) {
      const gone = was.rows_loaded - load.rows_loaded;
      return gone === 0
        ? []
        : [
            {
              kind: "rows replaced",
              subject,
              detail: `${gone} rows of load ${load.load_id} are no longer held`,
            },
          ];
    }
    const isLate = load.as_of !== null && load.as_of <= (latest.get(load.loader) ?? "");
    const kind = corrections.has(load.load_id)
      ? "corrected file"
      : isLate
        ? "late file"
        : "new file";
    return [{ kind, subject, detail: `load ${load.load_id}, ${load.rows_loaded} rows` }];
  });
  const left = before.loads
    .filter(({ load_id }) => !after.loads.some((load) => load.load_id === load_id))
    .map(
      ({ load_id, loader, rows_loaded }): Reason => ({
        kind: "rows replaced",
        subject: loader,
        detail: `all ${rows_loaded} rows of load ${load_id} are no longer held`,
      }),
    );
  const names = [...new Set([...Object.keys(before.rules), ...Object.keys(after.rules)])].sort();
  const rules = names
    .filter((name) => before.rules[name] !== after.rules[name])
    .map(
      (name): Reason => ({
        kind: "rule",
        subject: name,
        detail: `${before.rules[name] ?? "none"} is now ${after.rules[name] ?? "none"}`,
      }),
    );
  const program: Reason[] =
    before.code_version === after.code_version
      ? []
      : [
          {
            kind: "program",
            subject: after.code_version,
            detail: `was ${before.code_version}`,
          },
        ];
  const moved = (
    kind: "authority joined" | "authority left",
    from: readonly string[],
    to: readonly string[],
  ) =>
    to
      .filter((code) => !from.includes(code))
      .map((code): Reason => ({ kind, subject: code, detail: "" }));
  return [
    ...moved("authority joined", before.authorities, after.authorities),
    ...moved("authority left", after.authorities, before.authorities),
    ...files,
    ...left,
    ...rules,
    ...program,
  ];
}
