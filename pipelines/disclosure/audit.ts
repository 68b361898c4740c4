/** What anyone can know of a number of children: at least and at most so many. */
export interface Bounds {
  least: number;
  most: number;
}

/** A number that is the sum of others, each by its name. */
export interface Sum {
  whole: string;
  parts: readonly string[];
}

/**
 * What a reader with all that is published and a calculator can know of each number: every sum is
 * taken both ways, the whole from its parts and each part from the whole and the other parts, until
 * nothing becomes narrower. Bounds are of whole numbers. Sums that share their wholes like the
 * branches of a tree are worked out to the end (the bounds are those of a linear program); of sums
 * that form a circle the bounds may be wider than the narrowest.
 *
 * @throws when the numbers contradict each other.
 */
export function knowable(
  given: ReadonlyMap<string, Bounds>,
  sums: readonly Sum[],
): Map<string, Bounds> {
  const known = new Map([...given].map(([name, bounds]) => [name, { ...bounds }]));
  const of = (name: string): Bounds => {
    const bounds = known.get(name);
    if (!bounds) throw new Error(`nothing is given for ${name}`);
    return bounds;
  };
  let changed = true;
  const narrow = (name: string, least: number, most: number) => {
    const bounds = of(name);
    if (least > bounds.least) {
      bounds.least = least;
      changed = true;
    }
    if (most < bounds.most) {
      bounds.most = most;
      changed = true;
    }
    if (bounds.least > bounds.most) throw new Error(`${name} can be no number at all`);
  };
  while (changed) {
    changed = false;
    for (const { whole, parts } of sums) {
      const all = parts.map(of);
      const least = all.reduce((sum, part) => sum + part.least, 0);
      const most = all.reduce((sum, part) => sum + part.most, 0);
      narrow(whole, least, most);
      for (const part of parts) {
        const own = of(part);
        const { least: fewest, most: greatest } = of(whole);
        // Without bounds above for the others nothing is known of this part from below.
        const others = most === Number.POSITIVE_INFINITY ? restMost(all, own) : most - own.most;
        narrow(part, fewest - others, greatest - (least - own.least));
      }
    }
  }
  return known;
}

const restMost = (all: readonly Bounds[], own: Bounds): number =>
  all.reduce((sum, part) => sum + (part === own ? 0 : part.most), 0);
