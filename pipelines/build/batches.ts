import type { Warehouse } from "../warehouse/warehouse.ts";

/** A transaction ends when this long has passed since it began: so much of a build can be lost. */
const LONGEST_MILLISECONDS = 500;

/** Work in transactions that it shares with what was done just before: all of one happens, or none. */
export class Batches {
  private begun: number | null = null;

  /** @param atEnd what is written last in each transaction. */
  constructor(
    private readonly warehouse: Warehouse,
    private readonly atEnd: () => Promise<void> = async () => undefined,
  ) {}

  /** Does work in the transaction that is open, or a new one; what fails takes that back. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.begun === null) {
      await this.warehouse.run("begin transaction");
      this.begun = performance.now();
    }
    try {
      const result = await work();
      if (performance.now() - this.begun > LONGEST_MILLISECONDS) await this.end();
      return result;
    } catch (error) {
      this.begun = null;
      // A failed statement may already have ended the transaction; the first error is the one to tell.
      await this.warehouse.run("rollback").catch(() => undefined);
      throw error;
    }
  }

  async end(): Promise<void> {
    if (this.begun === null) return;
    await this.atEnd();
    this.begun = null;
    await this.warehouse.run("commit");
  }
}
