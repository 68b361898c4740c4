import { z } from "zod";
import { authorityCode, text } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";

const NAME = /^[A-Za-z][A-Za-z0-9 ,.'&()-]{1,79}$/;

/** The loader of authorities that data/reference does not know, such as invented ones. */
export const authorities = defineLoader({
  name: "authorities",
  title: "Names of authorities",
  grain: "one row per authority",
  table: "loaded_authorities",
  isChildLevel: false,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code; X marks an invented authority"),
    authority_name: text(NAME).describe("Name as it is to be shown"),
    region: text(NAME).nullable().describe("Region"),
  }),
  key: ["authority_code"],
});
