import { callError } from "../warehouse/errors.ts";

const RESERVED = new Set(
  "await break case catch class const continue default delete do else enum export extends false finally for function if import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield z contracts".split(
    " ",
  ),
);

/** A name for a thing to be begun. @throws VsendError where it cannot name a file and a table. */
export function checkedName(name: string): string {
  if (/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name) && name.length <= 50) return name;
  throw callError({
    expected: "a name of small letters, digits and hyphens, beginning with a letter",
    came: name,
    todo: "give such a name, for example transport-routes",
  });
}

/** The name as code writes it: transportRoutes. */
export function variableOf(name: string): string {
  const variable = name.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return RESERVED.has(variable) ? `${variable}Loader` : variable;
}

/** The name as tables have it: transport_routes. */
export const tableOf = (name: string): string => name.replaceAll("-", "_");

/** The name as people read it: Transport routes. */
export const titleOf = (name: string): string => {
  const words = name.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
