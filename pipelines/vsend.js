#!/usr/bin/env node
// The program is TypeScript; tsx lets Node 20 read it as it stands.
import { register } from "tsx/esm/api";

register();
const { main } = await import("./cli.ts");
await main(process.argv);
