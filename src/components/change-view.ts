import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { ChangeBySupport } from "../../pipelines/measures/change-by-support/measure.ts";
import type { ChangeByWay } from "../../pipelines/measures/change-by-way/measure.ts";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { authorityNames } from "./authority-name.js";
import { changeByGroup } from "./change-by-group.js";
import { changeBySupport } from "./change-by-support.js";
import { changeByWay } from "./change-by-way.js";
import { areaQuestion, areaTitles } from "./change-groups.js";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { heading, paragraph } from "./page-parts.js";

export interface ChangeTables {
  change: readonly ChangeByAuthority[];
  support: readonly ChangeBySupport[];
  ways: readonly ChangeByWay[];
  /** Only for what areas are called that instruments name in their own ways. */
  estimates: readonly NeedEstimate[];
}

interface Read {
  instrument: string;
  version: string;
}

const versionOf = ({ instrument, version }: Read) => `${instrument} ${version}`;
const keyOf = (row: Read & { authority_code: string }) => `${row.authority_code} ${versionOf(row)}`;

/** How need changed among the groups of one council, with support, and by other ways of measuring. */
export function changeView(tables: ChangeTables): HTMLElement {
  const { change, support, ways, estimates } = tables;
  const titles = areaTitles(change, estimates);
  const everyone = change.filter((row) => row.group_kind === "Everyone" && row.domain === "total");
  const nameOf = authorityNames(everyone);
  const { fields, chosen } = ask([
    areaQuestion(change, titles),
    {
      name: "council",
      label: "Council",
      choices: () => choicesOf(everyone, keyOf, nameOf),
    },
    {
      name: "groups",
      label: "Groups",
      value: () => "Placement",
      choices: ({ council }) =>
        choicesOf(
          change.filter((row) => row.group_kind !== "Everyone" && keyOf(row) === council),
          (row) => row.group_kind,
        ),
    },
    {
      name: "instrument",
      label: "Instrument",
      fewest: 2,
      choices: () => choicesOf(support, versionOf, (row) => row.instrument_title),
    },
  ]);
  type Now = ReturnType<typeof chosen>;
  const areaTitle = ({ area }: Now) => titles.get(area) ?? "all areas together";
  const ofName = ({ council }: Now) => {
    const row = everyone.find((each) => keyOf(each) === council);
    return row ? nameOf(row) : "";
  };
  return liveParts(chosen, [
    heading("By kind of child, placement and support"),
    controls(fields.area, fields.council, fields.groups),
    {
      key: ({ area, groups, council }) => `${area}|${groups}|${council}`,
      draw: (now, width) =>
        changeByGroup(
          change.filter(
            (row) =>
              row.domain === now.area &&
              row.group_kind === now.groups &&
              keyOf(row) === now.council,
          ),
          {
            width,
            title: `Change in need by ${now.groups.toLowerCase() || "group"}: ${[areaTitle(now), ofName(now)].filter(Boolean).join(", ")}`,
          },
        ),
    },
    controls(fields.instrument),
    {
      key: ({ instrument }) => instrument,
      draw: (now, width) =>
        changeBySupport(
          support.filter((row) => versionOf(row) === now.instrument),
          { width },
        ),
    },
    heading("Measured in another way"),
    paragraph("The council is the one chosen above; all areas together."),
    {
      key: ({ council }) => council,
      draw: (now, width) =>
        changeByWay(
          ways.filter((row) => keyOf(row) === now.council),
          {
            width,
            title: `Would another way of measuring change the answer?${ofName(now) ? ` ${ofName(now)}` : ""}`,
          },
        ),
    },
  ]);
}
