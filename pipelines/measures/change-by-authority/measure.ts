import { group } from "d3";
import { z } from "zod";
import { fewestNoisy, noiseOfMean, noisyInterval } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { protect, roundedMean, roundedMeans } from "../../disclosure/protect.ts";
import {
  childrenOf,
  everyone as everyoneOf,
  groupIn,
  pairedIn,
  supported,
} from "../../disclosure/sums-of-children.ts";
import { isAtAnEnd, isSmallSetting, SENSITIVE } from "../../disclosure/tells-all.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { areaOf, areasOfFew } from "../shared/areas-of-few.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { CHANGE, FIRST } from "../shared/statistics.ts";
import { SIDES } from "../shared/trial-sides.ts";
import { GROUP_KINDS } from "./change-by-group-sql.ts";

/**
 * Children of a kind of placement, or of a locality, who are left once its settings that are shown by
 * themselves are taken off: few of them could be told from both tables.
 */
const BESIDE_SETTINGS = `(
  select instrument, version, every.authority_code, group_kind, group_name,
    any_value(every.child_count) - sum(shown.child_count) as remainder
  from (select * from change_by_group where domain = 'total') as every
  join (
    select instrument, version, authority_code, 'Placement' as group_kind, title as group_name, child_count
    from change_by_setting join settings using (setting_id) join reference_setting_ladder using (setting_type)
    where kind = 'setting'
    union all
    select instrument, version, authority_code, 'Locality', locality, child_count
    from change_by_setting join setting_places using (setting_id) where kind = 'setting'
  ) as shown using (instrument, version, authority_code, group_kind, group_name)
  group by all
)`;

/** Kinds of groups that settings make up. */
const OF_SETTINGS: readonly string[] = ["Placement", "Locality", "Trial"];

const columns = {
  ...AUTHORITY_HEAD,
  side: z
    .string()
    .nullable()
    .describe(
      "trial or comparison in the first trial design that names the authority; null when none does.",
    ),
  group_kind: z.enum(GROUP_KINDS),
  group_name: z.string(),
  domain: z.string(),
  domain_title: z.string(),
  domain_order: z.number(),
  child_count: z
    .number()
    .nullable()
    .describe("Children with two readings, to the nearest five; null when hidden."),
  first_mean: z.number().nullable(),
  last_mean: z.number().nullable(),
  change_mean: z.number().nullable().describe("Points of need, 0 to 100; negative is less need."),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  symbol: z.string().nullable(),
  as_of: z
    .string()
    .describe("Month of the latest assessment in the whole table: a day could be one child's."),
};

export type ChangeByAuthority = RowOf<typeof columns>;

const VALUES = ["first_mean", "last_mean", "change_mean", "lower", "upper"] as const;

interface Raw
  extends Omit<
    ChangeByAuthority,
    "child_count" | "first_mean" | "last_mean" | "change_mean" | "symbol"
  > {
  child_count: number;
  first_mean: number;
  last_mean: number;
  change_mean: number;
  change_sd: number | null;
  first_marks: string;
  change_marks: string;
  moved_count: number;
  is_one_setting: boolean;
  remainder: number | null;
}

