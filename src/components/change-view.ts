import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { ChangeBySupport } from "../../pipelines/measures/change-by-support/measure.ts";
import type { ChangeByWay } from "../../pipelines/measures/change-by-way/measure.ts";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import type { VerdictsByAuthority } from "../../pipelines/measures/verdicts-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { changeByAuthority } from "./change-by-authority.js";
import { changeByGroup } from "./change-by-group.js";
import { changeBySupport } from "./change-by-support.js";
import { changeByWay } from "./change-by-way.js";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { heading, paragraph } from "./page-parts.js";
import { verdictsByAuthority } from "./verdicts-by-authority.js";

export interface ChangeTables {
  change: readonly ChangeByAuthority[];
  support: readonly ChangeBySupport[];
  ways: readonly ChangeByWay[];
  verdicts: readonly VerdictsByAuthority[];
  /** Only for what areas are called that instruments name in their own ways. */
  estimates: readonly NeedEstimate[];
}

interface Read {
  instrument: string;
  version: string;
}

const EVERYONE = "Everyone: Everyone";
const groupOf = (row: ChangeByAuthority) => `${row.group_kind}: ${row.group_name}`;
const versionOf = ({ instrument, version }: Read) => `${instrument} ${version}`;
const keyOf = (row: Read & { authority_code: string }) => `${row.authority_code} ${versionOf(row)}`;

/** How need changed among the children of each authority, and among their groups. */
export function changeView(tables: ChangeTables): HTMLElement {
  const { change, support, ways, verdicts, estimates } = tables;
  const titles = new Map([
    ...change.map((row) => [row.domain, row.domain_title] as const),
    ...estimates.map((row) => [row.outcome, row.outcome_title] as const),
  ]);
  const everyone = change.filter((row) => row.group_kind === "Everyone" && row.domain === "total");
  const nameOf = authorityNames(everyone);
  const { fields, chosen } = ask([
    {
      name: "area",
      label: "Area of need",
      choices: () =>
        choicesOf(
          change,
          (row) => row.domain,
          (row) => titles.get(row.domain) ?? "",
        ),
    },
    {
      name: "children",
      label: "Children",
      choices: () => {
        const groups = choicesOf(change, groupOf);
        const isEveryone = ({ value }: { value: string }) => value === EVERYONE;
        return [
          ...groups.filter(isEveryone).map(({ value }) => ({ value, label: "Everyone" })),
          ...groups.filter((group) => !isEveryone(group)),
        ];
      },
    },
    {
      name: "authority",
      label: "Authority",
      choices: () => choicesOf(everyone, keyOf, nameOf),
    },
    {
      name: "groups",
      label: "Groups",
      value: () => "Placement",
      choices: () =>
        choicesOf(
          change.filter((row) => row.group_kind !== "Everyone"),
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
  const ofName = ({ authority }: Now) => {
    const row = everyone.find((each) => keyOf(each) === authority);
    return row ? nameOf(row) : "";
  };
  return liveParts(chosen, [
    heading("By authority and area"),
    controls(fields.area, fields.children),
    {
      key: ({ area, children }) => `${area}|${children}`,
      draw: (now, width) =>
        changeByAuthority(
          change.filter((row) => row.domain === now.area && groupOf(row) === now.children),
          {
            width,
            title: `Change in need by authority: ${areaTitle(now)}, ${now.children === EVERYONE || now.children === "" ? "everyone" : now.children}`,
          },
        ),
    },
    heading("More than error?"),
    paragraph(
      "A change counts for a child only where it is larger than two readings of the same child would differ by through error alone. The area is the one chosen above, for everyone.",
    ),
    {
      key: ({ area }) => area,
      draw: (now, width) =>
        verdictsByAuthority(
          verdicts.filter((row) => row.domain === now.area),
          { width, title: `Children who changed by more than error: ${areaTitle(now)}` },
        ),
    },
    heading("By kind of child, placement and support"),
    paragraph("The groups of one authority beside each other, for the area chosen above."),
    controls(fields.authority, fields.groups),
    {
      key: ({ area, groups, authority }) => `${area}|${groups}|${authority}`,
      draw: (now, width) =>
        changeByGroup(
          change.filter(
            (row) =>
              row.domain === now.area &&
              row.group_kind === now.groups &&
              keyOf(row) === now.authority,
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
    paragraph("The authority is the one chosen above; all areas together."),
    {
      key: ({ authority }) => authority,
      draw: (now, width) =>
        changeByWay(
          ways.filter((row) => keyOf(row) === now.authority),
          {
            width,
            title: `Would another way of measuring change the answer?${ofName(now) ? ` ${ofName(now)}` : ""}`,
          },
        ),
    },
  ]);
}
