import { createHash } from "node:crypto";

export interface PageContents {
  /** The exact text of each inline script. */
  inlineScripts: string[];
  /** Framework's 404 page has a `<base>`, since it is shown at any depth. */
  hasBase: boolean;
}

/** The Content-Security-Policy of one page: itself, its own site, and nothing else. */
export function securityPolicy({ inlineScripts, hasBase }: PageContents): string {
  const hashes = [...new Set(inlineScripts.map(hashSource))];
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...hashes].join(" ")}`,
    // Plot and Inputs style what they draw with style attributes and elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // The typeface lies in the style sheet.
    "font-src 'self' data:",
    "connect-src 'self'",
    `base-uri ${hasBase ? "'self'" : "'none'"}`,
    "form-action 'none'",
  ].join("; ");
}

/** How a policy names one inline script. */
export const hashSource = (script: string): string =>
  `'sha256-${createHash("sha256").update(script, "utf8").digest("base64")}'`;
