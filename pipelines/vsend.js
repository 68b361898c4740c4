#!/usr/bin/env node
// The program is TypeScript. It is read bundled or, where no bundle can be kept, as it stands.
import { bundled } from "./bundled.js";

const bundle = await bundled("cli.ts");
if (!bundle) (await import("tsx/esm/api")).register();
const { main } = await import(bundle ?? "./cli.ts");
await main(process.argv);
