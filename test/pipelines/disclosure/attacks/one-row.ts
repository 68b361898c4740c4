import { tCritical } from "../../../../pipelines/statistics/distributions.ts";

/** What one row says of some children's change in an area whose levels are 20 points apart. */
export interface PublishedChange {
  count: number;
  change: number;
  lower: number;
  upper: number;
}

/** What the method page says is added to a sum of points, and to one of their squares. */
export interface KnownNoise {
  ofSum: number;
  ofSquares: number;
}

const STEP = 20;

/** Noise beyond so many standard deviations is taken to be impossible. */
const FARTHEST = 3;

/** Half the last digit that is published. */
const half = (count: number): number => (count >= 200 ? 0.05 : 0.5);

/** How many of the children got worse, and how many better, in one way to fill in a row. */
export type Split = readonly [worse: number, better: number];

/**
 * Every way in which children can have changed, by up to three levels, that would be published as this
 * row: sums and sums of squares of whole levels that fit the rounded count, mean and interval.
 */
export function* waysOf(row: PublishedChange, noise: KnownNoise): Generator<Split> {
  const off = half(row.count);
  const [bySum, bySquares] = [
    (FARTHEST * noise.ofSum) / STEP,
    (FARTHEST * noise.ofSquares) / STEP ** 2,
  ];
  const width = (row.upper - row.lower) / 2;
  for (let n = Math.max(10, row.count - 2); n <= row.count + 2; n++) {
    const t = tCritical(0.95, n - 1);
    /** Sum of squares about the mean, in levels, of an interval so wide. */
    const squaresOf = (margin: number) =>
      ((n - 1) * n * ((margin / t) ** 2 - (noise.ofSum / n) ** 2)) / STEP ** 2;
    const [few, many] = [
      squaresOf(Math.max(0, width - off)) - bySquares,
      squaresOf(width + off) + bySquares,
    ];
    const least = Math.ceil(((row.change - off) * n) / STEP - bySum - 1e-9);
    const most = Math.floor(((row.change + off) * n) / STEP + bySum + 1e-9);
    for (let sum = least; sum <= most; sum++) {
      const about = sum ** 2 / n;
      const from = Math.max(Math.abs(sum), Math.ceil(few + about - 1e-9));
      for (let squares = from; squares <= Math.floor(many + about + 1e-9); squares++) {
        yield* splits(n, sum, squares);
      }
    }
  }
}

/** Ways in which at least five of n children move so many levels in sum and in squares. */
function* splits(n: number, sum: number, squares: number): Generator<Split> {
  for (let up3 = 0; 9 * up3 <= squares; up3++) {
    for (let down3 = 0; 9 * (up3 + down3) <= squares; down3++) {
      const left = squares - 9 * (up3 + down3);
      for (let up2 = 0; 4 * up2 <= left; up2++) {
        for (let down2 = 0; 4 * (up2 + down2) <= left; down2++) {
          const ones = left - 4 * (up2 + down2);
          const net = sum - 3 * (up3 - down3) - 2 * (up2 - down2);
          if (Math.abs(net) > ones || (ones + net) % 2 !== 0) continue;
          const up1 = (ones + net) / 2;
          const [worse, better] = [up1 + up2 + up3, ones - up1 + down2 + down3];
          if (worse + better >= 5 && worse + better <= n) yield [worse, better];
        }
      }
    }
  }
}

/** Which of the two numbers a row tells to be 1 to 4: whether every way has it there. */
export function toldBy(ways: Iterable<Split>): { worse: boolean; better: boolean } {
  const isFew = (n: number) => n >= 1 && n <= 4;
  const told = { worse: false, better: false };
  let isAny = false;
  for (const [worse, better] of ways) {
    told.worse = isFew(worse) && (told.worse || !isAny);
    told.better = isFew(better) && (told.better || !isAny);
    isAny = true;
    if (!told.worse && !told.better) break;
  }
  return told;
}
