import type { AddHelpTextContext, Command } from "commander";
import { build } from "../build/build.ts";
import { check } from "../build/check.ts";
import { checkReport, loadReport } from "../printing/print.ts";
import { table } from "../printing/table.ts";
import type { Published } from "../publish/publish.ts";
import type { PublishedFor } from "../publish/release-tables.ts";
import { silent } from "../warehouse/task.ts";
import type { DryRunOptions } from "./dry-run.ts";
import { addForget } from "./forget.ts";
import { sourcesHelp } from "./help.ts";
import { addInstrument } from "./instrument.ts";
import { loadWatch } from "./load-watch.ts";
import { addNew } from "./new.ts";
import { addNotebook } from "./notebook.ts";
import {
  type Common,
  common,
  flags,
  released,
  whole,
  withAudience,
  withDesigns,
  withMappings,
  withPages,
} from "./options.ts";
import { type LoadFlags, loadOptions, withCorrection, withHold } from "./options-load.ts";
import { addPower } from "./power.ts";
import { projectOf } from "./project-of.ts";
import { addQuery } from "./query.ts";
import { addReleases, heldLines } from "./releases.ts";
import { addReturn } from "./return.ts";
import { buildStep, checkStep, loadStep, publishStep } from "./run.ts";
import { readStatus, statusReport } from "./status-report.ts";
import { addUnload } from "./unload.ts";
import { say, withWarehouse } from "./verb.ts";

type SiteFlags = { out: string; page: string[] };

function whereSite({ pages_left_out, held }: Published, folder: string): string {
  const leftOut = pages_left_out.map(
    (page) => `Not published, as it is in no commit: src${page}.md (--page ${page.slice(1)})`,
  );
  return [...heldLines(held), ...leftOut, `The site is in ${folder}`].join("\n");
}

/** What can be loaded, with the instruments that the call names. */
const sourcesHelpOf = ({ command }: AddHelpTextContext): string =>
  `\n${sourcesHelp(projectOf(command.opts<Common>()).instruments)}`;

