import type { z } from "zod";
import { requiredColumns } from "../../loaders/contract/define-loader.ts";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { describe } from "../load/judge/describe.ts";

/** What can be loaded, from the contracts themselves. */
export function sourcesHelp(instruments: readonly Instrument[]): string {
  const lines = contracts(instruments)
    .filter(({ name }) => name !== "dfe-ehc-plans" && name !== "sen2")
    .map((contract) => {
      const columns = Object.keys(contract.columns.shape);
      const required = new Set(requiredColumns(contract));
      const names = columns.map((column) => (required.has(column) ? column : `[${column}]`));
      const codes = columns.flatMap((column) => {
        const words = describe(contract.columns.shape[column] as z.ZodType);
        return words.startsWith("one of ") && !words.includes("codes such as")
          ? [wrap(`${column}: ${words}`, 8)]
          : [];
      });
      return `  ${contract.name}: ${contract.title}, ${contract.grain}\n${wrap(names.join(", "), 6)}${codes.length ? `\n${codes.join("\n")}` : ""}`;
    });
  return [
    "Files are recognised by their columns ([optional] ones may be absent):",
    ...lines,
    "  dfe-ehc-plans: DfE's release Education, health and care plans, as the zip or its CSVs",
    "  sen2: SEN2 return of 2023 or later, as the XML or as COLLECT's CSV export, all modules in one folder",
  ].join("\n");
}

function wrap(text: string, indent: number, width = 96): string {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line.length + word.length > width - indent) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}
