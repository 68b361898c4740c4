import type { Warehouse } from "../../warehouse/warehouse.ts";

/** Where a child is at an age: what is forecast is how many there are of each. */
export interface StateOf {
  group: string;
  age: string;
}

/** What the extracts of one authority hold of moves from one January to the next. */
export interface Flows {
  authority_code: string;
  authority_name: string;
  /** The January that is forecast from. */
  origin: number;
  states: StateOf[];
  opening: number[];
  /** From each state to each, and last out of all of them, over all pairs of Januaries. */
  moves: number[][];
  /** Into each state, in each year. */
  entrants: number[][];
  /** Children placed when those years began. */
  placed: number;
}

interface Cell extends Record<string, string | number> {
  authority_code: string;
  authority_name: string;
  year: number;
  from_group: string;
  from_age: string;
  to_group: string;
  to_age: string;
  n: number;
}

const keyOf = (group: string, age: string): string => `${group}|${age}`;

/** Counts by place and age; groups of `together` are one, and so are those in fewer than so many places. */
export async function readFlows(
  warehouse: Warehouse,
  groupOf: (authority: string, group: string) => string,
): Promise<Flows[]> {
  const cells = await warehouse.rows<Cell>(`
    select authority_code, name as authority_name, year, from_group, from_age, to_group, to_age, count(*)::integer as n
    from forecast_stocks join authorities using (authority_code)
    group by all order by all`);
  const codes = [...new Set(cells.map(({ authority_code }) => authority_code))];
  return codes.map((code) => {
    const own = cells
      .filter(({ authority_code }) => authority_code === code)
      .map((cell) => ({
        ...cell,
        from: keyOf(groupOf(code, cell.from_group), cell.from_age),
        to: keyOf(groupOf(code, cell.to_group), cell.to_age),
        isEntry: cell.from_group === "entered",
        isExit: cell.to_group === "left",
      }));
    const keys = [
      ...new Set(
        own.flatMap((cell) => [
          ...(cell.isEntry ? [] : [cell.from]),
          ...(cell.isExit ? [] : [cell.to]),
        ]),
      ),
    ].sort();
    const at = new Map(keys.map((key, i) => [key, i]));
    const years = [...new Set(own.map(({ year }) => year))].sort();
    const last = years.at(-1)!;
    const opening = keys.map(() => 0);
    const moves = keys.map(() => Array<number>(keys.length + 1).fill(0));
    const entrants = years.map(() => keys.map(() => 0));
    let placed = 0;
    for (const cell of own) {
      const to = cell.isExit ? keys.length : at.get(cell.to)!;
      if (cell.isEntry) entrants[years.indexOf(cell.year)]![to]! += cell.n;
      else {
        moves[at.get(cell.from)!]![to]! += cell.n;
        placed += cell.n;
      }
      if (cell.year === last && !cell.isExit) opening[to]! += cell.n;
    }
    return {
      authority_code: code,
      authority_name: own[0]!.authority_name,
      origin: last + 1,
      states: keys.map((key) => ({ group: key.split("|")[0]!, age: key.split("|")[1]! })),
      opening,
      moves,
      entrants,
      placed,
    };
  });
}
