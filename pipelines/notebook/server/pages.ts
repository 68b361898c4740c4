const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);

const shell = (title: string, script: string, base: string, body: string) => `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}assets/style.css">
<script type="module" src="${base}assets/${script}.js"></script>
</head>
<body data-base="${base}">
${body}
</body>
</html>
`;

/** The page that lists notebooks. */
export const listPage = (base: string, warehouse: string, folder: string): string =>
  shell(
    "Notebooks",
    "list",
    base,
    `<main id="main" class="list">
<h1>Notebooks</h1>
<p>Private: about single children, on this machine alone. They ask <code>${escaped(warehouse)}</code> and lie in <code>${escaped(folder)}</code>; nothing is published by lying there.</p>
<div id="notebooks"></div>
<form id="new"><label for="name">A new notebook, named</label> <input id="name" required pattern="[a-z0-9][a-z0-9\\-]*" placeholder="spring-term" autocomplete="off"> <button>Begin</button></form>
<p id="said" role="status"></p>
</main>`,
  );

/** The page of one notebook. */
export const notebookPage = (base: string, name: string): string =>
  shell(
    name,
    "main",
    base,
    `<a class="skip" href="#main">Skip to the cells</a>
<header><a href="${base}">Notebooks</a> <strong id="title">${escaped(name)}</strong> <span class="private">Private: about single children</span>
<span class="actions" id="actions"></span> <span id="said" role="status"></span></header>
<div class="two"><nav id="schema" aria-label="Tables"></nav><main id="main" tabindex="-1" data-name="${escaped(name)}"><h1 class="unseen">${escaped(name)}</h1></main></div>`,
  );
