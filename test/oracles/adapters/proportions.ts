import { fisherExact } from "../../../pipelines/statistics/fisher-exact.ts";
import {
  clopperPearson,
  newcombeDifference,
  wilson,
} from "../../../pipelines/statistics/proportions.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const proportionsAdapter: Adapter = (files) => {
  const areas = files.rows("rates.csv").map((row) => {
    const [x, n] = [number(row, "x"), number(row, "n")];
    const [at95, at998] = [wilson(x, n).value, wilson(x, n, 0.998).value];
    return { area: row.area!, x, n, at95, at998, exact: clopperPearson(x, n).value };
  });
  const [first, second] = areas as [(typeof areas)[0], (typeof areas)[0]];
  const { difference, ci } = expectValue(newcombeDifference(first, second));
  return {
    rows: areas.map(({ area, at95, exact }) => ({
      area,
      p: at95?.share ?? null,
      wilson_lo: at95?.ci.lo ?? null,
      wilson_hi: at95?.ci.hi ?? null,
      cp_lo: exact?.ci.lo ?? null,
      cp_hi: exact?.ci.hi ?? null,
    })),
    phe_wilson95: areas.map(({ area, at95, at998 }) => ({
      area,
      value: at95?.share ?? null,
      lower95_0cl: at95?.ci.lo ?? null,
      upper95_0cl: at95?.ci.hi ?? null,
      lower99_8cl: at998?.ci.lo ?? null,
      upper99_8cl: at998?.ci.hi ?? null,
    })),
    newcombe_1_vs_2: { diff: difference, lo: ci.lo, hi: ci.hi },
    fisher_1_vs_2_p: fisherExact(first, second),
  };
};
