import { createHash } from "node:crypto";
import type { Figure } from "../disclosure/protect.ts";
import { insertRows } from "../warehouse/insert-rows.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/**
 * What a release says about its tables beside their rows: how near a reader can come to what is hidden. It is worked out from the children as they are now, so where the rows are
 * those of an earlier release it is said again as it was: a tally that moves beside rows that do not
 * would say that some child did.
 */
export class Tallies {
  private readonly said: { measure: string; digest: string; content: string }[] = [];

  private constructor(private readonly before: ReadonlyMap<string, string>) {}

  static async of(warehouse: Warehouse): Promise<Tallies> {
    const rows = await warehouse.rows<{ measure: string; digest: string; content: string }>(
      "select measure, digest, content from release_tallies",
    );
    return new Tallies(new Map(rows.map((row) => [`${row.measure} ${row.digest}`, row.content])));
  }

  /**
   * @param measure the table, or a name of its own for what is said of several.
   * @param rows all that it is said of, as published to whoever sees most.
   */
  say<T>(measure: string, rows: readonly Figure[], now: T): T {
    const digest = createHash("sha256").update(JSON.stringify(rows)).digest("hex").slice(0, 24);
    const earlier = this.before.get(`${measure} ${digest}`);
    if (earlier !== undefined) return JSON.parse(earlier) as T;
    this.said.push({ measure, digest, content: JSON.stringify(now) });
    return now;
  }

  /** Keeps what was said for the first time. */
  async keep(warehouse: Warehouse, releaseId: number): Promise<void> {
    if (this.said.length === 0) return;
    await insertRows(
      warehouse,
      "release_tallies",
      this.said.map((row) => ({ release_id: releaseId, ...row })),
    );
  }
}
