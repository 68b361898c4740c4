import type { Share } from "../../src/components/calibration.ts";

export function shareOf(count: number, of: number): Share {
  const share = count / of;
  return { share: rounded(share), margin: rounded(2 * Math.sqrt((share * (1 - share)) / of)) };
}

export const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));
