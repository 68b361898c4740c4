import { type Bounds, narrowest, type Sum } from "./audit.ts";

/** One published number of children: who of the children, and who of all that could be, is counted. */
export interface Query {
  id: string;
  children: readonly boolean[];
  /** For every kind of child that can be, whether the query would count it. */
  kinds: readonly boolean[];
}

export interface Nested {
  outer: string;
  inner: string;
  difference: number;
  disclosive: boolean;
}

export interface SmallPart {
  a: string;
  b: string;
  part: "and" | "i_not_j" | "j_not_i";
  true: number;
  lo: number;
  hi: number;
  exact: boolean;
}

export interface Differences {
  counts: Map<string, number>;
  published: Map<string, boolean>;
  signatures: number;
  /** Published queries of which one counts everyone whom the other counts. */
  nested: Nested[];
  /** What two queries have in common, or one more than the other, told to be 1 to fewer than `fewest`. */
  smallParts: SmallPart[];
}

const isSmall = (count: number, fewest: number): boolean => count > 0 && count < fewest;

/**
 * What exact counts by several filters tell together, though each is large: counts of 1 to fewer
 * than `fewest` are withheld, and a reader knows what the filters mean. Two releases of one table
 * are two queries. Whole numbers of children of every kind are the unknowns.
 */
export async function differences(queries: readonly Query[], fewest: number): Promise<Differences> {
  const counts = new Map(queries.map(({ id, children }) => [id, children.filter(Boolean).length]));
  const published = new Map([...counts].map(([id, n]) => [id, !isSmall(n, fewest)]));
  const kinds = queries[0]?.kinds.length ?? 0;
  const signatures = [
    ...new Set(
      Array.from({ length: kinds }, (_, i) =>
        queries.map((query) => Number(query.kinds[i])).join(""),
      ),
    ),
  ];
  const shown = queries.filter(({ id }) => published.get(id));
  const nested = shown.flatMap((outer) =>
    shown
      .filter(
        (inner) =>
          inner.kinds.every((isIn, i) => !isIn || outer.kinds[i]) &&
          inner.kinds.some((isIn, i) => isIn !== outer.kinds[i]),
      )
      .map((inner) => {
        const difference = counts.get(outer.id)! - counts.get(inner.id)!;
        const disclosive = isSmall(difference, fewest);
        return { outer: outer.id, inner: inner.id, difference, disclosive };
      }),
  );
  const of = (place: number) => signatures.filter((signature) => signature[place] === "1");
  const open: Bounds = { least: 0, most: Math.max(0, ...counts.values()) };
  const given = new Map<string, Bounds>(signatures.map((signature) => [signature, open]));
  const sums: Sum[] = [];
  queries.forEach(({ id }, place) => {
    if (!published.get(id)) return;
    given.set(id, { least: counts.get(id)!, most: counts.get(id)! });
    sums.push({ whole: id, parts: of(place) });
  });
  const smallParts: SmallPart[] = [];
  for (const [i, a] of queries.entries()) {
    for (const [j, b] of queries.entries()) {
      if (j <= i) continue;
      const ways = [
        ["and", true, true],
        ["i_not_j", true, false],
        ["j_not_i", false, true],
      ] as const;
      for (const [part, inA, inB] of ways) {
        const own = a.children.filter((isIn, k) => isIn === inA && b.children[k] === inB).length;
        // Only a part that is small in truth can be told to be small.
        if (!isSmall(own, fewest)) continue;
        const parts = signatures.filter(
          (one) => one[i] === `${Number(inA)}` && one[j] === `${Number(inB)}`,
        );
        const known = await narrowest(
          new Map([...given, ["part", open]]),
          [...sums, { whole: "part", parts }],
          ["part"],
        );
        const { least: lo, most: hi } = known.get("part")!;
        if (lo === 0 || hi >= fewest) continue;
        smallParts.push({ a: a.id, b: b.id, part, true: own, lo, hi, exact: lo === hi });
      }
    }
  }
  return { counts, published, signatures: signatures.length, nested, smallParts };
}
