/** One page of the site: which published tables it is made from, and which place it belongs to. */
export interface SitePage {
  /** Address from the root of the site, without the slash before it. */
  path: string;
  title: string;
  /** It is shown where any of these has rows; always, where there are none. */
  tables?: readonly string[];
}

/** One of the places of the site: a question, and the pages that answer it. */
export interface Place {
  title: string;
  pages: readonly SitePage[];
}

const CHILDREN = ["change-by-authority", "need-estimates"];
const EVALUATION = ["evaluation-outcomes"];

/** All places, in the order of the menu; the first page of each is its address. */
export const PLACES: readonly Place[] = [
  { title: "Overview", pages: [{ path: "", title: "Overview" }] },
  {
    title: "Council",
    pages: [
      { path: "council/", title: "Councils", tables: ["councils"] },
      {
        path: "authority",
        title: "One council's own data",
        tables: ["change-by-authority", "placement-shares", "extract-placements"],
      },
    ],
  },
  {
    title: "Compare",
    pages: [
      {
        path: "compare",
        title: "Councils compared",
        tables: ["placement-shares", "change-by-authority"],
      },
      { path: "identification", title: "Who is identified", tables: ["identification"] },
    ],
  },
  {
    title: "Children",
    pages: [
      { path: "children", title: "Did needs fall?", tables: CHILDREN },
      { path: "children-methods", title: "By other methods", tables: ["need-estimates"] },
      { path: "children-groups", title: "For whom", tables: ["change-by-authority"] },
      { path: "children-missing", title: "Who is missing", tables: ["follow-up-by-authority"] },
      { path: "over-time", title: "Over time", tables: ["need-by-period"] },
      { path: "settings", title: "At which settings", tables: ["change-by-setting"] },
      { path: "readiness", title: "How ready settings are", tables: ["setting-readiness"] },
      { path: "placements", title: "Where they are placed", tables: ["extract-placements"] },
      { path: "journey", title: "How they move", tables: ["placement-moves"] },
      { path: "waits", title: "How long they wait", tables: ["waits"] },
      { path: "reintegration", title: "Back to mainstream", tables: ["reintegration"] },
      { path: "fair-access", title: "Is access fair?", tables: ["fair-access"] },
    ],
  },
  {
    title: "Money",
    pages: [
      { path: "money", title: "What support costs", tables: ["cost-by-placement"] },
      { path: "like-need", title: "For like need", tables: ["need-and-cost"] },
      { path: "value", title: "Was it worth it?", tables: ["cost-effectiveness"] },
      { path: "spending", title: "What councils spend", tables: ["high-needs-lines"] },
      {
        path: "forecast",
        title: "How many plans to come",
        tables: ["plan-forecasts", "high-needs-forecast"],
      },
    ],
  },
  {
    title: "Evidence",
    pages: [
      { path: "evidence", title: "What it rests on" },
      { path: "evaluation", title: "Did it work?", tables: EVALUATION },
      { path: "evaluation-authorities", title: "Each trial council", tables: EVALUATION },
      { path: "evaluation-ways", title: "Other ways of asking", tables: ["specifications"] },
      { path: "evaluation-own", title: "Choose your own", tables: ["evaluation-series"] },
      { path: "evaluation-design", title: "The design", tables: EVALUATION },
      { path: "trust", title: "Can the score be trusted?", tables: ["trust-statements"] },
      { path: "data", title: "The data" },
      { path: "method/", title: "Method" },
    ],
  },
];

/** The place of a page, by its path from the root: `/over-time`, `/method/change`, `/`. */
export function placeOf(path: string): Place | undefined {
  const here = path.replace(/^\//, "").replace(/(^|\/)index$/, "$1");
  const isHere = (page: SitePage) =>
    page.path.endsWith("/") ? here.startsWith(page.path) : here === page.path;
  return PLACES.find(({ pages }) => pages.some(isHere));
}

/** Whether a page has something to show of a release. */
export const hasData = (
  { tables }: SitePage,
  published: readonly { name: string; rows: number }[],
): boolean =>
  tables === undefined || published.some(({ name, rows }) => rows > 0 && tables.includes(name));
