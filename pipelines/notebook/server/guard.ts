import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

const same = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(a!, b!);
};

const secret = () => randomBytes(24).toString("base64url");

export type Verdict = "in" | "opening" | "refused";

/**
 * Lets in one browser: the one that first opens the link. Its cookie is sent to a folder whose name
 * is a secret too, because a cookie of 127.0.0.1 is sent to every port of it, and another user of
 * the machine may listen on one.
 */
export class Guard {
  /** The folder all addresses lie in, with a slash before and after. */
  readonly base = `/${secret()}/`;
  readonly #cookie = secret();
  #link: string | null = secret();
  host = "";

  /** The address that lets its first visitor in. */
  get link(): string {
    return `http://${this.host}/open?key=${this.#link}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  judge({ headers, method = "GET", url = "/" }: IncomingMessage): Verdict {
    if (headers.host !== this.host) return "refused";
    const site = headers["sec-fetch-site"];
    const { pathname, searchParams } = new URL(url, this.origin);
    if (pathname === "/open") return this.#open(searchParams.get("key") ?? "", method);
    if (!pathname.startsWith(this.base)) return "refused";
    if (site !== undefined && site !== "same-origin" && site !== "none") return "refused";
    const { origin } = headers;
    if (origin !== undefined && origin !== this.origin) return "refused";
    // Of what changes something the origin must be said; browsers say it of every such request.
    if (method !== "GET" && method !== "HEAD" && origin === undefined) return "refused";
    return this.#knows(headers.cookie ?? "") ? "in" : "refused";
  }

  /** What makes the browser remember that it was let in. */
  get cookie(): string {
    return `vsend=${this.#cookie}; HttpOnly; SameSite=Strict; Path=${this.base}`;
  }

  #open(key: string, method: string): Verdict {
    if (method !== "GET" || this.#link === null || !same(key, this.#link)) return "refused";
    this.#link = null;
    return "opening";
  }

  #knows = (cookies: string): boolean =>
    same(/(?:^|; )vsend=([^;]*)/.exec(cookies)?.[1] ?? "", this.#cookie);
}

/** What every answer carries: nothing is kept, nothing of others runs or is reached, no code is made of text. */
export const LOCKED_DOWN = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
