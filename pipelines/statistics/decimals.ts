/**
 * A number without its sign, with so many decimals, a half of the digits that are written rounded up:
 * 2.55 is "2.6", which toFixed makes 2.5. Sentences and pages (`fixed` of src/components/words.ts) must
 * round alike.
 */
export const unsigned = (n: number, decimals: number): string =>
  Math.abs(n).toLocaleString("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: false,
  });