/** Adds every verb. */
export function addVerbs(vsend: Command): void {
  withCorrection(withHold(withMappings(withDesigns(common(vsend.command("load"))))))
    .description("recognise, check and load extracts; print the ledger")
    .argument("<paths...>", "files, folders or zips")
    .option(
      "--dry-run",
      "load nothing: say what is recognised, refused and not taken, and propose mappings",
    )
    .option(
      "--write-mapping <path>",
      "with --dry-run: write the proposed mapping, to check, edit and accept",
    )
    .option("--watch", "load nothing; judge the files again whenever they or a contract are saved")
    .addHelpText("after", sourcesHelpOf)
    .action(
      async (paths: string[], options: Common & LoadFlags & DryRunOptions & { watch?: true }) => {
        if (options.watch) return loadWatch(paths, options);
        if (options.dryRun || options.writeMapping) {
          const { dryRunVerb } = await import("./dry-run.ts");
          const { result, words } = await dryRunVerb(paths, options);
          say(options, result, () => words);
          if (!result.isLoadable) process.exitCode = 1;
          return;
        }
        await withWarehouse(options, async (warehouse) => {
          const taken = loadOptions(options);
          const report = await loadStep(warehouse, paths, projectOf(options), options, taken);
          say(options, report, () => loadReport(report, flags(options)));
        });
      },
    );

  withDesigns(common(vsend.command("build")))
    .description("entities, measures and estimates; only what its inputs changed")
    .action((options: Common) =>
      withWarehouse(options, async (warehouse) => {
        const built = await buildStep(warehouse, projectOf(options), options);
        say(options, built, () =>
          table(
            built
              .filter(({ action }) => action === "built")
              .map(({ model, rows, seconds }) => ({
                model,
                rows,
                seconds: Number(seconds.toFixed(2)),
              })),
          ),
        );
      }),
    );

  common(vsend.command("check"))
    .description("run the checks alone; a warning is a fault of the data that stops nothing")
    .action((options: Common) =>
      withWarehouse(
        options,
        async (warehouse) => {
          const results = await checkStep(warehouse, options);
          say(options, results, () => checkReport(results));
          if (results.some(({ holds, isWarning }) => !holds && !isWarning)) process.exitCode = 1;
        },
        true,
      ),
    );

  withPages(withAudience(withDesigns(common(vsend.command("publish")))))
    .description("write the release tables with disclosure control, then the site")
    .action((options: Common & PublishedFor & SiteFlags) =>
      withWarehouse(options, async (warehouse) => {
        const publication = await publishStep(
          warehouse,
          { ...released(options, projectOf(options)), output: options.out, pages: options.page },
          options,
        );
        say(options, publication, () => whereSite(publication, options.out));
      }),
    );

  withPages(withHold(withMappings(withAudience(withDesigns(common(vsend.command("run")))))))
    .description("load, build, check and publish")
    .argument("<paths...>", "files, folders or zips")
    .addHelpText("after", sourcesHelpOf)
    .action((paths: string[], options: Common & LoadFlags & PublishedFor & SiteFlags) =>
      withWarehouse(options, async (warehouse) => {
        const taken = loadOptions(options);
        const project = projectOf(options);
        const report = await loadStep(warehouse, paths, project, options, taken);
        if (!options.json) say(options, report, () => loadReport(report, flags(options)));
        const built = await buildStep(warehouse, project, options);
        const publication = await publishStep(
          warehouse,
          { ...released(options, project), output: options.out, pages: options.page },
          options,
        );
        say(options, { load: report, build: built, publication }, () =>
          [
            whereSite(publication, options.out),
            `To read it: npx vsend preview${flags(options)}, or put that folder on any web server.`,
          ].join("\n"),
        );
      }),
    );

  withAudience(withDesigns(common(vsend.command("preview"))))
    .description(
      "the site with live reload, on 127.0.0.1 only; with --audience practitioner also the tracker of one child, for a review meeting",
    )
    .option("--port <number>", "first port to try", "3000")
    .action(async (options: Common & PublishedFor & { port: string }) => {
      const { previewVerb } = await import("./preview.ts");
      await previewVerb(options);
    });

  addNotebook(vsend);
  addQuery(vsend);

  vsend
    .command("sample")
    .description("write synthetic extracts with known effects planted")
    .option("--children <n>", "how many children", "2500")
    .option("--authorities <n>", "how many authorities, half of them in the trial", "6")
    .option("--seed <n>", "the same seed gives the same files", "2027")
    .requiredOption("--out <folder>", "where the files go")
    .option("--json", "print the result as JSON", false)
    .action(
      async (
        options: Record<"children" | "authorities" | "seed" | "out", string> & { json: boolean },
      ) => {
        const { generateSample, writeSample } = await import("../sample/sample.ts");
        const sample = generateSample({
          children: whole("--children", options.children, 1),
          authorities: whole("--authorities", options.authorities, 2),
          seed: whole("--seed", options.seed, 0),
        });
        const files = await writeSample(sample, options.out);
        say(
          options,
          { files },
          () => `Wrote ${files.length} files to ${options.out}: ${files.join(", ")}`,
        );
      },
    );

  withDesigns(common(vsend.command("status")))
    .description("what is loaded, as of when, what is stale, what failed")
    .action((options: Common) =>
      withWarehouse(options, async (warehouse) => {
        const { instruments, designs } = projectOf(options);
        const built = await build(warehouse, instruments, designs, silent, { isDryRun: true });
        const isBuilt = built.every(({ action }) => action === "unchanged");
        const status = await readStatus(warehouse, built, isBuilt ? await check(warehouse) : []);
        say(options, status, () => statusReport(status, flags(options)));
      }),
    );

  addNew(vsend);
  addInstrument(vsend);
  addPower(vsend);
  addReleases(vsend);
  addForget(vsend);
  addReturn(vsend);
  addUnload(vsend);
}
