import type { Json } from "./case-files.ts";

interface Tolerance {
  rel?: number;
  abs?: number;
}

export interface Expectation {
  meta: { method: string; case: string; tolerance?: Record<string, Tolerance> | null };
  expected: Json;
}

export interface Comparison {
  matched: number;
  mismatches: string[];
}

/**
 * Every expected value must be on our side: |got - exp| <= abs + rel |exp|, null stays null, and a
 * value we lack is a mismatch. A tolerance key applies to each path containing it, the nearest wins.
 */
export function compare({ meta, expected }: Expectation, candidate: Json): Comparison {
  const tolerances = meta.tolerance ?? {};
  const fallback = { rel: 0, abs: 0, ...(tolerances.default ?? { rel: 1e-8, abs: 1e-9 }) };
  const result: Comparison = { matched: 0, mismatches: [] };
  const toleranceAt = (path: readonly string[]) => {
    const key = path.findLast((part) => part !== "default" && Object.hasOwn(tolerances, part));
    return key === undefined ? fallback : { rel: 0, abs: 1e-12, ...tolerances[key] };
  };
  const judge = (matches: boolean, path: readonly string[], wanted: Json, got: Json) => {
    if (matches) result.matched += 1;
    else result.mismatches.push(`${path.join(".")}: expected ${show(wanted)}, got ${show(got)}`);
  };
  const walk = (wanted: Json, got: Json, path: readonly string[]): void => {
    const last = path.at(-1);
    if (last === "note" || last === "notes") return;
    if (isObject(wanted)) {
      if (!isObject(got) || Array.isArray(wanted) !== Array.isArray(got)) {
        judge(false, path, wanted, got);
        return;
      }
      if (Array.isArray(wanted) && Array.isArray(got) && wanted.length !== got.length) {
        judge(false, [...path, "length"], wanted.length, got.length);
      }
      for (const [key, value] of Object.entries(wanted)) walk(value, got[key], [...path, key]);
      return;
    }
    if (typeof wanted === "number" && typeof got === "number") {
      const { abs, rel } = toleranceAt(path);
      judge(Math.abs(got - wanted) <= abs + rel * Math.abs(wanted), path, wanted, got);
      return;
    }
    judge(wanted === got, path, wanted, got);
  };
  walk(expected, candidate, []);
  return result;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null;
}

function show(value: Json): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
