import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parse, serialize } from "parse5";
import { attribute, elementsOf, inlineScripts } from "./html-tree.ts";
import { securityPolicy } from "./security-policy.ts";

type Element = DefaultTreeAdapterTypes.Element;

/**
 * What Framework's page lacks to be published: a language, a page that can be zoomed, a main
 * landmark the skip link can reach, and a policy under which nothing outside the site can load.
 */
export function postprocess(page: string): string {
  const document = parse(page);
  const elements = [...elementsOf(document)];
  const only = (name: string) => elements.filter(({ tagName }) => tagName === name);

  const [root] = only("html");
  const [head] = only("head");
  if (!root || !head) throw new Error("expected an html page; got one without html or head");
  setAttribute(root, "lang", "en-GB");

  for (const meta of only("meta")) {
    const name = attribute(meta, "name");
    if (name === "viewport") setAttribute(meta, "content", "width=device-width, initial-scale=1");
    if (isPolicy(meta)) defaultTreeAdapter.detachNode(meta);
  }
  for (const link of only("link")) {
    if (leavesTheSite(link)) defaultTreeAdapter.detachNode(link);
  }
  for (const main of only("main")) setAttribute(main, "tabindex", "-1");

  const policy = securityPolicy({
    inlineScripts: inlineScripts(elements),
    hasBase: only("base").length > 0,
  });
  prepend(head, policyElement(policy));
  return serialize(document);
}

function setAttribute(element: Element, name: string, value: string): void {
  const found = element.attrs.find((one) => one.name === name);
  if (found) found.value = value;
  else element.attrs.push({ name, value });
}

const isPolicy = (meta: Element) =>
  attribute(meta, "http-equiv")?.toLowerCase() === "content-security-policy";

const leavesTheSite = (link: Element) => /^(https?:)?\/\//i.test(attribute(link, "href") ?? "");

function policyElement(policy: string): Element {
  return defaultTreeAdapter.createElement("meta", html.NS.HTML, [
    { name: "http-equiv", value: "Content-Security-Policy" },
    { name: "content", value: policy },
  ]);
}

function prepend(parent: Element, child: Element): void {
  const [first] = parent.childNodes;
  if (first) defaultTreeAdapter.insertBefore(parent, child, first);
  else defaultTreeAdapter.appendChild(parent, child);
}
