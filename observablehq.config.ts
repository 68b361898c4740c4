import { PLACES, placeOf } from "./src/components/places.ts";

interface PageAbout {
  title: string | null;
  path: string;
}

const SITE = "Valuing SEND";

const placeLink = (path: string) => (place: (typeof PLACES)[number]) => {
  const isHere = placeOf(path) === place;
  const [first] = place.pages;
  return `<li><a href="/${first?.path}" data-place="${place.title}"${isHere ? ' aria-current="page"' : ""}>${place.title}</a></li>`;
};

// On a phone the places are a menu, which the browser opens and closes without a script.
const header = ({
  path,
}: PageAbout) => `<a class="skip-link" href="#observablehq-main">Skip to main content</a>
<a class="site-name" href="/">${SITE}</a>
<button type="button" class="menu" popovertarget="places">Menu</button>
<nav id="places" class="places" aria-label="Places" popover><ul>
${PLACES.map(placeLink(path)).join("\n")}
</ul></nav>`;

const ICON =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path fill='%231d5a96' d='M0 0h16v16H0z'/><path stroke='white' stroke-width='2' fill='none' d='M3 4l5 8 5-8'/></svg>";

/** Said of a page by whoever shows a link to it; a council's page adds its verdict. */
const head = ({ title }: PageAbout) => `<link rel="icon" href="data:image/svg+xml,${ICON}">
<meta property="og:site_name" content="${SITE}">
<meta property="og:type" content="article">
<meta property="og:title" content="${title ?? SITE}">`;

export default {
  root: "src",
  // One page is built; a publish writes that of every council from it.
  dynamicPaths: ["/council/template"],
  output: "dist",
  title: SITE,
  style: "style.css",
  head,
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
