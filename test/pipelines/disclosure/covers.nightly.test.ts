import { group } from "d3";
import { beforeAll, describe, expect, test } from "vitest";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import { nearestFive } from "../../../pipelines/disclosure/protect.ts";
import { isTold } from "../../../pipelines/disclosure/told-part.ts";
import { changeByAuthority } from "../../../pipelines/measures/change-by-authority/measure.ts";
import { auditTogether } from "../../../pipelines/measures/define/audit-together.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import { heldBack } from "./attacks/released.ts";
import type { Attacked } from "./attacks/samples.ts";
import { SAMPLES } from "./attacks/samples.ts";

const KEY = ["instrument", "version", "authority_code", "group_kind", "group_name", "domain"];
const keyOf = (row: Record<string, unknown>): string =>
  JSON.stringify(KEY.map((name) => String(row[name])));

describe.each(SAMPLES)("counts that cover others in %s", (_, sample) => {
  let attacked: Attacked;
  beforeAll(async () => {
    attacked = await sample();
  });

  test("are at most twice as many as all tables together, and the sides of a trial, need", async () => {
    const { warehouse, tables } = attacked;
    const truth = new Map(
      (
        await warehouse.rows<Figure>(
          "select instrument, version, authority_code, group_kind, group_name, domain, child_count from change_by_group",
        )
      ).map((row) => [keyOf(row), Number(row.child_count)]),
    );
    const rows = tables.get("change-by-authority")!.map((row) => ({ ...row })) as Figure[];
    const all = new Map<string, readonly Figure[]>([...tables, ["change-by-authority", rows]]);
    /** Whether the sum over one side of a trial, of which comparisons give the number, tells of one. */
    const sides = [
      ...group(rows, (row) => {
        const { instrument, version, side, group_kind, group_name, domain } = row;
        return [instrument, version, side, group_kind, group_name, domain].join(", ");
      }).values(),
    ];
    const tellsBySide = () =>
      sides.some((side) =>
        isTold(
          side.map((row) => truth.get(keyOf(row))!),
          side.map(({ child_count }) => child_count === null),
        ),
      );
    const isToldNow = async () =>
      tellsBySide() || (await auditTogether(releases, all)).told.length > 0;
    expect(await isToldNow()).toBe(false);
    // Held back because another figure's children are nearly the same, or the same: no covers.
    const { near, elsewhere } = await heldBack(warehouse, "change-by-authority");
    const isHeld = (row: Figure) =>
      near.has(
        changeByAuthority.key
          .map((part) => String(row[typeof part === "string" ? part : part.column] ?? null))
          .join(", "),
      );
    // A group that covers is hidden in every area, whose counts would give its own: it is one cover.
    const covers = rows.filter(
      (row) =>
        row.domain === "total" &&
        row.child_count === null &&
        truth.get(keyOf(row))! >= 5 &&
        !isHeld(row),
    );
    let needed = 0;
    // The largest first, as it is the dearest; one that tells is hidden again.
    for (const row of covers.sort((a, b) => truth.get(keyOf(b))! - truth.get(keyOf(a))!)) {
      row.child_count = nearestFive(truth.get(keyOf(row))!);
      if (!(await isToldNow())) continue;
      row.child_count = null;
      needed++;
    }
    expect(covers.length - elsewhere).toBeLessThanOrEqual(2 * needed);
  });
});
