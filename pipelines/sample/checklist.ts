import type { Levels } from "./area.ts";
import { HIGHEST_LEVEL } from "./area.ts";
import type { Random } from "./random.ts";
import type { Ticks } from "./reading.ts";

/** Statements of an area of the checklist: one for each level of need there can be. */
export const STATEMENTS = HIGHEST_LEVEL;

/** Share of areas in which one statement was not looked at. */
const OVERLOOKED_SHARE = 0.03;

/** How one area is filled in, the same in both worlds. */
export interface Filling {
  /** The statements, those that a child can do first in front. */
  order: readonly number[];
  overlooked: number | null;
}

/** Draws for every area which statements come easily, and whether one is overlooked. */
export const drawFillings = (areas: number, chance: Random): Filling[] =>
  Array.from({ length: areas }, () => ({
    order: Array.from({ length: STATEMENTS }, (_, i) => ({ i, at: i + 1.5 * chance.uniform() }))
      .sort((a, b) => a.at - b.at)
      .map(({ i }) => i),
    overlooked: chance.chance(OVERLOOKED_SHARE) ? chance.whole(0, STATEMENTS - 1) : null,
  }));

/** Ticks what a child with these levels of need can do. */
export const tick = (levels: Levels, fillings: readonly Filling[]): Ticks[] =>
  levels.map((level, area) => {
    const { order, overlooked } = fillings[area]!;
    return Array.from({ length: STATEMENTS }, (_, statement) => {
      if (level === null || statement === overlooked) return null;
      return order.indexOf(statement) < STATEMENTS - level ? 1 : 0;
    });
  });

/** Levels of need as the ticks show them: not whole where a statement was overlooked. */
export const levelsShown = (ticks: readonly Ticks[]): Levels =>
  ticks.map((area) => {
    const answered = area.filter((answer) => answer !== null);
    if (answered.length === 0) return null;
    const able = answered.filter((answer) => answer === 1).length;
    return HIGHEST_LEVEL * (1 - able / answered.length);
  });
