import type { Contract } from "../../../loaders/contract/define-loader.ts";
import type { Candidate } from "../read/formats/candidate.ts";
import type { Head, HeaderPlace, Table } from "../read/formats/table.ts";
import type { Mapping } from "./mapping-schema.ts";
import type { Rest } from "./unnamed-column.ts";
/** A table whose loader is known, and where each of the loader's columns stands in it. */
export interface Recognised {
  file: Candidate;
  table: Table;
  head: Head;
  place: HeaderPlace;
  contract: Contract;
  delimiter: string;
  /** Columns of the file, as the supplier wrote them. */
  header: readonly string[];
  /** Position in the file of each column of the contract; absent optional columns are left out. */
  positions: Record<string, number>;
  /** Columns of the file that the contract does not take. */
  untaken: string[];
  /** Of a loader that keeps the rest: what each further column of the file is. */
  rest?: Rest;
  /** What its supplier may want to know of how it was recognised. */
  notes?: readonly string[];
  /** The accepted mapping that says what its columns are, where they are not the loader's own. */
  mapping?: Mapping;
  /** Text of columns that the file lacks and another file of its set, or its mapping, tells. */
  given?: Readonly<Record<string, string>>;
}
