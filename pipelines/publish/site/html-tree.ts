import { type DefaultTreeAdapterTypes, defaultTreeAdapter } from "parse5";

type Element = DefaultTreeAdapterTypes.Element;

/** Every element below `parent`, in document order. */
export function* elementsOf(parent: DefaultTreeAdapterTypes.ParentNode): Generator<Element> {
  for (const child of parent.childNodes) {
    if (!defaultTreeAdapter.isElementNode(child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}

export const attribute = (element: Element, name: string) =>
  element.attrs.find((one) => one.name === name)?.value;

/** The text inside an element and the elements in it. */
export function textOf(node: DefaultTreeAdapterTypes.ChildNode): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}

/** The text of each script written into the page itself. */
export const inlineScripts = (elements: Element[]) =>
  elements
    .filter((one) => one.tagName === "script" && attribute(one, "src") === undefined)
    .map(textOf);
