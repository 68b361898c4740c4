import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { callError } from "../../warehouse/errors.ts";
import { domains } from "../scoring/names.ts";

/** A declared bridge: scores of one version put on the scale of another. */
export interface Bridge {
  name: string;
  from: Instrument;
  to: Instrument;
  method: "mean_sigma" | "equipercentile";
  withinDays: number;
}

/** Every bridge that the instruments' files declare. @throws VsendError for one from nowhere. */
export function bridgesOf(instruments: readonly Instrument[]): Bridge[] {
  return instruments.flatMap((to) =>
    to.bridges.map(({ from: { instrument, version }, method, within_days }) => {
      const from = instruments.find(
        (one) => one.instrument === instrument && one.version === version,
      );
      if (!from || from === to) throw unknown(to, `${instrument} ${version}`);
      return {
        name: `${instrument} ${version} to ${to.instrument} ${to.version}`,
        from,
        to,
        method,
        withinDays: within_days,
      };
    }),
  );
}

/** Areas that both have, and the total: each is linked by itself, never one by another's link. */
export const bridgedDomains = ({ from, to }: Bridge): string[] =>
  domains(to).filter((domain) => domains(from).includes(domain));

const unknown = ({ instrument, version }: Instrument, from: string) =>
  callError({
    expected: "a bridge from another instrument version that has a file",
    came: `one from ${from}`,
    where: `the file of ${instrument} ${version}`,
    todo: "correct `bridges`, or add the file of the version it leads from",
  });
