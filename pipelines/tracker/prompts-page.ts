import { document, type Shown } from "./document.ts";
import { dayInWords, escaped, monthInWords } from "./html.ts";
import { PROMPTS, type Prompt, type Prompted, type PromptList } from "./prompts.ts";

export interface Authority {
  code: string;
  name: string;
}

/** A prompt of a child, with what it is called here and a word that opens its tracker. */
export interface ListedPrompt extends Prompted {
  name: string;
  handle: string;
}

const options = (of: readonly (readonly [string, string])[]): string =>
  of.map(([value, text]) => `<option value="${escaped(value)}">${escaped(text)}</option>`).join("");

/** The form that asks for a list of an authority's children. */
export const askForPrompts = (authorities: readonly Authority[], { action }: Shown): string => `
<h2>Children to talk over</h2>
<p>Lists by fixed rules, for people who may see these children’s records. Give the numbers of the children you work with and the list is of them alone, by number; without, it tells children apart by setting and month of birth. Nothing typed here is kept.</p>
<form method="post" action="${escaped(action)}" autocomplete="off">
<label>Authority <select name="authority">${options(authorities.map(({ code, name }) => [code, name]))}</select></label>
<label>Question <select name="prompt">${options(Object.entries(PROMPTS))}</select></label>
<label>The authority’s numbers of the children, if you like <textarea name="children" rows="3" autocomplete="off" spellcheck="false"></textarea></label>
<button>List</button></form>`;

/** What each list is, and what it is not. */
const MEANS: Record<Prompt, string> = {
  step_down:
    "Children in special schools whose last two readings were low in every area. Low need may be what the placement does for the child. It asks whether to look, and never says that a child should move.",
  rising:
    "Children whose need over all areas rose at each of the last two reviews, support or not. Readings differ by chance, and two small rises may be that.",
  past_the_gap:
    "Children with a plan whose first need is an area where the setting can meet much more of the need than in another. The plan may be right: people who know the child can say.",
  unlike:
    "Children placed as few of the twenty children most like them are, by need in each area and age. Families’ wishes, distance and places that were free are not in the profile, so an unusual place may be the right one.",
};

/** A list of children to talk over. */
export function promptsPage(
  authority: string,
  prompt: Prompt,
  { prompted, looked_at }: Pick<PromptList, "looked_at"> & { prompted: readonly ListedPrompt[] },
  asked: { code: string; areNumbered: boolean; unknown: number },
  shown: Shown,
): string {
  const own = prompted;
  const many = `${own.length} of the ${looked_at} children${asked.areNumbered ? " whose numbers were given and" : ""} of whom enough is recorded`;
  const unknown = asked.unknown ? ` Of ${asked.unknown} of the numbers nothing is held.` : "";
  return document(
    "Children to talk over",
    `<header><h1>${escaped(PROMPTS[prompt])}</h1><p>${escaped(authority)}. ${escaped(MEANS[prompt])}</p></header>
<p class="answer">${escaped(looked_at === 0 ? "Of no child is enough recorded to ask this." : `${many}.${unknown}`)}</p>
<p class="small">For people to talk over. No child’s support, place or funding may be decided by a list.</p>
${
  own.length
    ? `<div class="wide" tabindex="0" role="region" aria-label="Children to talk over"><table class="prompts"><caption>${escaped(PROMPTS[prompt])}</caption>
<thead><tr><th scope="col">Child</th><th scope="col">Latest reading</th><th scope="col">Why</th><th scope="col"><span class="unseen">Open</span></th></tr></thead>
<tbody>${own.map((one) => row(one, asked.code, shown)).join("")}</tbody></table></div>`
    : ""
}
<form method="get" action="${escaped(shown.action)}" class="no-print"><button>Another list or child</button></form>`,
    shown,
  );
}

/** How a child is called: by the authority's number of it where that was given. */
export const nameOf = ({ setting, born }: Prompted, number: string | null): string =>
  number === null
    ? `Born ${born ? monthInWords(born) : "in a month not recorded"}${setting ? `, ${setting}` : ""}`
    : `Child ${number}`;

function row({ name, read_on, said, handle }: ListedPrompt, authority: string, { action }: Shown) {
  return `<tr><th scope="row">${escaped(name)}</th><td>${dayInWords(read_on)}</td><td>${escaped(said)}</td>
<td><form method="post" action="${escaped(action)}"><input type="hidden" name="authority" value="${escaped(authority)}"><input type="hidden" name="handle" value="${escaped(handle)}"><button aria-label="Open ${escaped(name)}">Open</button></form></td></tr>`;
}
