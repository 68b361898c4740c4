import type { Instrument } from "../../loaders/contract/instrument.ts";
import { contracts } from "../../loaders/index.ts";
import { readInstruments } from "../instruments/read-instruments.ts";
import {
  type MappingPlaces,
  type Mappings,
  readMappings,
} from "../load/recognise/read-mappings.ts";
import { type Design, readEvaluations } from "../trials/designs/designs.ts";

/** Where a call finds what it works with: each named in the call, or where it is by default. */
export interface Places {
  /** The DuckDB file. */
  warehouse: string;
  /** Folder of needs instruments. */
  instruments: string;
  /** Folder of trial designs. */
  evaluations: string;
  mappings: MappingPlaces;
}

/**
 * The settings of one call. A verb makes it and hands it on: nothing further in looks for settings of
 * its own, so that no two parts of a call can work with different ones.
 */
export interface Project {
  readonly places: Places;
  /** The DuckDB file. */
  readonly warehouse: string;
  readonly instruments: readonly Instrument[];
  readonly designs: readonly Design[];
  readonly mappings: Mappings;
}

/**
 * Each part is read when it is first asked for, and once: a verb that needs no design is not stopped
 * by one that is not whole.
 *
 * @throws VsendError, when a part is asked for, naming the file and field that is wrong.
 */
export function readProject(places: Places): Project {
  const instruments = once(() => readInstruments(places.instruments));
  const designs = once(() => readEvaluations(places.evaluations));
  const mappings = once(() => readMappings(places.mappings, contracts(instruments())));
  return {
    places,
    warehouse: places.warehouse,
    get instruments() {
      return instruments();
    },
    get designs() {
      return designs();
    },
    get mappings() {
      return mappings();
    },
  };
}

function once<T>(read: () => T): () => T {
  let held: { value: T } | undefined;
  return () => {
    held ??= { value: read() };
    return held.value;
  };
}
