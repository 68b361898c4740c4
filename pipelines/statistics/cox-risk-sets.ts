import { dot, type Rows, zeros } from "./matrix.ts";

export interface CoxChild {
  time: number;
  event: boolean;
  x: readonly number[];
}

export type TieMethod = "efron" | "breslow";

/**
 * What the partial likelihood sees of one event at one time: the risk set's weight, mean and
 * covariance of x. Efron's k-th of d tied events counts the tied children at 1 - k/d.
 */
export interface RiskSet {
  time: number;
  total: number;
  mean: number[];
  covariance: Rows;
  /** Share of their own risk at which the tied children count. */
  tiedShare: number;
}

/** One risk set an event, in order of time. */
export function riskSets(
  children: readonly CoxChild[],
  beta: readonly number[],
  ties: TieMethod,
): RiskSet[] {
  const p = beta.length;
  const order = children.map((_, i) => i).sort((a, b) => children[b]!.time - children[a]!.time);
  const all = { total: 0, sum: new Array<number>(p).fill(0), squares: zeros(p, p) };
  const add = (to: typeof all, { x }: CoxChild, risk: number) => {
    to.total += risk;
    for (let j = 0; j < p; j++) {
      to.sum[j] = to.sum[j]! + risk * x[j]!;
      for (let k = 0; k < p; k++) to.squares[j]![k] = to.squares[j]![k]! + risk * (x[j]! * x[k]!);
    }
  };
  const sets: RiskSet[] = [];
  for (let from = 0; from < order.length; ) {
    const time = children[order[from]!]!.time;
    const tied = { total: 0, sum: new Array<number>(p).fill(0), squares: zeros(p, p) };
    let events = 0;
    let to = from;
    for (; to < order.length && children[order[to]!]!.time === time; to++) {
      const child = children[order[to]!]!;
      const risk = Math.exp(dot(child.x, beta));
      add(all, child, risk);
      if (child.event) {
        events += 1;
        add(tied, child, risk);
      }
    }
    for (let k = 0; k < events; k++) {
      const out = ties === "efron" ? k / events : 0;
      const total = all.total - out * tied.total;
      const mean = all.sum.map((value, j) => (value - out * tied.sum[j]!) / total);
      const covariance = all.squares.map((row, i) =>
        row.map((value, j) => (value - out * tied.squares[i]![j]!) / total - mean[i]! * mean[j]!),
      );
      sets.push({ time, total, mean, covariance, tiedShare: 1 - out });
    }
    from = to;
  }
  return sets.reverse();
}
