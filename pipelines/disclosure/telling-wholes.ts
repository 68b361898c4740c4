import { rule } from "../warehouse/rules.ts";
import type { Figure, Protected } from "./protect.ts";

interface Wholes {
  /** Rows alike in these columns are the parts of a whole that is alike in them too. */
  alike: readonly string[];
  /** Columns that are hidden with the count. */
  values: readonly string[];
}

/**
 * Hides the wholes that would tell a hidden part: so small that what the shown parts leave of it is
 * fewer for one hidden part than may be shown, each of the others being of one child at least.
 */
export function hideTellingWholes<F extends Figure>(
  wholes: Protected<F>,
  parts: readonly F[],
  { alike, values }: Wholes,
): Protected<F> {
  const keyOf = (row: Figure) => JSON.stringify(alike.map((column) => row[column] ?? null));
  const own = new Map<string, F[]>();
  for (const part of parts) own.set(keyOf(part), [...(own.get(keyOf(part)) ?? []), part]);
  const off = Math.floor(rule("count_step") / 2);
  const least = (count: number) =>
    count === 0 ? 0 : Math.max(rule("smallest_count"), count - off);
  let count = 0;
  const rows = wholes.rows.map((whole) => {
    if (whole.child_count === null) return whole;
    const counts = (own.get(keyOf(whole)) ?? []).map((part) => part.child_count ?? null);
    const hidden = counts.filter((part) => part === null).length;
    if (hidden === 0) return whole;
    const shown = counts.reduce<number>(
      (sum, part) => sum + (part === null ? 0 : least(Number(part))),
      0,
    );
    const most = Number(whole.child_count) + off - shown - (hidden - 1);
    if (most >= rule("smallest_mean")) return whole;
    count++;
    const blank = Object.fromEntries(["child_count", ...values].map((column) => [column, null]));
    return { ...whole, ...blank, symbol: "c" };
  });
  const told = count ? [{ rule: "a whole that would tell its parts", rows: count }] : [];
  return { rows, hidden: [...wholes.hidden, ...told] };
}
