import { afterAll, beforeAll, expect, it } from "vitest";
import { randomOf } from "../../pipelines/sample/random.ts";
import { FAULTS } from "../faults/faults.ts";
import { makeWorld, type World } from "../faults/world.ts";

/** One of some kinds; `npm run faults -- 200` brings about many of all, at moments drawn at random. */
const KINDS = ["a load killed", "a build killed", "a file that may not grow", "a full disk"];
const CHILDREN = 300;

let world: World;
beforeAll(async () => {
  world = await makeWorld(CHILDREN);
});
afterAll(() => world.remove());

it.concurrent.each(KINDS)(
  "%s leaves the warehouse as it was before, or as it should be after",
  async (name) => {
    const came = await FAULTS[name]!.fault(world, randomOf(11), name.replaceAll(" ", "-"));
    if (came.startsWith("skipped")) console.log(`${name}: ${came}`);
    expect(came).toMatch(/as before|as after|whole tables|done sooner|skipped/);
  },
);
