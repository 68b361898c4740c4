/** What is published of some children whose scores are whole numbers. */
export interface PublishedMean {
  /** The number of children, to the nearest `step`, an odd number. */
  count: number;
  /** The mean score as text, with all its decimals, halves rounded up. */
  mean: string;
}

export interface ScoreScale {
  step: number;
  least: number;
  most: number;
}

/** Sums of scores that are possible, by the number of children. */
export type Candidates = ReadonlyMap<number, readonly number[]>;

/**
 * The numbers of children that a rounded count and a rounded mean leave possible: of so many whole
 * scores some sum must give the mean (GRIM). One candidate means that the exact number is told.
 * Scores may not be below zero.
 */
export function candidatesOf({ count, mean }: PublishedMean, scale: ScoreScale): Candidates {
  const { step, least, most } = scale;
  const decimals = mean.split(".")[1]?.length ?? 0;
  const target = Math.round(Number(mean) * 10 ** decimals);
  const off = Math.floor(step / 2);
  const found = new Map<number, number[]>();
  for (let n = Math.max(1, count - off); n <= count + off; n++) {
    const sums: number[] = [];
    for (let sum = least * n; sum <= most * n; sum++) {
      if (Math.floor((2 * sum * 10 ** decimals + n) / (2 * n)) === target) sums.push(sum);
    }
    if (sums.length > 0) found.set(n, sums);
  }
  return found;
}

/**
 * The numbers of children still possible for each part, and last for the whole, when counts and
 * sums of scores of the parts add up to the whole's.
 */
export function candidatesTogether(parts: readonly Candidates[], whole: Candidates): number[][] {
  const before: States[] = [];
  let states: States = new Map([[0, new Set([0])]]);
  for (const part of parts) {
    before.push(states);
    states = added(states, part);
  }
  let reached: States = new Map(
    [...whole]
      .map(([n, sums]) => [n, new Set(sums.filter((sum) => states.get(n)?.has(sum)))] as const)
      .filter(([, sums]) => sums.size > 0),
  );
  const all = [ascending(reached.keys())];
  for (let i = parts.length - 1; i >= 0; i--) {
    const [earlier, possible] = [new Map<number, Set<number>>(), new Set<number>()];
    for (const [n, sums] of before[i]!) {
      for (const sum of sums) {
        for (const [more, added] of parts[i]!) {
          if (!added.some((own) => reached.get(n + more)?.has(sum + own))) continue;
          possible.add(more);
          earlier.set(n, (earlier.get(n) ?? new Set()).add(sum));
        }
      }
    }
    all.unshift(ascending(possible));
    reached = earlier;
  }
  return all;
}

/** Sums of scores by numbers of children, as parts are added one by one. */
type States = Map<number, Set<number>>;

function added(states: States, part: Candidates): States {
  const next: States = new Map();
  for (const [n, sums] of states) {
    for (const [more, own] of part) {
      const into = next.get(n + more) ?? new Set<number>();
      for (const sum of sums) for (const one of own) into.add(sum + one);
      next.set(n + more, into);
    }
  }
  return next;
}

const ascending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);
