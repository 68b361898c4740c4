import { existsSync } from "node:fs";
import type { Command } from "commander";
import { table } from "../printing/table.ts";
import {
  type Comparison,
  compareReleases,
  type ReleaseLine,
  releaseLines,
} from "../releases/compare.ts";
import type { HeldRow } from "../releases/hold.ts";
import { createReleases } from "../releases/tables.ts";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, common, whole } from "./options.ts";
import { say, withWarehouse } from "./verb.ts";

const HELP = `
Without numbers it lists what was published. With the numbers of two releases it says why their figures
differ: files loaded, corrected, late or taken out, rules and the program changed, authorities joined or
left; and of each figure how many of the children behind it joined, left or have other values. That is
for you alone: it tells of few children. The page "The data" says the same without numbers.`;

/** Figures that are printed; --json has all. */
const MOST_PRINTED = 40;

/** Adds `vsend releases`. */
export function addReleases(vsend: Command): void {
  common(vsend.command("releases"))
    .description("what was published, and why figures of two releases differ")
    .argument("[first]", "number of a release")
    .argument("[second]", "number of a later one")
    .addHelpText("after", HELP)
    .action(async (first: string | undefined, second: string | undefined, options: Common) => {
      if (!existsSync(options.warehouse)) throw noWarehouse(options.warehouse);
      await withWarehouse(options, async (warehouse) => {
        await createReleases(warehouse);
        const lines = await releaseLines(warehouse);
        if (first === undefined) {
          say(options, { releases: lines }, () => listed(lines));
          return;
        }
        const one = whole("first", first, 1);
        const other =
          second === undefined ? (lines.at(-1)?.release_id ?? one) : whole("second", second, 1);
        const comparison = await compareReleases(warehouse, one, other);
        say(options, comparison, () => compared(comparison, one, other));
      });
    });
}

const listed = (lines: readonly ReleaseLine[]): string =>
  lines.length === 0
    ? "Nothing was published from this warehouse."
    : table(
        lines.map(
          ({ release_id, published_at, audience, authority_code, rows, again, release_hash }) => ({
            release: release_id,
            published: published_at.slice(0, 16).replace("T", " "),
            for: authority_code ? `${audience}, ${authority_code}` : audience,
            rows,
            "as before": again,
            hash: release_hash,
          }),
        ),
      );

function compared({ reasons, figures }: Comparison, first: number, second: number): string {
  const why = reasons.map(
    ({ kind, subject, detail }) => `  ${kind}: ${subject}${detail ? ` (${detail})` : ""}`,
  );
  const moved = (count: number | null) => (count === null ? "" : String(count));
  const shown = figures.slice(0, MOST_PRINTED).map((figure) => ({
    table: figure.measure,
    row: figure.row,
    figure: figure.column,
    before: figure.before,
    after: figure.after,
    joined: moved(figure.joined),
    left: moved(figure.left),
    changed: moved(figure.changed),
  }));
  return [
    `Between releases ${first} and ${second}:`,
    ...(why.length > 0 ? why : ["  nothing was loaded or changed"]),
    "",
    figures.length === 0 ? "No figure of children differs." : `${figures.length} figures differ.`,
    ...(shown.length > 0 ? [table(shown)] : []),
    ...(figures.length > MOST_PRINTED
      ? [`The first ${MOST_PRINTED} are shown; --json has all.`]
      : []),
  ].join("\n");
}

/** What was held back of a release, by table, with the first reason of each. */
export function heldLines(held: readonly HeldRow[]): string[] {
  const tables = [...new Set(held.map(({ measure }) => measure))];
  return tables.flatMap((measure) => {
    const own = held.filter((row) => row.measure === measure);
    const count = (shown: HeldRow["shown"]) => own.filter((row) => row.shown === shown).length;
    const { because } = own[0]!;
    const beside = because.release_id === null ? because.other : `release ${because.release_id}`;
    const why =
      because.children > 0
        ? `${because.cell} differs from ${beside} by ${because.children} children`
        : because.changed === 0
          ? `the program is another, and of ${because.cell} children came, left or changed`
          : `${because.changed} children of ${because.cell} have other values than in ${beside}`;
    return [
      `Held back in ${measure}: ${count("again")} rows as they were before, ${count("hidden")} blank; for example ${why}`,
    ];
  });
}
