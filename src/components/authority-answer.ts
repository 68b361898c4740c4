import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { ChangeBySetting } from "../../pipelines/measures/change-by-setting/measure.ts";
import type { ChangeWeighted } from "../../pipelines/measures/change-weighted/measure.ts";
import type { CostByPlacement } from "../../pipelines/measures/cost-by-placement/measure.ts";
import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationSeriesRow } from "../../pipelines/measures/evaluation-series/measure.ts";
import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import type { FollowUpByAuthority } from "../../pipelines/measures/follow-up-by-authority/measure.ts";
import type { NeedByPeriod } from "../../pipelines/measures/need-by-period/measure.ts";
import type { Neighbour } from "../../pipelines/measures/neighbours/measure.ts";
import type { PlacementShare } from "../../pipelines/measures/placement-shares/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import type { VerdictsByAuthority } from "../../pipelines/measures/verdicts-by-authority/measure.ts";
import { changeByArea, changeSentence } from "./change-by-area.js";
import { changeWeighted } from "./change-weighted.js";
import type { Choice } from "./choices.js";
import { costByPlacement } from "./cost-by-placement.js";
import { extractPlacements } from "./extract-placements.js";
import { followUp } from "./follow-up.js";
import { needByPeriod } from "./need-by-period.js";
import { folded } from "./page-parts.js";
import { placementTrend } from "./placement-shares.js";
import { publishedFigures } from "./published-figures.js";
import { distinct } from "./rows.js";
import { settingsIntervals } from "./settings.js";
import { trustSentences } from "./trust-flags.js";
import { verdictsByAuthority } from "./verdicts-by-authority.js";

/** The published tables that the page of one authority is made from. */
export interface AuthorityTables {
  change: readonly ChangeByAuthority[];
  verdicts: readonly VerdictsByAuthority[];
  followed: readonly FollowUpByAuthority[];
  weighted: readonly ChangeWeighted[];
  periods: readonly NeedByPeriod[];
  settings: readonly ChangeBySetting[];
  placed: readonly ExtractPlacement[];
  costs: readonly CostByPlacement[];
  shares: readonly PlacementShare[];
  neighbours: readonly Neighbour[];
  series: readonly EvaluationSeriesRow[];
  outcomes: readonly EvaluationOutcome[];
  trust: readonly TrustStatement[];
}

/** Draws again when the page's width changes. */
type Resize = (draw: (width: number) => HTMLElement) => HTMLElement;

type Section = "headline" | "needs" | "missing" | "time" | "placed" | "published" | "costs";

/** Authorities to choose from: first those with children, then those in DfE's latest year. */
export function authorityChoices({ change, placed, costs, shares }: AuthorityTables): Choice[] {
  const ofChildren = [...change, ...placed, ...costs].filter((row) => row.authority_code !== "all");
  const published = latestOf(
    shares.filter((row) => row.area_kind !== "England"),
    (row) => row.period,
  ).rows;
  const own = new Set(ofChildren.map((row) => row.authority_code));
  const names = new Map(
    [...published, ...ofChildren].map((row) => [row.authority_code, row.authority_name]),
  );
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .sort(
      (a, b) =>
        Number(own.has(b.value)) - Number(own.has(a.value)) || a.label.localeCompare(b.label),
    );
}

/**
 * All that the page says of one authority, a part for each of its headings. Every part is made anew
 * for every choice, so that nothing said of one authority is left standing under another's name.
 */
