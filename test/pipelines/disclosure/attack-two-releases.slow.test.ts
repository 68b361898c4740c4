import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { howMany, isNight } from "../../how-many.ts";
import { shippedDesigns } from "../../shipped.ts";
import { hardSample } from "./attacks/hard-sample.ts";
import { HAPPENED, TwoReleases } from "./attacks/two-releases.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-attack-key-"));
const keyBefore = process.env.VSEND_KEY_FILE;
beforeAll(() => {
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
});
afterAll(() => {
  if (keyBefore === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = keyBefore;
  rmSync(folder, { recursive: true });
});

/** At night 32 single children of each sample, two publishes each. */
const PATIENCE = 3_600_000;

const SAMPLES = [
  ["the sample", async () => ({ folder: projectFile("data/sample"), designs: shippedDesigns() })],
  ["a sample made to be hard", hardSample],
] as const;

/**
 * Whoever has both releases subtracts them. Where not one figure, blank or row is another, nothing is
 * learnt from the second: not whose child it was, nor its need, placement or cost.
 */
describe.each(SAMPLES)("two releases of %s that differ by one child", (_, sample) => {
  let two: TwoReleases;
  beforeAll(async () => {
    const { folder: files, designs } = await sample();
    two = await TwoReleases.of([files], designs, 20261128);
  }, 240_000);
  afterAll(() => two.remove());

  const tried = sample === hardSample || isNight ? HAPPENED : (["removed"] as const);
  it.each(tried)(
    "who was %s are the same in every table",
    async (happened) => {
      const many = howMany(1, 8);
      const from = many * HAPPENED.indexOf(happened);
      for (const child of two.children.slice(from, from + many)) {
        const found = await two.differences(child, happened);
        expect(found, `${happened}: ${child.child_id}`).toEqual([]);
      }
    },
    PATIENCE,
  );

  it.runIf(sample === hardSample || isNight)(
    "are the same to its council, which was first, and to the public afterwards",
    async () => {
      for (const child of two.children.slice(60, 60 + howMany(1, 4)))
        expect(await two.forOtherReaders(child), child.child_id).toEqual([]);
    },
    PATIENCE,
  );

  it.runIf(isNight)(
    "tell nothing of the child where many of another authority went with it",
    async () => {
      for (const child of two.children.slice(70, 70 + howMany(1, 4)))
        expect(await two.besideOthers(child), child.child_id).toEqual([]);
    },
    PATIENCE,
  );

  it.runIf(sample === hardSample || isNight)(
    "are the same whichever child it was that went, or was corrected, when many of another authority went",
    async () => {
      const all = two.children.slice(80, 80 + howMany(3, 24));
      expect(await two.whoeverItWas(all)).toEqual([]);
    },
    PATIENCE,
  );

  it.runIf(sample === hardSample || isNight)(
    "are the same of an area of need in which a few of many corrected children have another level",
    async () => {
      const { authority, before, after } = await two.correctedInAreas(
        { area: "se", children: 3 },
        { area: "cl", children: 80 },
      );
      const of = (tables: typeof before, table: string, area: string) =>
        [...tables.get(table)!.rows.values()].filter(
          ({ authority_code, domain }) => authority_code === authority && domain === area,
        );
      for (const table of ["change-by-authority", "verdicts-by-authority"]) {
        expect(of(before, table, "se").length, table).toBeGreaterThan(0);
        expect(of(after, table, "se"), table).toEqual(of(before, table, "se"));
      }
      // A trial has the means of everyone of an authority: of the same children they are the same again.
      const meansOf = (tables: typeof before) =>
        [...tables.get("need-estimate-authorities")!.rows.values()]
          .filter((row) => row.authority_code === authority)
          .map(({ outcome, change_mean }) => ({
            ...{ outcome, change_mean },
            everyone: of(tables, "change-by-authority", String(outcome)).find(
              ({ group_kind }) => group_kind === "Everyone",
            )?.change_mean,
          }));
      const alike = meansOf(before).map(({ change_mean, everyone }) => change_mean === everyone);
      expect(
        meansOf(after).filter(
          ({ change_mean, everyone }, i) => alike[i] && change_mean !== everyone,
        ),
      ).toEqual([]);
      // Of the hard sample's few children all may be blank before and after.
      if (sample === hardSample) return;
      const moved = of(after, "change-by-authority", "cl");
      expect(moved).not.toEqual(of(before, "change-by-authority", "cl"));
    },
    PATIENCE,
  );

  it.runIf(sample === hardSample || isNight)(
    "show nothing of a design that only the child tells from the first",
    async () => {
      const { designs } = await sample();
      const renamed = designs.map((design) => ({
        ...design,
        evaluation: `${design.evaluation}-again`,
      }));
      for (const child of two.compared.slice(0, howMany(1, 4))) {
        const [before, after] = await two.ofAnotherDesign(child, renamed);
        const estimates = [...before.get("need-estimates")!.rows.values()];
        if (sample !== hardSample)
          expect(estimates.some(({ estimate }) => estimate !== null)).toBe(true);
        const told = [...after.get("need-estimates")!.rows.values()].filter(
          ({ evaluation, estimate, subgroup }) =>
            // A subgroup that the child is not of is of the same children.
            subgroup === null && String(evaluation).endsWith("-again") && estimate !== null,
        );
        expect(told, child.child_id).toEqual([]);
      }
    },
    PATIENCE,
  );
});

// That the attack can find a child at all.
it.runIf(isNight)(
  "the attack finds whose child it was where the first release is not remembered",
  async () => {
    const { folder: files, designs } = await hardSample();
    const two = await TwoReleases.of([files], designs, 7);
    const child = two.children[0]!;
    const found = await two.differences(child, "removed", false);
    const named = found.map(({ before, after }) => (before ?? after)!.authority_code);
    expect(named).toContain(child.authority_code);
    await two.remove();
  },
  240_000,
);
