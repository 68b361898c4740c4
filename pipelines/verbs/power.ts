import { existsSync } from "node:fs";
import type { Command } from "commander";
import { detectableWith } from "../statistics/two-sided-power.ts";
import { spreadFrom, UNITS } from "../trials/plan/spread.ts";
import { callError } from "../warehouse/errors.ts";
import { rule } from "../warehouse/rules.ts";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, common, whole } from "./options.ts";
import { say, withWarehouse } from "./verb.ts";

interface PowerFlags extends Common {
  unit: string;
  trial: string;
  comparison: string;
  children: string;
}

const HELP = `
The spread of units and of their children is that of the loaded changes in total need, of one instrument
at a time. Units weigh more than children: a unit's own doing does not average out over its children.`;

/** Adds `vsend power`. */
export function addPower(vsend: Command): void {
  common(vsend.command("power"))
    .description("what difference a trial could see with so many units and children")
    .option("--unit <kind>", `what is named in the trial: ${UNITS.join(" or ")}`, "authorities")
    .option("--trial <n>", "units in the trial", "3")
    .option("--comparison <n>", "units to compare with", "3")
    .option("--children <n>", "children seen twice in each", "100")
    .addHelpText("after", HELP)
    .action(async (options: PowerFlags) => {
      if (!existsSync(options.warehouse)) throw noWarehouse(options.warehouse);
      const unit = UNITS.find((kind) => kind === options.unit);
      if (!unit) {
        throw callError({
          expected: `--unit ${UNITS.join(" or ")}`,
          came: options.unit,
          where: "vsend power",
          todo: "name one of these",
        });
      }
      const plan = {
        trial: whole("--trial", options.trial, 2),
        comparison: whole("--comparison", options.comparison, 2),
        children: whole("--children", options.children, 1),
      };
      await withWarehouse(
        options,
        async (warehouse) => {
          const spread = await spreadFrom(warehouse, unit);
          const found = spread.value
            ? detectableWith(spread.value, plan, {
                level: rule("confidence_level"),
                power: rule("power"),
                noiseOfSum: rule("noise_of_sum"),
              })
            : spread;
          const { value } = found as ReturnType<typeof detectableWith>;
          if (!spread.value || !value) {
            throw callError({
              expected: `changes of children in two ${unit} or more that are alike in instrument`,
              came: "fewer",
              where: options.warehouse,
              todo: "load assessments of more of them, each child assessed twice, and run vsend build",
            });
          }
          const { between, within, df } = spread.value;
          const result = { unit, ...plan, ...value, between, within, spread_df: df };
          say(options, result, () =>
            [
              `With ${plan.trial} ${unit} in the trial, ${plan.comparison} to compare with and ${plan.children} children seen twice in each,`,
              `a true difference of ${value.detectable.toFixed(1)} points of 100 would be found ${Math.round(100 * rule("power"))} times in 100; less would be missed more often.`,
              `Units lie up to ${between.toFixed(1)} points apart (standard deviation, upper end of its 80% interval, ${df} degrees of freedom), children within one ${within.toFixed(1)}.`,
              "That is of units alike: a trial of unequal ones, or one compared within several instruments, finds less.",
              ...(value.df < rule("fewest_degrees_of_freedom")
                ? [`With ${value.df.toFixed(1)} degrees of freedom no verdict would be given.`]
                : []),
            ].join("\n"),
          );
        },
        true,
      );
    });
}
