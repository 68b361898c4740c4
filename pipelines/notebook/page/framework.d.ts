/** The parts of Framework that read a page; it ships no types. */
interface ParsedCode {
  expression: boolean;
  references: { name: string }[];
  files: { name: string }[];
  input: string;
}

declare module "@observablehq/framework/dist/markdown.js" {
  export function createMarkdownIt(options?: { linkify?: boolean }): object;
  export function parseMarkdown(
    input: string,
    options: { md: object; path: string },
  ): {
    body: string;
    title: string | null;
    data: Record<string, unknown>;
    code: { id: string; mode: string; node: ParsedCode }[];
  };
}

declare module "@observablehq/framework/dist/javascript/parse.js" {
  export function parseJavaScript(input: string, options: { path: string }): ParsedCode;
}

declare module "@observablehq/framework/dist/javascript/transpile.js" {
  export function transpileJavaScript(
    node: ParsedCode,
    options: {
      id: string;
      path: string;
      mode?: string;
      resolveImport: (specifier: string) => string;
    },
  ): string;
}

declare module "@observablehq/framework/dist/javascript/module.js" {
  export function transformJavaScriptSync(source: string, loader: "ts"): string;
}

declare module "@observablehq/framework/dist/info.js" {
  export function parseInfo(info: string): { tag: string; attributes: Record<string, string> };
}

declare module "@observablehq/framework/dist/tag.js" {
  export function transpileTag(input: string, tag: string, isRaw: boolean): string;
}
