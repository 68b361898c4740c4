import type { Headline } from "../../pipelines/measures/headlines/headline.ts";

/** The questions, each with one sentence. */
export function headlines(rows: readonly Headline[]): HTMLElement {
  const whole = document.createElement("div");
  for (const row of rows) {
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = row.page;
    link.textContent = row.question;
    heading.append(link);
    const sentence = document.createElement("div");
    sentence.className = "headline";
    const words = document.createElement("p");
    words.textContent = row.sentence;
    sentence.append(words);
    const basis = document.createElement("p");
    basis.className = "muted";
    const method = document.createElement("a");
    method.href = row.definition;
    method.textContent = `How “${row.question}” is answered`;
    basis.append(`${row.basis} `, method, ".");
    section.append(heading, sentence, basis);
    whole.append(section);
  }
  return whole;
}
