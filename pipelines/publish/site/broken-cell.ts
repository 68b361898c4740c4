import { parse } from "parse5";
import { attribute, elementsOf, textOf } from "./html-tree.ts";

const ERROR_CLASS = "observablehq--error";

/**
 * The first error Framework wrote into a page instead of failing: a cell that is not JavaScript is
 * published as a red box, with exit code 0.
 */
export function brokenCell(page: string): string | undefined {
  if (!page.includes(ERROR_CLASS)) return undefined;
  for (const element of elementsOf(parse(page))) {
    if (attribute(element, "class")?.split(/\s+/).includes(ERROR_CLASS)) return textOf(element);
  }
  return undefined;
}
