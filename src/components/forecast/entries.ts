import type { PlacementMove } from "../../../pipelines/measures/placement-moves/measure.ts";
import { distinct } from "../rows.js";
import { inList, whole } from "../words.js";

/** Entries of one year beside another from which on they cannot both be what is usual. */
const UNLIKE = 2;

/** Children of an authority who were placed in a January and in none the year before, of each year shown. */
function entriesOf(moves: readonly PlacementMove[], authority: string) {
  const own = moves.filter(
    (row) => row.authority_code === authority && row.from_group === "entered",
  );
  return distinct(own.map(({ period }) => period))
    .sort()
    .flatMap((period) => {
      const counts = own.flatMap((row) =>
        row.period === period && row.all_count !== null ? [row.all_count] : [],
      );
      return counts.length ? [{ year: Number(period) + 1, count: Math.max(...counts) }] : [];
    });
}

/**
 * What entries a forecast goes on from, and that the latest may be too few: a child whose records come
 * in late is in no extract yet.
 */
export function entriesInWords(moves: readonly PlacementMove[], authority: string): string {
  const entries = entriesOf(moves, authority);
  if (entries.length === 0) return "";
  const said = entries.map(
    ({ year, count }) => `about ${whole(count)} in the year to January ${year}`,
  );
  const counts = entries.map(({ count }) => count);
  const areUnlike = Math.max(...counts) >= UNLIKE * Math.min(...counts);
  return `Children came in, ${inList(said)}; their mean is taken to go on. ${
    areUnlike
      ? "These differ too much to call either usual, so the forecast is no more than what follows from their mean. "
      : ""
  }Of the latest year, those whose records are still to come are missing.`;
}
