import type { Instrument } from "../../../loaders/contract/instrument.ts";

/** Stands for an instrument where figures are about children assessed with different ones. */
export const SEVERAL = { instrument: "several", version: "" } as const;

/**
 * The areas of all instruments: one id is one kind of need. The title is the one that most
 * instruments give it, and of two as frequent the later file's.
 */
export function commonAreas(instruments: readonly Instrument[]): { id: string; title: string }[] {
  const titles = new Map<string, string[]>();
  for (const { areas } of [...instruments].reverse()) {
    for (const { id, title } of areas) titles.set(id, [...(titles.get(id) ?? []), title]);
  }
  return [...titles].map(([id, given]) => {
    const times = (title: string) => given.filter((other) => other === title).length;
    const most = Math.max(...given.map(times));
    return { id, title: given.find((title) => times(title) === most)! };
  });
}
