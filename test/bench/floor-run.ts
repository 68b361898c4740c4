import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { floorBuild, floorLoad } from "./floor.ts";

/** Runs one floor in a process of its own, as the command it is compared with runs. */
const [step, file, warehouseFile] = process.argv.slice(2) as [string, string, string];
const warehouse = await openWarehouse(warehouseFile);
if (step === "load") await floorLoad(warehouse, file);
else await floorBuild(warehouse);
await warehouse.run("checkpoint");
warehouse.close();
