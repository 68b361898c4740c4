import { escaped } from "./html.ts";
import { STYLE } from "./style.ts";

/** Stands for the tag that the content security policy of one answer lets through. */
export interface Shown {
  /** Value of the style's nonce. */
  nonce: string;
  /** Path the form is sent to. */
  action: string;
}

/** A page of its own, which asks nothing of anywhere. */
export const document = (title: string, main: string, { nonce }: Shown) => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style nonce="${nonce}">${STYLE}</style></head>
<body><main>${main}</main></body></html>`;
