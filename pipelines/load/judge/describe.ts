import { z } from "zod";
import { cellWords } from "../../../loaders/contract/cells.ts";
import { innermost } from "./masking.ts";

interface Limits {
  enum?: string[];
  minimum?: number;
  maximum?: number;
  type?: string;
  pattern?: string;
}

const described = new WeakMap<z.ZodType, string>();

/** What a cell takes, in words. */
export function describe(cell: z.ZodType): string {
  const words = described.get(cell) ?? inWords(cell);
  described.set(cell, words);
  return words;
}

function inWords(cell: z.ZodType): string {
  const words = cellWords.get(innermost(cell));
  if (words) return words.inWords;
  const schema = z.toJSONSchema(cell, { unrepresentable: "any", io: "output" }) as Limits & {
    anyOf?: Limits[];
  };
  const main = schema.anyOf?.[0] ?? schema;
  if (main.enum) {
    return main.enum.length > 20
      ? `one of ${main.enum.length} codes such as ${main.enum[20]}`
      : `one of ${main.enum.join(", ")}`;
  }
  if (main.type === "integer") return `a whole number from ${main.minimum} to ${main.maximum}`;
  if (main.type === "number")
    return `an amount from ${main.minimum} to ${main.maximum}, at most two decimals`;
  if (!main.pattern) return "a day written 2025-01-31 or 31/01/2025, within the years allowed";
  return `text of the form ${main.pattern}`;
}
