import { changeSentence } from "../change-by-area.js";
import { folded } from "../page-parts.js";
import { inList } from "../words.js";
import { shown, yearOf } from "./figure-words.js";
import { spine } from "./spine.js";
import { type CouncilTables, type Standing, standingsOf } from "./tables.js";
import { councilTrend } from "./trend.js";

/** Draws again when the page's width changes. */
type Resize = (draw: (width: number) => HTMLElement) => HTMLElement;

type Section = "picture" | "money" | "waiting" | "placement" | "needs" | "questions" | "sources";

interface Options {
  authority: string;
  resize: Resize;
  /** Leads from the page to the front page. */
  root?: string;
}

/** What the page of a council draws, a part for each of its headings. */
export function councilAnswer(
  tables: CouncilTables,
  { authority, resize, root = ".." }: Options,
): Record<Section, HTMLElement> {
  const name = nameOf(tables, authority);
  const own = standingsOf(tables, authority);
  // A council without a verdict has no figure whose better way is known, so none can stand out.
  const verdict = tables.verdicts.find((row) => row.authority_code === authority);
  const clear = verdict?.clear ?? Number.POSITIVE_INFINITY;
  const near = tables.neighbours
    .filter((row) => row.authority_code === authority)
    .map((row) => row.neighbour_code);
  const lines = (title: string, keep: (row: Standing) => boolean, hasKey = false) =>
    resize((width) =>
      spine(own.filter(keep), {
        ...{ width, name, title, hasKey, clear, root },
        byChance: hasKey ? byChanceOf(verdict) : null,
      }),
    );
  const trend = (figure: string) => {
    const measure = tables.measures.find((row) => row.figure === figure);
    if (!measure) return part("Not loaded.");
    const rows = tables.figures.filter((row) => row.figure === figure);
    return resize((width) =>
      councilTrend(rows, measure, { width, name, authority, neighbours: near, root }),
    );
  };
  return {
    picture: lines(`${name} beside its neighbours`, (row) => row.better !== null, true),
    money: part(
      trend("grant_balance"),
      lines(`What ${name} pays`, (row) => row.section === "money" && row.better === null),
    ),
    waiting: part(
      trend("on_time"),
      lines(
        `Requests and appeals in ${name}`,
        (row) => row.section === "waiting" && row.better === null,
      ),
    ),
    placement: part(
      trend("mainstream"),
      onScreen(folded("Plans over the years", trend("plans"))),
      lines(
        `Plans and where children are placed, ${name}`,
        (row) => (row.section === "placement" || row.section === "plans") && row.unit !== "plans",
      ),
      onScreen(
        leadsTo(
          `${root}/identification?council=${authority}`,
          "Are as many pupils identified here as in councils with as many free school meals?",
        ),
      ),
    ),
    needs: needs(tables, authority, name),
    questions: list(questionsFor(own)),
    sources: sources(tables, own, near),
  };
}

/** How many chance alone would call, and how many are; null where one is not known. */
const byChanceOf = (verdict: CouncilTables["verdicts"][number] | undefined) =>
  verdict === undefined ||
  verdict.by_chance === null ||
  verdict.by_dealing === null ||
  verdict.called === null
    ? null
    : { together: verdict.by_dealing, called: verdict.called };

/** Three things to ask: of the figures on which the council is furthest from its neighbours. */
export function questionsFor(own: readonly Standing[]): string[] {
  const far = (row: Standing) => Math.max(row.behind ?? 0, row.ahead ?? 0);
  const isWorse = (row: Standing) =>
    row.better !== null && (row.ahead ?? 0) > (row.behind ?? 0) ? 1 : 0;
  const sorted = own
    .filter((row) => row.neighbours_middle !== null && row.unit !== "plans")
    .toSorted((a, b) => isWorse(b) - isWorse(a) || far(b) - far(a) || a.place - b.place);
  // One question of a part of the page, so that the three are not one question asked thrice.
  const asked = new Map<string, Standing>();
  for (const row of sorted) if (!asked.has(row.section)) asked.set(row.section, row);
  return [...asked.values()].slice(0, 3).map((row) => {
    const isHigh = row.value > (row.neighbours_middle as number);
    const ask = isHigh ? row.ask_if_high : row.ask_if_low;
    return `${row.title}, ${yearOf(row)}: ${shown(row.value, row)}, neighbours ${shown(row.neighbours_middle as number, row)}. ${ask}`;
  });
}

function needs({ change }: CouncilTables, authority: string, name: string): HTMLElement {
  const total = change.find(
    (row) =>
      row.authority_code === authority && row.group_kind === "Everyone" && row.domain === "total",
  );
  return part(
    total
      ? `${changeSentence(total)}`
      : `Not measured: no assessments of children of ${name} are loaded, so nobody can say here whether their needs fell.`,
  );
}

/** Whom it is set beside, and who published what: on paper there is no table to open. */
function sources(
  tables: CouncilTables,
  own: readonly Standing[],
  near: readonly string[],
): HTMLElement {
  const neighbours = near.length
    ? `Neighbours, by DfE's statistical model: ${inList(near.map((code) => nameOf(tables, code)))}.`
    : "No statistical neighbours are known.";
  const bySource = new Map<string, string[]>();
  for (const row of own) {
    const { source, short_title } = row;
    const publisher = source.split(/[:,] /)[0] ?? source;
    bySource.set(publisher, [...(bySource.get(publisher) ?? []), `${short_title} ${yearOf(row)}`]);
  }
  const dates = [...bySource].map(([source, figures]) => `${source}: ${figures.join(", ")}`);
  const whole = part(`${neighbours} Sources and years: ${dates.join("; ")}.`);
  whole.className = "muted";
  const onDemand = folded("Neighbours, sources and years", whole);
  onDemand.classList.add("on-paper");
  return onDemand;
}

/** Left out on paper, where a council has one side. */
function onScreen(content: HTMLElement): HTMLElement {
  content.classList.add("screen-only");
  return content;
}

const nameOf = ({ councils }: CouncilTables, code: string) =>
  councils.find((row) => row.authority_code === code)?.name ?? code;

function part(...contents: (Node | string)[]): HTMLElement {
  const section = document.createElement("div");
  section.append(
    ...contents.map((content) => (typeof content === "string" ? words(content) : content)),
  );
  return section;
}

function leadsTo(address: string, text: string): HTMLElement {
  const paragraph = document.createElement("p");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  paragraph.append(link);
  return paragraph;
}

function words(text: string): HTMLElement {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
}

function list(items: readonly string[]): HTMLElement {
  if (items.length === 0) return part("There is nothing to compare yet.");
  const whole = document.createElement("ol");
  for (const text of items) {
    const item = document.createElement("li");
    item.textContent = text;
    whole.append(item);
  }
  return whole;
}