export function authorityAnswer(
  tables: AuthorityTables,
  { authority, name, resize }: { authority: string; name: string; resize: Resize },
): Record<Section, HTMLElement> {
  const ofIt = <T extends { authority_code: string }>(rows: readonly T[]) =>
    rows.filter((row) => row.authority_code === authority);
  const everyone = ofIt(tables.change).filter((row) => row.group_kind === "Everyone");
  const newest = everyone.at(-1);
  const read = <T extends { authority_code: string; instrument: string; version: string }>(
    rows: readonly T[],
  ) =>
    ofIt(rows).filter(
      (row) => row.instrument === newest?.instrument && row.version === newest.version,
    );
  const placed = latestOf(ofIt(tables.placed), (row) => row.period);
  const costs = latestOf(ofIt(tables.costs), (row) => row.financial_year);
  const trend = tables.shares.filter((row) => row.indicator === "mainstream_recorded_share");
  const near = ofIt(tables.neighbours).map((row) => row.neighbour_code);
  const isRead = newest !== undefined;
  const more = (title: string, ...figures: HTMLElement[]) =>
    part(folded(`${title}, ${name}`, ...figures));
  return {
    headline: isRead ? headline(name, read(everyone)) : part(),
    needs: isRead
      ? part(
          resize((width) =>
            changeByArea(read(everyone), { width, title: `Change in need by area, ${name}` }),
          ),
          resize((width) =>
            verdictsByAuthority(
              read(tables.verdicts).filter((row) => row.domain === "total"),
              { width, title: `Children who changed by more than error, ${name}` },
            ),
          ),
          trustNote(read(tables.trust)),
        )
      : part(`No assessments of ${name || "an authority"} are loaded.`),
    missing: isRead
      ? more(
          "Who is followed up",
          resize((width) => followUp(read(tables.followed), { width })),
          resize((width) => changeWeighted(read(tables.weighted), { width })),
        )
      : part("Nobody can be missing where nobody is assessed."),
    time: isRead
      ? more(
          "Readings over time, and settings",
          resize((width) =>
            needByPeriod(
              read(tables.periods).filter((row) => row.measure === "first need"),
              { width, title: `Need at the first reading, ${name}` },
            ),
          ),
          resize((width) => settingsIntervals(read(tables.settings), { width })),
        )
      : part("There are no readings to follow over time."),
    placed: part(
      ...(placed.at
        ? [resize((width) => extractPlacements(placed.rows, { width, period: placed.at }))]
        : []),
      ...(ofIt(trend).length
        ? [
            resize((width) =>
              placementTrend(trend, {
                width,
                title: "In a mainstream school: share of plans",
                picked: [authority],
                neighbours: near,
                definition: "./method/placements",
              }),
            ),
          ]
        : []),
      ...(placed.at || ofIt(trend).length ? [] : ["No placements are loaded."]),
    ),
    published: part(
      ofIt(tables.series).length
        ? publishedFigures(tables.series, tables.outcomes, { name, authority, neighbours: near })
        : "No figure of it that the evaluation uses is published, or DfE’s figures are not loaded.",
    ),
    costs: part(
      costs.at
        ? resize((width) =>
            costByPlacement(costs.rows, {
              width,
              title: `Cost of a child for a full year, ${name}, ${costs.at}`,
            }),
          )
        : "No spend of single children is loaded.",
    ),
  };
}

function part(...contents: (Node | string)[]): HTMLElement {
  const section = document.createElement("div");
  section.append(...contents);
  return section;
}

function headline(name: string, rows: readonly ChangeByAuthority[]): HTMLElement {
  const sentence = document.createElement("p");
  sentence.textContent = `${name}: ${changeSentence(rows.find((row) => row.domain === "total"))}`;
  const box = part(sentence);
  box.className = "headline";
  return box;
}

function trustNote(statements: readonly TrustStatement[]): HTMLElement {
  const judged = statements.filter((row) => row.is_judged);
  const link = document.createElement("a");
  link.href = "./trust";
  link.textContent = "Is the score trustworthy here?";
  const note = document.createElement("p");
  note.append(
    judged.length > 0
      ? `${trustSentences(judged)} `
      : "Whether anything else moved these scores cannot be judged. ",
    link,
  );
  return note;
}

/** Rows of the latest time there is, and which that is; "" where there are none. */
function latestOf<T>(rows: readonly T[], timeOf: (row: T) => string): { rows: T[]; at: string } {
  const at = distinct(rows.map(timeOf)).sort().at(-1) ?? "";
  return { rows: rows.filter((row) => timeOf(row) === at), at };
}
