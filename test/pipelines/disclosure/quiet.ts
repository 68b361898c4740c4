import type { Noise } from "../../../pipelines/disclosure/noise.ts";

/** No noise at all, for tests of what is worked out from means. */
export const quiet: Noise = { ofSum: 0, ofSquares: 0, draw: () => 0 };
