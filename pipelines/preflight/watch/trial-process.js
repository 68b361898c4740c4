// One trial in a process of its own, so that a contract saved again is read again. The packages,
// which do not change, are read before the trial is asked for.
import { register } from "tsx/esm/api";

process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
process.once("message", async ({ paths, places }) => {
  try {
    const { trial } = await import("./trial.ts");
    process.send({ report: await trial(paths, places) }, () => process.exit());
  } catch (error) {
    process.send({ fault: error instanceof Error ? error.message : String(error) }, () =>
      process.exit(),
    );
  }
});

register();
await Promise.all(
  ["@duckdb/node-api", "d3", "iconv-lite", "yauzl", "zod"].map((name) => import(name)),
);
