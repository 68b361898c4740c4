import type { ChangeBySetting } from "../../pipelines/measures/change-by-setting/measure.ts";
import type { ImprovedBySetting } from "../../pipelines/measures/improved-by-setting/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "./choices.js";
import { liveParts } from "./live.js";
import { heading } from "./page-parts.js";
import { settingsFunnel, settingsIntervals } from "./settings.js";
import { settingsImproved } from "./settings-improved.js";

const versionOf = (row: { instrument: string; version: string }) =>
  `${row.instrument} ${row.version}`;

/** Settings beside what was expected of their children, for one instrument and one authority or all. */
export function settingsView(
  settings: readonly ChangeBySetting[],
  improved: readonly ImprovedBySetting[],
): HTMLElement {
  const countOf = (version: string) =>
    settings.filter((row) => versionOf(row) === version && row.kind === "setting").length;
  const { fields, chosen } = ask([
    {
      name: "instrument",
      label: "Instrument",
      fewest: 2,
      choices: () =>
        choicesOf(settings, versionOf, (row) => row.instrument_title).sort(
          (a, b) => countOf(b.value) - countOf(a.value),
        ),
    },
    {
      name: "council",
      label: "Council",
      fewest: 3,
      choices: ({ instrument }) => [
        { value: "", label: "All that use it" },
        ...councilsOf(settings.filter((row) => versionOf(row) === instrument)),
      ],
    },
  ]);
  type Now = ReturnType<typeof chosen>;
  const key = ({ instrument, council }: Now) => `${instrument}|${council}`;
  const whose = ({ council }: Now) => {
    const name = settings.find((row) => row.authority_code === council)?.authority_name;
    return name ? `, ${name}` : "";
  };
  const of = <T extends { instrument: string; version: string }>(rows: readonly T[], now: Now) =>
    rows.filter((row) => versionOf(row) === now.instrument);
  return liveParts(chosen, [
    controls(fields.instrument, fields.council),
    // Where all figures are hidden, nothing else on the page would say that the choice was taken.
    { key, draw: (now) => heading(`Beside similar children${whose(now)}`) },
    {
      key,
      draw: (now, width) =>
        settingsFunnel(of(settings, now), { width, authority: now.council || undefined }),
    },
    heading("How many improved"),
    {
      key,
      draw: (now, width) =>
        settingsImproved(of(improved, now), { width, authority: now.council || undefined }),
    },
    heading("Setting by setting"),
    {
      key,
      draw: (now, width) =>
        settingsIntervals(
          of(settings, now).filter(
            (row) => now.council === "" || row.authority_code === now.council,
          ),
          { width },
        ),
    },
  ]);
}
