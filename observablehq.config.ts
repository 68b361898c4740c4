interface PageAbout {
  title: string | null;
  path: string;
}

const SITE = "Valuing SEND";

const PAGES = [
  { name: "Home", href: "/", section: "/index" },
  { name: "Did it work?", href: "/evaluation", section: "/evaluation" },
  { name: "Change in need", href: "/change", section: "/change" },
  { name: "Councils", href: "/council/", section: "/council/" },
  { name: "One authority", href: "/authority", section: "/authority" },
  { name: "Over time", href: "/over-time", section: "/over-time" },
  { name: "Settings", href: "/settings", section: "/settings" },
  { name: "Is the score trustworthy?", href: "/trust", section: "/trust" },
  { name: "Where children are placed", href: "/placements", section: "/placements" },
  { name: "How many plans", href: "/forecast", section: "/forecast" },
  { name: "What support costs", href: "/costs", section: "/costs" },
  { name: "The data", href: "/data", section: "/data" },
  { name: "Method", href: "/method/", section: "/method/" },
];

function navLink({ name, href, section }: (typeof PAGES)[number], path: string): string {
  const isHere = section.endsWith("/")
    ? path.startsWith(section)
    : path === section || path.startsWith(`${section}-`);
  return `<li><a href="${href}"${isHere ? ' aria-current="page"' : ""}>${name}</a></li>`;
}

const header = ({
  path,
}: PageAbout) => `<a class="skip-link" href="#observablehq-main">Skip to main content</a>
<a class="site-name" href="/">${SITE}</a>
<nav aria-label="Pages"><ul>
${PAGES.map((page) => navLink(page, path)).join("\n")}
</ul></nav>`;

const ICON =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='%231d5a96' d='M0 0h16v16H0z'/><path stroke='white' stroke-width='2' fill='none' d='M3 4l5 8 5-8'/></svg>";

export default {
  root: "src",
  // One page is built; a publish writes that of every council from it.
  dynamicPaths: ["/council/template"],
  output: "dist",
  title: SITE,
  style: "style.css",
  head: `<link rel="icon" href="data:image/svg+xml,${ICON}">`,
  header,
  footer: `<p>${SITE} counts children; it does not describe any one child. <a href="/method/">How every figure is worked out</a>.</p>`,
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  globalStylesheets: [],
  // Framework downloads these two extensions otherwise; our pages read Arrow files.
  duckdb: { extensions: { json: null, parquet: null } },
};
