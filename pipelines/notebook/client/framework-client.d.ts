/** Framework's runtime of a page; it ships no types. */
declare module "@observablehq/framework/dist/client/main.js" {
  interface Variable {
    define(name: string, inputs: string[], body: unknown): Variable;
    delete(): void;
  }
  export function define(cell: { id: string }): void;
  export function undefine(id: string): void;
  export function registerRoot(id: string, node: Comment | null): void;
  export const main: { variable(): Variable };
}

declare module "@observablehq/framework/dist/client/stdlib/fileAttachment.js" {
  export function registerFile(
    name: string,
    info: { path: string; mimeType: string },
    base: Location,
  ): void;
}
