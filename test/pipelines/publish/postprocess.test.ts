import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { postprocess } from "../../../pipelines/publish/site/postprocess.ts";

const SCRIPT = '\nimport {define} from "./_observablehq/client.js";\nif (1 < 2 && "é") define();\n';

const FRAMEWORK_PAGE = `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">
<title>A page</title>
<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>
<link rel="stylesheet" href="//cdn.example/theme.css">
<link rel="stylesheet" href="./_import/style.css">
<link rel="icon" href="data:image/svg+xml,%3Csvg/%3E">
<script type="module">${SCRIPT}</script>
<script type="module" src="./other.js"></script>
</head>
<body><main id="observablehq-main"><!--:0a1b2c3d:--><p>a &amp; b</p></main></body>
</html>
`;

const policyOf = (html: string) =>
  /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1] ?? "";

const hashOf = (text: string) =>
  `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

describe("a page as published", () => {
  const page = postprocess(FRAMEWORK_PAGE);

  it("says its language", () => {
    expect(page).toContain('<html lang="en-GB">');
  });

  it("can be zoomed", () => {
    expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(page).not.toContain("maximum-scale");
  });

  it("has a main landmark that the skip link can move focus to", () => {
    expect(page).toContain('<main id="observablehq-main" tabindex="-1">');
  });

  it("keeps its own links and drops those to other sites", () => {
    expect(page).toContain("./_import/style.css");
    expect(page).toContain('rel="icon"');
    expect(page).not.toContain("gstatic");
    expect(page).not.toContain("cdn.example");
  });

  it("keeps the comments at which Framework draws its cells", () => {
    expect(page).toContain("<!--:0a1b2c3d:--><p>a &amp; b</p>");
  });

  it("is the same when processed twice", () => {
    expect(postprocess(page)).toBe(page);
  });
});

describe("the security policy", () => {
  it("comes before anything else in the head", () => {
    expect(postprocess(FRAMEWORK_PAGE)).toMatch(/<head><meta http-equiv="Content-Security-Policy"/);
  });

  it("allows the page's own inline scripts, by the hash of their exact text, and no others", () => {
    const policy = policyOf(postprocess(FRAMEWORK_PAGE));
    expect(policy).toContain(`script-src 'self' ${hashOf(SCRIPT)};`);
    expect(policy.match(/sha256-/g)).toHaveLength(1);
  });

  it("starts from nothing and never allows eval or another site", () => {
    const policy = policyOf(postprocess(FRAMEWORK_PAGE));
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it("lets the 404 page set its base, since it is shown at any depth", () => {
    const page = FRAMEWORK_PAGE.replace("</title>", '</title><base href="/">');
    expect(policyOf(postprocess(page))).toContain("base-uri 'self'");
  });
});
