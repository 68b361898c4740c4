import { existsSync, statSync } from "node:fs";
import { isOfDuckDB } from "../../warehouse/duckdb-error.ts";
import { callError } from "../../warehouse/errors.ts";
import { question, unanswerable } from "../../warehouse/question.ts";
import { rule } from "../../warehouse/rules.ts";
import { openWarehouse, type Warehouse } from "../../warehouse/warehouse.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { boundValues } from "./values.ts";

export interface Limits {
  rows: number;
  seconds: number;
  idleSeconds: number;
  /** How long to wait for a program that writes. */
  waitSeconds: number;
}

const usualLimits = (): Limits => ({
  rows: rule("notebook_most_rows"),
  seconds: rule("notebook_most_seconds"),
  idleSeconds: rule("notebook_idle_seconds"),
  waitSeconds: rule("seconds_to_wait"),
});

const AT_ONCE = 2;

/**
 * Answers questions to one warehouse, read only and shut in, one statement each, within limits. The
 * file is held only while something is asked, so that a load or a build can write between.
 */
export class Engine {
  readonly limits: Limits;
  #open: Promise<Warehouse> | null = null;
  #asked = 0;
  #waiting: (() => void)[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(
    readonly file: string,
    limits: Partial<Limits> = {},
    /** Told when a question has to wait for a program that writes. */
    readonly say: (words: string) => void = () => undefined,
  ) {
    this.limits = { ...usualLimits(), ...limits };
  }

  /** What tells one state of the file from another. */
  mark(): string {
    if (!existsSync(this.file)) return "none";
    const { ino, size, mtimeMs } = statSync(this.file);
    return `${ino} ${size} ${mtimeMs}`;
  }

  /**
   * @param values what stands at $1, $2 and so on (see `boundValues`).
   * @throws VsendError for what is not one question, cannot be answered, or takes too long.
   */
  ask(sql: string, values: unknown = [], signal?: AbortSignal): Promise<Answer> {
    return this.use(async (warehouse) => {
      const answer = await question(warehouse, sql, boundValues(values));
      return readAnswer(answer, this.limits.rows).catch(async (cause: unknown) => {
        throw cause instanceof RangeError || isOfDuckDB(cause)
          ? await unanswerable(warehouse, cause)
          : cause;
      });
    }, signal);
  }

  /** Does something with a connection of its own, which is interrupted when cancelled or late. */
  async use<T>(work: (warehouse: Warehouse) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#asked >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    this.#asked++;
    clearTimeout(this.#idle);
    let connection: Warehouse | undefined;
    let isLate = false;
    const stop = () => connection?.connection.interrupt();
    let late: NodeJS.Timeout | undefined;
    try {
      if (signal?.aborted) throw cancelled();
      const held = await this.#held();
      connection = await held.another();
      if (signal?.aborted) throw cancelled();
      signal?.addEventListener("abort", stop);
      late = setTimeout(() => {
        isLate = true;
        stop();
      }, this.limits.seconds * 1000);
      return await work(connection);
    } catch (error) {
      if (isLate) throw tooLong(this.limits.seconds);
      throw signal?.aborted ? cancelled() : error;
    } finally {
      clearTimeout(late);
      signal?.removeEventListener("abort", stop);
      connection?.close();
      this.#asked--;
      this.#waiting.shift()?.();
      if (this.#asked === 0) {
        this.#idle = setTimeout(() => this.letGo(), this.limits.idleSeconds * 1000);
        this.#idle.unref();
      }
    }
  }

  /** Closes the file unless something is being asked. */
  async letGo(): Promise<void> {
    if (this.#asked > 0 || !this.#open) return;
    const held = this.#open;
    this.#open = null;
    (await held.catch(() => null))?.close();
  }

  #held(): Promise<Warehouse> {
    this.#open ??= openWarehouse(this.file, {
      isReadOnly: true,
      isShutIn: true,
      spillsNothing: true,
      wait: { seconds: this.limits.waitSeconds, say: this.say },
    }).catch((error: unknown) => {
      this.#open = null;
      throw error;
    });
    return this.#open;
  }
}

const cancelled = () =>
  callError({
    expected: "an answer to be awaited",
    came: "a cancelled question",
    todo: "ask again",
  });

const tooLong = (seconds: number) =>
  callError({
    expected: `an answer within ${seconds} seconds`,
    came: "none yet, so it was stopped",
    todo: "ask for fewer rows or columns, or put it to `vsend query`, which has no such limit",
  });
