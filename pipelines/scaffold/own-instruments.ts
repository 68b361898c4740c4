import type { Instrument } from "../../loaders/contract/instrument.ts";
import { readInstruments } from "../instruments/read-instruments.ts";
import { projectFile } from "../warehouse/installation.ts";

/** Those of the program that is written into: names of their tables are taken there. */
export const ownInstruments = (): Instrument[] => readInstruments(projectFile("data/instruments"));
