/** The root of the site, which may lie in a folder of its host. */
export const siteRoot = (): string =>
  document.querySelector<HTMLAnchorElement>("a.site-name")?.href.replace(/[?#].*$/, "") ?? "./";
