import type { Contract } from "../../../loaders/contract/define-loader.ts";

const ENDING = "tableid";

/** Columns of a contract that hold pseudonyms. */
export const pseudonymColumns = ({ privacy = {} }: Contract): string[] =>
  Object.entries(privacy)
    .filter(([, how]) => how === "pseudonym")
    .map(([column]) => column);

/** The column that numbers the records of a file of a return. */
export const recordColumn = ({ part }: Contract): string | null =>
  part ? part.module + ENDING : null;

/** The records above a record of a return, by the columns that number them. */
export const parents = (contract: Contract): { column: string; module: string }[] =>
  contract.part
    ? Object.keys(contract.columns.shape)
        .filter((column) => column.endsWith(ENDING) && column !== recordColumn(contract))
        .map((column) => ({ column, module: column.slice(0, -ENDING.length) }))
    : [];
