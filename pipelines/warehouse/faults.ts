import { VsendError } from "./errors.ts";

/** Faults that are gathered, so that whoever has several files is told of all of them at once. */
export class Faults {
  private readonly found: VsendError[] = [];

  get any(): boolean {
    return this.found.length > 0;
  }

  add(error: VsendError): void {
    this.found.push(error);
  }

  /** Does work on one file; a fault of it is kept, and anything else, such as a full disk, goes on. */
  async gather<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VsendError)) throw error;
      this.add(error);
      return undefined;
    }
  }

  /** @throws VsendError with every fault, where there is any. */
  raise(): void {
    const [first, ...others] = this.found;
    if (!first) return;
    throw others.length === 0 ? first : new ManyFaults([first, ...others]);
  }
}

/** Several faults in one error: all are told, and the first stands for them where one is asked for. */
class ManyFaults extends VsendError {
  constructor(errors: readonly [VsendError, ...VsendError[]]) {
    const [first, ...others] = errors;
    const calls = errors.filter(({ exitCode }) => exitCode === 2);
    super(calls.length > 0 ? 2 : 1, {
      ...first.problem,
      others: others.map(({ problem }) => problem),
    });
    this.message = [
      `${errors.length} faults were found; nothing was loaded.`,
      ...errors.map(({ message }) => message),
    ].join("\n\n");
  }
}
