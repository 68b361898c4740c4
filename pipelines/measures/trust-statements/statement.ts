import { rule } from "../../warehouse/rules.ts";
import type { ScoreTrust } from "../score-trust/measure.ts";
import { FEW_ACROSS, type Threat } from "../score-trust/threat.ts";
import { interval, percent, points } from "./amount-words.ts";
import { agreementFound, isAgreed } from "./statement-agreement.ts";

/** What is said of one threat to one authority's scores. */
export interface Statement {
  looked: string;
  found: string;
  sure: string;
  meaning: string;
  is_flagged: boolean;
  is_judged: boolean;
  is_settled: boolean;
}

const due = () => rule("review_interval_days") + rule("review_grace_days");
const LOOKED: Record<Threat, () => string> = {
  heaping: () =>
    "Whether more children lie at or just above a cut-off than the values on either side of it would lead one to expect.",
  funding_change: () =>
    `Whether children first scored in the ${rule("funding_window_days")} days after a change of funding have higher scores than those in as many days before it.`,
  setting_change: () =>
    "Whether both readings of a child were made at one setting, and whether children who had moved changed otherwise.",
  rater_view: () =>
    "Whether the first and the last reading of a child came from one kind of rater. Which person made a reading is not in the extracts.",
  lateness: () =>
    `How many readings came more than ${due()} days after the child’s last one, and how many children have waited longer than that.`,
  floor_ceiling: () =>
    `Whether more than ${percent(rule("most_at_limit_share"))} of children begin at the least or the most need that can be recorded.`,
  agreement: () =>
    `Whether professional, family and young person say the same of one child within ${rule("views_days")} days, and a moderator, who reads some children again, within ${rule("moderation_most_days")}.`,
};

const MEANING: Record<Threat, { flagged: string; clear: string }> = {
  heaping: {
    flagged:
      "Scores may have been set with the cut-off in mind. Change of children near it may then be of the scoring and not of need.",
    clear: "Scores were not seen to be drawn to a cut-off.",
  },
  funding_change: {
    flagged:
      "Scores may have risen because they bring money. A rise in need from before to after that day is then not one in children.",
    clear: "Scores were not seen to rise with the money; a small rise would not be seen.",
  },
  setting_change: {
    flagged:
      "What a child is like at another setting, or what another setting writes, is mixed into the change. Read the change of children who stayed by itself.",
    clear: "A move to another setting was not seen to explain the change.",
  },
  rater_view: {
    flagged:
      "Children read by another kind of rater changed otherwise. They are left out of every figure of change on these pages.",
    clear:
      "Figures of change use readings by professionals alone, so a change of the kind of rater cannot move them; a change of person can.",
  },
  lateness: {
    flagged:
      "Where readings come late, change is over more than a year; children who are overdue for one are not in it yet, and some of them may have left.",
    clear: "Most readings came about when a yearly review would bring them.",
  },
  floor_ceiling: {
    flagged:
      "In these areas need cannot be seen to fall below the least, or to rise above the most. Many children may have no such need at all; change there says little.",
    clear: "There is room for the score to move both ways.",
  },
  agreement: {
    flagged:
      "What a score says depends on who was asked, so a change of view would look like a change of need.",
    clear: "The views that could be compared agree on the total by as much as they should.",
  },
};

/** In plain sentences: what was looked at, what was found, how sure that is, what it would mean. */
export function statement(threat: Threat, rows: readonly ScoreTrust[]): Statement {
  const shown = rows.filter(({ estimate }) => estimate !== null);
  const flagged = shown.filter(({ is_flagged }) => is_flagged);
  const looked = LOOKED[threat]();
  if (shown.length === 0) {
    return {
      looked,
      found: `Nothing can be said: ${reasons(rows)}.`,
      sure: "There is no figure, so this is neither a good nor a bad sign.",
      meaning: rows.some(({ reason }) => reason === FEW_ACROSS)
        ? "So few cannot have moved the mean far."
        : "It stays possible that the score moved in this way.",
      is_flagged: false,
      is_judged: false,
      is_settled: false,
    };
  }
  return {
    looked,
    found: found(threat, shown, flagged),
    sure: sure(shown),
    meaning: meaning(threat, shown, flagged),
    is_flagged: flagged.length > 0,
    is_judged: true,
    is_settled: flagged.length > 0 || !isOpen(threat, shown),
  };
}

/** Whether the figures leave it open: agreement or a share that is not clearly on either side of its bound. */
const isOpen = (threat: Threat, shown: readonly ScoreTrust[]): boolean =>
  threat === "agreement" ? !isAgreed(shown) : shown.some(reachesOver);

const reachesOver = ({ unit, bound_side, expected, lower, upper }: ScoreTrust): boolean =>
  unit === "share" &&
  bound_side !== null &&
  [expected, lower, upper].every((value) => value !== null) &&
  lower! < expected! &&
  expected! < upper!;

function meaning(
  threat: Threat,
  shown: readonly ScoreTrust[],
  flagged: readonly ScoreTrust[],
): string {
  if (flagged.length > 0) return MEANING[threat].flagged;
  if (!isOpen(threat, shown)) return MEANING[threat].clear;
  return threat === "agreement"
    ? "Those read by two do not settle whether it makes a difference who is asked."
    : "The figures do not settle it: the interval of a share reaches over its bound.";
}

function reasons(rows: readonly ScoreTrust[]): string {
  const given = rows.map(({ reason, symbol }) =>
    symbol === "c" ? "figures are hidden so that no child can be identified" : reason,
  );
  const some = [...new Set(given)].filter((reason) => reason !== null);
  return some.length > 0 ? some.join("; ") : "nobody has been read for it";
}

function found(threat: Threat, shown: ScoreTrust[], flagged: ScoreTrust[]): string {
  if (threat === "agreement") return agreementFound(shown);
  if (threat === "floor_ceiling") {
    if (flagged.length === 0) return "No area of need is seen to have so many.";
    return `${flagged.map((row) => `${row.domain_title}: ${percent(row.estimate!)} at the ${row.part}`).join("; ")}.`;
  }
  const all = shown
    .map((row) => {
      const figure = row.unit === "share" ? percent(row.estimate!) : points(row.estimate!);
      return `${row.part_title}: ${figure} (${interval(row)})`;
    })
    .join("; ");
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}.`;
}

function sure(shown: readonly ScoreTrust[]): string {
  const counts = shown.map((row) => row.child_count ?? 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const about = least === most ? `About ${most}` : `Between about ${least} and ${most}`;
  const chance =
    shown.length > 5
      ? ` With ${shown.length} figures, one in twenty may be outside its interval by chance.`
      : "";
  return `${about} children or readings stand behind each figure; the figures in brackets are 95% intervals.${chance}`;
}
