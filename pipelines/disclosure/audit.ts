import type { LegacyHighs } from "highs";

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
 * that form a circle the bounds may be wider than the narrowest, which `narrowest` finds.
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

/** More children than any number of them can be; a bound this far off is none. */
const BEYOND = 1e7;

/**
 * The narrowest bounds of the numbers `wanted` (by default all): tightened first, and where sums
 * form a circle worked out as whole-number programs, the least and the most of each number.
 *
 * @throws when the numbers contradict each other.
 */
export async function narrowest(
  given: ReadonlyMap<string, Bounds>,
  sums: readonly Sum[],
  wanted: Iterable<string> = given.keys(),
): Promise<Map<string, Bounds>> {
  const known = knowable(given, sums);
  const open = new Set([...wanted].filter((name) => isOpen(known.get(name)!)));
  for (const circle of circles(known, sums)) {
    const names = [...new Set(circle.flatMap(({ whole, parts }) => [whole, ...parts]))];
    const asked = names.filter((one) => open.has(one));
    for (const [name, bounds] of await extremes(names, asked, circle, known)) {
      known.set(name, bounds);
    }
  }
  return known;
}

/**
 * Which of the numbers `wanted` are told to be at least one and fewer than `few`: as `narrowest` would
 * say, without working out by how much the others are not.
 *
 * @throws when the numbers contradict each other.
 */
export async function toldFew(
  given: ReadonlyMap<string, Bounds>,
  sums: readonly Sum[],
  wanted: Iterable<string>,
  few: number,
): Promise<string[]> {
  const names = [...wanted];
  const isFew = ({ least, most }: Bounds) => least >= 1 && most < few;
  const known = knowable(given, sums);
  const told = names.filter((name) => isFew(known.get(name)!));
  // Tightening tells most of what is told, in a hundredth of the time of the programs.
  if (told.length > 0) return told;
  const open = new Set(names.filter((name) => isOpen(known.get(name)!)));
  for (const circle of circles(known, sums)) {
    const all = [...new Set(circle.flatMap(({ whole, parts }) => [whole, ...parts]))];
    const asked = all.filter((one) => open.has(one));
    const bounds = await extremes(all, asked, circle, known, few);
    told.push(...asked.filter((name) => isFew(bounds.get(name)!)));
  }
  return told;
}

type Direction = "Minimize" | "Maximize";

/**
 * The least and the most of some numbers of a circle. Tightened bounds are never too narrow, so one
 * that some way of filling in all numbers reaches is the narrowest, and need not be asked for by
 * itself: each way that the solver finds shows many.
 *
 * @param few where only numbers that can be no more than this matter: of one that can, the most given is
 * only known to be reached, and the least is as tightened.
 */
async function extremes(
  names: readonly string[],
  asked: readonly string[],
  sums: readonly Sum[],
  known: ReadonlyMap<string, Bounds>,
  few = Number.POSITIVE_INFINITY,
): Promise<Map<string, Bounds>> {
  const { solve } = await loadSolver();
  const [loose, whole] = [
    programOf(names, sums, known, false),
    programOf(names, sums, known, true),
  ];
  const column = new Map(names.map((name, i) => [name, `n${i}`]));
  const reached: Record<Direction, Set<string>> = { Minimize: new Set(), Maximize: new Set() };
  /** One way of filling in all numbers with the least or most of some, and whether they are whole. */
  const solved = (direction: Direction, of: readonly string[], program: string) => {
    const objective = of.map((name) => `+ ${column.get(name)}`).join("\n ");
    const { Status, ObjectiveValue, Columns } = solve(
      `${direction}\n objective: ${objective}\n${program}`,
      // A small linear program is solved sooner than it is made smaller.
      program === loose ? { presolve: "off" } : {},
    );
    if (Status === "Infeasible") throw new Error(`${of[0]} can be no number at all`);
    if (Status !== "Optimal") throw new Error(`the bounds of ${of[0]} were not found: ${Status}`);
    const way = new Map(
      names.map((name, i) => [name, Math.round((Columns[`n${i}`] as { Primal: number }).Primal)]),
    );
    if (!isWay(way, sums, known)) return { value: Math.round(ObjectiveValue), isWhole: false };
    for (const name of asked) {
      const { least, most } = known.get(name)!;
      if (way.get(name) === least) reached.Minimize.add(name);
      if (way.get(name)! >= Math.min(most, few, BEYOND)) reached.Maximize.add(name);
    }
    const value = of.reduce((sum, name) => sum + way.get(name)!, 0);
    return { value, isWhole: Math.abs(value - ObjectiveValue) < 0.5 };
  };
  // What is best of any numbers and whole besides is best of whole ones, and is found much sooner.
  const find = (direction: Direction, of: readonly string[]): number => {
    const any = solved(direction, of, loose);
    return any.isWhole ? any.value : solved(direction, of, whole).value;
  };
  /** All that are not reached yet at once, as long as that reaches any. */
  const together = (direction: Direction) => {
    for (;;) {
      const left = asked.filter((name) => !reached[direction].has(name));
      if (left.length === 0) return;
      solved(direction, left, loose);
      if (left.every((name) => !reached[direction].has(name))) return;
    }
  };
  // Where nothing is asked of a circle it still shows whether it contradicts itself.
  if (asked.length === 0) find("Minimize", names.slice(0, 1));
  together("Maximize");
  if (few === Number.POSITIVE_INFINITY) together("Minimize");
  return new Map(
    asked.map((name) => {
      const { least, most } = known.get(name)!;
      const greatest = reached.Maximize.has(name)
        ? Math.min(most, BEYOND)
        : find("Maximize", [name]);
      const isLeastAsked = greatest < few && !reached.Minimize.has(name);
      const fewest = isLeastAsked ? find("Minimize", [name]) : least;
      return [
        name,
        { least: fewest, most: greatest > BEYOND / 2 ? Number.POSITIVE_INFINITY : greatest },
      ];
    }),
  );
}