/** Mean change in need by authority, group of children and area of need. */
export const changeByAuthority = defineMeasure({
  name: "change-by-authority",
  grain: "one row per instrument version, authority, group of children and area of need",
  columns,
  key: [
    "instrument",
    "version",
    { column: "side", descending: true },
    "authority_name",
    "authority_code",
    "group_kind",
    "group_name",
    "domain_order",
  ],
  method: "change",
  disclosure:
    "Means of fewer than 30 children, or where fewer than 5 changed or would be told to have, or of groups in an area where every change is more than error and fewer than 5 improved or worsened, that say the same of all, or of a single setting's fewer than 20, and counts of 1 to 4 are hidden, and so is what would give these counts away by subtraction; counts are to the nearest five; means have noise and are to one decimal or, of fewer than 200 children, to whole points",
  authority: "authority_code",
  audit: (sums, rows) => {
    const hidden = hiddenGroups(rows);
    for (const row of rows) {
      const of = childrenOf(row);
      const everyone = pairedIn(of, row.domain);
      if (row.group_kind === "Everyone") {
        sums.say(everyone, row);
        if (row.domain === "total") sums.isOf(everyone, everyoneOf(row));
      } else {
        const name = groupIn(of, row);
        // Of a hidden group every area has a row, also those in which nobody was read twice.
        if (row.child_count === null && row.domain !== "total" && hidden.has(groupOf(row)))
          sums.rest(everyone, row.group_kind, name);
        else sums.part(everyone, row.group_kind, name, row);
        if (row.group_kind === "Support" && row.domain === "total")
          sums.link(supported(row, row.group_name), "authorities", name);
      }
    }
  },
  contributors: (row) =>
    [row.group_name, OTHER_HALF[row.group_name]].flatMap((group_name) =>
      group_name === undefined ? [] : setsOf({ ...row, group_name }),
    ),
  shows: (row) => [
    ...(row.domain === "total" ? [numberOf(row)] : []),
    meanOf(CHANGE(row.domain), row.change_mean, row),
  ],
  rows: async (warehouse) => {
    const raw = await warehouse.rows<Raw>(`
      select instrument, version, instruments.title as instrument_title, authority_code, name as authority_name, sides.side, group_kind, group_name, domain, domain_title, domain_order,
        child_count, first_mean, last_mean, change_mean, change_sd, first_marks, change_marks, moved_count, is_one_setting, remainder,
        strftime(max(as_of) over (), '%Y-%m') as as_of
      from change_by_group
      join authorities using (authority_code)
      join domains using (instrument, version, domain)
      join instruments using (instrument, version)
      left join ${SIDES} as sides using (authority_code)
      left join ${BESIDE_SETTINGS} as beside using (instrument, version, authority_code, group_kind, group_name)
      order by instrument, version, side desc nulls last, authority_name, authority_code, group_kind, group_name, domain_order`);
    const level = rule("confidence_level");
    const noise = readNoise();
    const few = await areasOfFew(warehouse);
    const everyone = new Map(
      raw
        .filter(({ group_kind }) => group_kind === "Everyone")
        .map((row) => [areaOf(row), row.child_count]),
    );
    const figures = raw.map(({ change_sd, first_marks, change_marks, is_one_setting, ...own }) => {
      const n = own.child_count;
      const change = noisyInterval(
        noise,
        CHANGE(own.domain),
        { n, mean: own.change_mean, sd: change_sd ?? 0, marks: change_marks },
        level,
      );
      const first =
        own.first_mean + noiseOfMean(noise, FIRST(own.domain), { n, marks: first_marks });
      const means = {
        first_mean: first,
        last_mean: first + change.mean,
        change_mean: change.mean,
        lower: change.lower,
        upper: change.upper,
      };
      const isOfSettings = OF_SETTINGS.includes(own.group_kind);
      const tells =
        few.onBothSides.has(areaOf(own)) ||
        (few.onOneSide.has(areaOf(own)) && n !== everyone.get(areaOf(own))) ||
        !((change_sd ?? 0) > 0) ||
        isAtAnEnd(roundedMean(own.first_mean, n)) ||
        isAtAnEnd(roundedMean(own.last_mean, n)) ||
        (isOfSettings && isSmallSetting(is_one_setting, n));
      return { ...own, ...roundedMeans(means, VALUES, n), tells, symbol: null };
    });
    const shown = protect(figures, {
      count: "child_count",
      remainder: "remainder",
      moved: "moved_count",
      sensitive: { column: "tells", words: SENSITIVE },
      values: VALUES,
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [
        ["instrument", "version", "authority_code", "domain", "group_kind"],
        ["instrument", "version", "side", "group_kind", "group_name", "domain"],
      ],
    });
    return { ...shown, rows: [...shown.rows, ...areasOfHidden(shown.rows)] };
  },
});

/**
 * The other part of a division in two: where it is held back, this part and the whole would tell how
 * few it differs by.
 */
const OTHER_HALF: Readonly<Record<string, string>> = {
  Boys: "Girls",
  Girls: "Boys",
  "Setting in a trial": "Setting not in a trial",
  "Setting not in a trial": "Setting in a trial",
};

/** The group that a row is of, and those of it who were read in the row's area. */
const setsOf = (row: ChangeByAuthority): string[] => {
  const of = childrenOf(row);
  const group = groupIn(of, { ...row, domain: "total" });
  if (row.domain === "total") return [group];
  return [group, row.group_kind === "Everyone" ? pairedIn(of, row.domain) : groupIn(of, row)];
};

type Group = Pick<
  ChangeByAuthority,
  "instrument" | "version" | "authority_code" | "group_kind" | "group_name"
>;
const groupOf = ({ instrument, version, authority_code, group_kind, group_name }: Group): string =>
  [instrument, version, authority_code, group_kind, group_name].join("|");

const hiddenGroups = (rows: readonly ChangeByAuthority[]): Set<string> =>
  new Set(
    rows
      .filter(({ domain, child_count }) => domain === "total" && child_count === null)
      .map(groupOf),
  );

/**
 * Rows of the areas in which nobody of a hidden group was read twice, blank as its others are. Most
 * areas lack a reading of one child in ten, so a group that lacks a whole area is one of one or two.
 */
function areasOfHidden<R extends ChangeByAuthority>(rows: readonly R[]): R[] {
  const hidden = hiddenGroups(rows);
  const areas = new Map<string, Map<string, R>>();
  for (const row of rows) {
    const version = `${row.instrument} ${row.version}`;
    areas.set(version, (areas.get(version) ?? new Map<string, R>()).set(row.domain, row));
  }
  const groups = group(
    rows.filter((row) => hidden.has(groupOf(row))),
    groupOf,
  );
  return [...groups.values()].flatMap((own) => {
    const [one] = own;
    const has = new Set(own.map(({ domain }) => domain));
    const all = areas.get(`${one!.instrument} ${one!.version}`)!;
    const blank = {
      ...one!,
      ...{ child_count: null, first_mean: null, last_mean: null },
      ...{ change_mean: null, lower: null, upper: null, symbol: "c" },
    };
    return [...all.values()]
      .filter(({ domain }) => !has.has(domain))
      .map(({ domain, domain_title, domain_order }) => ({
        ...blank,
        domain,
        domain_title,
        domain_order,
      }));
  });
}
