import { z } from "zod";
import { text } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";

const NEIGHBOURS = 10;

const code = () => text(/^[0-9]{3}$/).describe("DfE's code of the neighbour");
const closeness = () => text(/^[A-Za-z ]{1,40}$/).describe("How alike the two are, such as Close");

/** The statistical neighbours of each authority, as DfE publishes the model: ten to a row. */
const neighbours = defineLoader<z.ZodObject<Record<string, z.ZodType>, z.core.$strict>>({
  name: "statistical-neighbours",
  title: "DfE and NFER: statistical neighbours",
  grain: "one row per authority, its ten neighbours side by side",
  table: "loaded_statistical_neighbours",
  isChildLevel: false,
  columns: z.strictObject({
    old_la_code: text(/^[0-9]{3}$/).describe("DfE's code of the authority"),
    ...Object.fromEntries(
      Array.from({ length: NEIGHBOURS }, (_, i) => i + 1).flatMap((rank) => [
        [`sn_${rank}`, code()],
        [`sn_${rank}p`, closeness()],
      ]),
    ),
  }),
  key: ["old_la_code"],
});

export const neighbourLoaders = [neighbours];
