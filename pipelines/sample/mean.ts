/** A mean that is filled one value at a time. */
export class Mean {
  n = 0;
  private sum = 0;

  add(value: number): void {
    this.sum += value;
    this.n += 1;
  }

  /** To six decimals, enough to be exact and short enough to read; null without values. */
  get value(): number | null {
    return this.n === 0 ? null : rounded(this.sum / this.n);
  }
}

export const rounded = (value: number): number => Number(value.toFixed(6));
