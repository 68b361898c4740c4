import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, RuleMetadata, RunOptions } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium.ts";

/** A browser that asks nothing of the network for itself, with its usual security left on. */
export async function launch(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-domain-reliability",
      "--disable-sync",
      "--no-pings",
      "--font-render-hinting=none",
      // What is not this machine does not resolve; the attempt is still seen by `openPage`.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

export interface PageOptions {
  width?: number;
  colourScheme?: "light" | "dark";
  /** Only to let a test put its own script into the page; leave off to test the page as published. */
  bypassPolicy?: boolean;
}

export interface OpenedPage {
  page: Page;
  /** `console.error`, warnings of the security policy and failed requests among them. */
  consoleErrors: string[];
  pageErrors: string[];
  /** Every address asked for that is not on the served origin. */
  outsideRequests: string[];
  close(): Promise<void>;
}

/** Opens an address in a fresh profile and waits until its cells have run. */
export async function openPage(
  browser: Browser,
  url: string,
  { width = 1280, colourScheme = "light", bypassPolicy = false }: PageOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: colourScheme,
    bypassCSP: bypassPolicy,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  const consoleErrors: string[] = [];
  const pageErrors: string[] = [];
  const outsideRequests: string[] = [];
  const { origin } = new URL(url);
  const isInside = (address: string) =>
    /^(data|blob):/.test(address) || new URL(address).origin === origin;

  page.on("console", (message) => {
    if (message.type() === "error") consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => pageErrors.push(error.message));
  context.on("request", (request) => {
    if (!isInside(request.url())) outsideRequests.push(request.url());
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== new URL(url).host) outsideRequests.push(socket.url());
  });

  await page.goto(url, { waitUntil: "networkidle" });
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
  return { page, consoleErrors, pageErrors, outsideRequests, close: () => context.close() };
}

/** `rule: what is wrong (where)`, one line for each element; empty when all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core"), "utf8");
  await page.evaluate(source);
  const { violations } = await page.evaluate(runEveryRule);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const detail = failureSummary?.replace(/\s+/g, " ") ?? "";
      return `${id}: ${help} (${target.join(" ")}) ${detail}`;
    }),
  );
}

/** Runs in the page, every level up to AAA; off by default are AAA, experimental rules and target-size. */
function runEveryRule(): Promise<AxeResults> {
  interface Axe {
    getRules(): RuleMetadata[];
    run(options: RunOptions): Promise<AxeResults>;
  }
  const { axe } = globalThis as unknown as { axe: Axe };
  const rules = axe
    .getRules()
    .filter(({ tags }) => !tags.includes("deprecated"))
    .map(({ ruleId }) => [ruleId, { enabled: true }]);
  return axe.run({ rules: Object.fromEntries(rules), resultTypes: ["violations"] });
}

/** Pages spend much of their time waiting, so several are visited at once. */
export async function together(paths: readonly string[], visit: (path: string) => Promise<void>) {
  const left = [...paths];
  const visitor = async () => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) await visit(path);
  };
  await Promise.all(Array.from({ length: 4 }, visitor));
}
