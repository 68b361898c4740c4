import type { Column } from "./columns.ts";

export interface Form {
  name: string;
  /** The code of a cell that draws it. */
  code: string;
}

/** Charts that the columns of an answer allow, the likeliest first, as code of cells. */
export function formsOf(rows: string, columns: readonly Pick<Column, "name" | "kind">[]): Form[] {
  const named = (kind: Column["kind"]) =>
    columns.filter((one) => one.kind === kind).map(({ name }) => name);
  const [numbers, days, words] = [named("number"), named("day"), named("text")];
  const [value, second] = numbers.map(json);
  const [day, word, colour] = [...days.slice(0, 1), ...words.slice(0, 2)].length
    ? [days[0], words[0], words[1]]
    : [];
  const forms: Form[] = [];
  const add = (name: string, marks: string) =>
    forms.push({
      name,
      code: `display(Plot.plot({\n  marginLeft: 120,\n  marks: [${marks}, Plot.ruleX([0])]\n}));`,
    });
  if (day && value) {
    const by = word ? `, stroke: ${json(word)}` : "";
    forms.push({
      name: "Lines",
      code: `display(Plot.plot({\n  color: {legend: true},\n  marks: [Plot.lineY(${rows}, {x: ${json(day)}, y: ${value}${by}, sort: ${json(day)}, marker: true})]\n}));`,
    });
  }
  if (word && value) {
    const by = colour ? `, fill: ${json(colour)}` : "";
    add("Bars", `Plot.barX(${rows}, {x: ${value}, y: ${json(word)}${by}, tip: true})`);
  }
  if (value && second) {
    const by = word ? `, stroke: ${json(word)}` : "";
    forms.push({
      name: "Dots",
      code: `display(Plot.plot({\n  grid: true,\n  marks: [Plot.dot(${rows}, {x: ${value}, y: ${second}${by}, tip: true})]\n}));`,
    });
  }
  if (value) {
    forms.push({
      name: "Distribution",
      code: `display(Plot.plot({\n  marks: [Plot.rectY(${rows}, Plot.binX({y: "count"}, {x: ${value}})), Plot.ruleY([0])]\n}));`,
    });
  }
  if (word) add("Counts", `Plot.barX(${rows}, Plot.groupY({x: "count"}, {y: ${json(word)}}))`);
  return forms;
}

const json = (name: string) => JSON.stringify(name);
