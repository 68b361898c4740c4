import type { Publication } from "../../pipelines/publish/release-tables.ts";
import { month } from "./words.js";

/** Says on every page that the children are invented, where they are. */
export function sampleBanner({ is_sample, has_children }: Publication): HTMLElement {
  const banner = document.createElement("div");
  if (!is_sample || !has_children) return banner;
  banner.className = "banner";
  const words = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = "Children’s figures are invented";
  words.append(strong, "; DfE’s real.");
  banner.append(words);
  return banner;
}

/** Which data, which code: the line every page ends with. `root` leads to the home page's folder. */
export function provenance(publication: Publication, root = "."): HTMLElement {
  const words = document.createElement("p");
  words.className = "muted provenance";
  const whose =
    publication.audience === "public"
      ? "Public release"
      : `Release for ${publication.authority}, not to be passed on`;
  const link = document.createElement("a");
  link.href = `${root}/data`;
  link.textContent = "its sources";
  words.append(
    `${whose} ${publication.release_hash}, ${publication.as_of === null ? "without children’s data" : `children’s data as of ${month(publication.as_of)}`}; version ${publication.code_version}; `,
    link,
    ".",
  );
  return words;
}
