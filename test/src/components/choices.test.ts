// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { ask, choicesOf } from "../../../src/components/choices.ts";
import { carry } from "../../../src/components/selection.ts";

const at = (query: string) => history.replaceState(null, "", `/page${query}`);
beforeEach(() => at(""));

const CHOICES: Record<string, string[]> = { fruit: ["apple", "pear"], root: ["beet", "pear"] };
const asked = () =>
  ask([
    { name: "kind", label: "Kind", choices: () => choicesOf(Object.keys(CHOICES), (kind) => kind) },
    {
      name: "one",
      label: "One",
      value: () => "pear",
      choices: ({ kind = "" }) => choicesOf(CHOICES[kind] ?? [], (one) => one),
    },
  ]);

function choose(field: HTMLElement, value: string) {
  const select = field.querySelector("select")!;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

describe("the questions of a page", () => {
  it("offer anew what follows from an earlier answer, and keep a choice that can still be made", () => {
    const { fields, chosen } = asked();
    expect(chosen()).toEqual({ kind: "fruit", one: "pear" });
    choose(fields.one, "apple");
    choose(fields.kind, "root");
    // Apple is no root: what the question takes by itself.
    expect(chosen()).toEqual({ kind: "root", one: "pear" });
    choose(fields.kind, "fruit");
    expect(chosen()).toEqual({ kind: "fruit", one: "apple" });
    expect(location.search).toBe("?one=apple&kind=fruit");
  });

  it("are answered by the address, where it names what they offer", () => {
    at("?kind=root&one=beet");
    expect(asked().chosen()).toEqual({ kind: "root", one: "beet" });
    at("?kind=stone");
    expect(asked().chosen()).toEqual({ kind: "fruit", one: "pear" });
  });

  it("are not put where there is nothing to choose, and say so with an empty answer", () => {
    const { fields, chosen } = ask([{ name: "none", label: "None", choices: () => [] }]);
    expect(fields.none.hidden).toBe(true);
    expect(chosen()).toEqual({ none: "" });
  });
});

describe("the selection of the site", () => {
  const council = (...values: string[]) =>
    ask([
      { name: "council", label: "Council", choices: () => choicesOf(values, (value) => value) },
    ]).chosen().council;

  it("means the same council where a page has it with its instrument, and under its older name", () => {
    at("?council=E10000020");
    expect(council("E10000015 core 1", "E10000020 core 1")).toBe("E10000020 core 1");
    at("?council=E10000020+core+1");
    expect(council("E10000015", "E10000020")).toBe("E10000020");
    at("?authority=E10000020");
    expect(council("E10000015", "E10000020")).toBe("E10000020");
    at("?council=E10000099");
    expect(council("E10000015", "E10000020")).toBe("E10000015");
  });

  it("is put into links of the site and into no other", () => {
    at("?council=E10000020+core+1&year=2024-25&area=total");
    const link = (href: string) => {
      const anchor = document.createElement("a");
      anchor.href = href;
      carry(anchor);
      return anchor.getAttribute("href");
    };
    expect(link("/money")).toContain("/money?council=E10000020&year=2024-25");
    expect(link("/money?year=2023-24")).toContain("year=2024-25");
    expect(link("https://elsewhere.example/")).toBe("https://elsewhere.example/");
    expect(link("#observablehq-main")).toBe("#observablehq-main");
  });
});
