import { defaultTreeAdapter, html, parse, parseFragment, serialize } from "parse5";
import { attribute, elementsOf, inlineScripts } from "../../publish/site/html-tree.ts";
import { postprocess } from "../../publish/site/postprocess.ts";
import { securityPolicy } from "../../publish/site/security-policy.ts";

/** How Framework's page follows its source: by code that is sent as text and evaluated. */
const FOLLOWS = /\bopen\(\{hash: "[^"]*", eval: \(body\) => eval\(body\)\}\);/;

/** Folder of what a private preview adds to the site's own files. */
export const OWN = "_vsend/";

/** Said on each page, on paper too: a page that asks the warehouse may show anything of it. */
const PRIVATE = `<aside aria-label="Private" style="padding: 0.25rem 1rem; background: #fdf0c8; color: #1a1a1a">Private: may be about single children. Do not pass on.</aside>`;

/**
 * A page of Framework's preview as the private preview serves it: finished as for a publish, below
 * `base`, without eval, drawn anew when it or the warehouse changes.
 */
export function livePage(text: string, base: string): { page: string; policy: string } {
  const document = parse(postprocess(text.replace(FOLLOWS, "")));
  const elements = [...elementsOf(document)];
  const only = (name: string) => elements.filter(({ tagName }) => tagName === name);
  const [head, body] = [only("head")[0], only("body")[0]];
  if (!head || !body) throw new Error("expected an html page; got one without head or body");
  body.attrs.push({ name: "data-base", value: `${base}${OWN}` });
  const [mark] = parseFragment(PRIVATE).childNodes;
  defaultTreeAdapter.insertBefore(body, mark!, body.childNodes[0]!);
  for (const one of only("base")) one.attrs = [{ name: "href", value: base }];
  const follow = defaultTreeAdapter.createElement("script", html.NS.HTML, [
    { name: "type", value: "module" },
    { name: "src", value: `${base}${OWN}follow.js` },
  ]);
  defaultTreeAdapter.appendChild(head, follow);
  const policy = securityPolicy({
    inlineScripts: inlineScripts(elements.filter((one) => attribute(one, "src") === undefined)),
    hasBase: only("base").length > 0,
  });
  return { page: serialize(document), policy: `${policy}; frame-ancestors 'none'` };
}