/** Whether whole numbers lie within their bounds and add up, worked out without a solver. */
const isWay = (
  way: ReadonlyMap<string, number>,
  sums: readonly Sum[],
  known: ReadonlyMap<string, Bounds>,
): boolean =>
  [...way].every(([name, value]) => {
    const { least, most } = known.get(name)!;
    return least <= value && value <= most;
  }) &&
  sums.every(
    ({ whole, parts }) => parts.reduce((sum, part) => sum + way.get(part)!, 0) === way.get(whole)!,
  );

/** The solver holds its memory for good, so it is loaded once, and only where there is a circle. */
let solver: Promise<LegacyHighs> | undefined;
export const loadSolver = (): Promise<LegacyHighs> => {
  solver ??= import("highs").then(({ default: load }) => load());
  return solver;
};

const isOpen = ({ least, most }: Bounds): boolean => least < most;

/** Sums that hang together by numbers still open, of each group in which they form a circle. */
function circles(known: ReadonlyMap<string, Bounds>, sums: readonly Sum[]): Sum[][] {
  const openOf = ({ whole, parts }: Sum) =>
    [whole, ...parts].filter((name) => isOpen(known.get(name)!));
  const holding = new Map<string, number[]>();
  sums.forEach((sum, i) => {
    for (const name of openOf(sum)) holding.set(name, [...(holding.get(name) ?? []), i]);
  });
  const seen = new Set<number>();
  const found: Sum[][] = [];
  for (const start of sums.keys()) {
    if (seen.has(start)) continue;
    seen.add(start);
    const group = [start];
    for (const i of group) {
      for (const next of openOf(sums[i]!).flatMap((name) => holding.get(name)!)) {
        if (seen.has(next)) continue;
        seen.add(next);
        group.push(next);
      }
    }
    const own = group.map((i) => sums[i]!);
    const links = own.flatMap(openOf);
    // A tree of sums and numbers has one link less than it has members.
    if (links.length >= own.length + new Set(links).size) found.push(own);
  }
  return found;
}

/** The sums and bounds in the text that HiGHS reads (CPLEX LP), without what is asked. */
function programOf(
  names: readonly string[],
  sums: readonly Sum[],
  known: ReadonlyMap<string, Bounds>,
  isWhole: boolean,
): string {
  const index = new Map(names.map((name, i) => [name, `n${i}`]));
  const of = (name: string) => index.get(name)!;
  return [
    "Subject To",
    ...sums.map(
      ({ whole, parts }) =>
        `${parts.map((part) => `+ ${of(part)}`).join("\n ")}\n - ${of(whole)} = 0`,
    ),
    "Bounds",
    ...names.map((name) => {
      const { least, most } = known.get(name)!;
      return ` ${least} <= ${of(name)} <= ${Math.min(most, BEYOND)}`;
    }),
    ...(isWhole ? ["General", ...names.map((name) => ` ${of(name)}`)] : []),
    "End",
  ].join("\n");
}
